"""Which tables are there, all in one place? `metadata` knows every one of them."""

from db.schema.calls import calls, fact_cursor, facts, incident_events, incidents, legs
from db.schema.care import audiences, campaigns, cases, deliveries, schedules, signs, visits, watch
from db.schema.columns import metadata
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
    "deliveries", "fact_cursor", "facts", "holds", "households", "idempotency", "incident_events",
    "incidents", "legs", "metadata", "outbox", "provider_days", "provider_holiday_hours",
    "provider_hours", "provider_numbers", "providers", "recordings", "schedules", "senior_tags",
    "seniors", "services", "shifts", "signs", "staff", "tasks", "terminals", "visits", "watch",
]  # fmt: skip
