"""Which tables are there, all in one place? `metadata` knows every one of them."""

from db.schema.access import account_keys, api_tokens, recovery_codes, sessions, sign_in_failures, sign_in_places
from db.schema.calls import calls, fact_cursor, facts, incident_events, incidents, legs
from db.schema.care import (
    audiences,
    campaigns,
    cases,
    deliveries,
    outages,
    schedules,
    signs,
    telephone_states,
    visit_offers,
    visit_photos,
    visits,
    watch,
)
from db.schema.columns import metadata
from db.schema.drills import drill_calls
from db.schema.in_hand import call_recordings, calls_in_hand, hand_acts, people_words
from db.schema.onboarding import onboarding
from db.schema.probes import number_words
from db.schema.queue import left_words, queue_returns, queue_seats, queue_skills, queue_turns, queue_waits
from db.schema.reports import (
    drills,
    report_messages,
    report_months,
    report_presses,
    report_rungs,
    report_stale,
    report_state,
)
from db.schema.requests import provider_closings, requests
from db.schema.second_exchange import given_orders, second_facts, switch
from db.schema.sharing import site_mark
from db.schema.site import (
    areas,
    contacts,
    households,
    provider_days,
    provider_holiday_hours,
    provider_hours,
    provider_numbers,
    providers,
    senior_tags,
    seniors,
    services,
    terminals,
)
from db.schema.staff import holds, shifts, staff
from db.schema.ways import ways
from db.schema.work import attempts, audit, idempotency, outbox, recordings, tasks

__all__ = [
    "account_keys",
    "api_tokens",
    "areas",
    "attempts",
    "audiences",
    "audit",
    "call_recordings",
    "calls",
    "calls_in_hand",
    "campaigns",
    "cases",
    "contacts",
    "deliveries",
    "drill_calls",
    "drills",
    "fact_cursor",
    "facts",
    "given_orders",
    "hand_acts",
    "holds",
    "households",
    "idempotency",
    "incident_events",
    "incidents",
    "left_words",
    "legs",
    "metadata",
    "number_words",
    "onboarding",
    "outages",
    "outbox",
    "people_words",
    "provider_closings",
    "provider_days",
    "provider_holiday_hours",
    "provider_hours",
    "provider_numbers",
    "providers",
    "queue_returns",
    "queue_seats",
    "queue_skills",
    "queue_turns",
    "queue_waits",
    "recordings",
    "recovery_codes",
    "report_messages",
    "report_months",
    "report_presses",
    "report_rungs",
    "report_stale",
    "report_state",
    "requests",
    "schedules",
    "second_facts",
    "senior_tags",
    "seniors",
    "services",
    "sessions",
    "shifts",
    "sign_in_failures",
    "sign_in_places",
    "signs",
    "site_mark",
    "staff",
    "switch",
    "tasks",
    "telephone_states",
    "terminals",
    "visit_offers",
    "visit_photos",
    "visits",
    "watch",
    "ways",
]  # fmt: skip
