"""Which tables are there, all in one place? `metadata` knows every one of them."""

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
    visits,
    watch,
)
from db.schema.columns import metadata
from db.schema.reports import drills, report_messages, report_presses, report_rungs, report_stale, report_state
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
from db.schema.work import attempts, audit, idempotency, outbox, recordings, tasks

__all__ = [
    "areas", "attempts", "audiences", "audit", "calls", "campaigns", "cases", "contacts",
    "deliveries", "drills", "fact_cursor", "facts", "holds", "households", "idempotency",
    "incident_events", "incidents", "legs", "metadata", "outages", "outbox", "provider_days",
    "provider_holiday_hours", "provider_hours", "provider_numbers", "providers", "recordings",
    "report_messages", "report_presses", "report_rungs", "report_stale", "report_state",
    "schedules", "senior_tags", "seniors", "services", "shifts", "signs", "staff", "tasks",
    "telephone_states", "terminals", "visit_offers", "visits", "watch",
]  # fmt: skip
