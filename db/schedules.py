"""Which messages go out again, and when next? A schedule repeats one campaign; each run is a campaign of its own."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from db.campaigns import CampaignRow
from db.records import fetch, put, selecting, values
from db.schema.care import campaigns, schedules


@dataclass(frozen=True, kw_only=True)
class ScheduleRow:
    """`campaign_id` is the draft that is copied for each run; `recurrence` JSON (broadcasts/recurrence_json.py)."""

    id: str
    campaign_id: str
    recurrence: str
    zone: str
    state: str = "active"
    created_at: datetime
    next_at: datetime | None = None
    last_at: datetime | None = None
    """The newest run that was made."""


def save(conn: Connection, row: ScheduleRow) -> None:
    put(conn, schedules, [values(row)])


def of_campaign(conn: Connection, campaign: str) -> ScheduleRow | None:
    """The schedule that repeats it."""
    found = fetch(conn, ScheduleRow, selecting(ScheduleRow, schedules).where(schedules.c.campaign_id == campaign))
    return found[0] if found else None


def claim_due(conn: Connection, at: datetime, limit: int = 100) -> list[ScheduleRow]:
    """Active ones whose moment has come, the longest due first; on PostgreSQL nobody else gets the same row."""
    due = selecting(ScheduleRow, schedules).where(schedules.c.state == "active", schedules.c.next_at <= at)
    in_turn = due.order_by(schedules.c.next_at, schedules.c.id).limit(limit)
    return fetch(conn, ScheduleRow, in_turn.with_for_update(skip_locked=True))


def runs_not_started(conn: Connection, schedule: str | None = None) -> list[CampaignRow]:
    """Runs that were made and not offered yet, oldest first: of one schedule, or of all that are not paused."""
    statement = selecting(CampaignRow, campaigns).where(
        campaigns.c.state == "draft", campaigns.c.schedule_id.is_not(None)
    )
    if schedule is None:
        paused = select(schedules.c.id).where(schedules.c.state == "paused")
        statement = statement.where(campaigns.c.schedule_id.not_in(paused))
    if schedule is not None:
        statement = statement.where(campaigns.c.schedule_id == schedule)
    return fetch(conn, CampaignRow, statement.order_by(campaigns.c.occurrence, campaigns.c.id))


def list_all(conn: Connection) -> list[ScheduleRow]:
    """The next one to run first; those that have ended last."""
    statement = selecting(ScheduleRow, schedules)
    return fetch(conn, ScheduleRow, statement.order_by(schedules.c.next_at.is_(None), schedules.c.next_at))
