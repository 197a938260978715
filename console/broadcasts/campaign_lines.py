"""Which messages were there, the latest first, and how many people has each of them reached?"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from broadcasts.recurrence import Recurrence
from broadcasts.recurrence_json import BadRecurrence, from_json
from db.campaigns import CampaignRow, list_campaigns
from db.tables import deliveries, schedules

MOST = 100


@dataclass(frozen=True, kw_only=True)
class CampaignLine:
    """`people`: deliveries in all; `heard`: proven; `done`: no longer rung."""

    campaign: CampaignRow
    people: int = 0
    done: int = 0
    heard: int = 0
    recurrence: Recurrence | None = None
    schedule: str = ""
    """Of one that repeats: `active`, `paused` or `ended`."""

    @property
    def percent(self) -> int | None:
        """Heard of all, rounded down; None while it was offered to nobody."""
        return self.heard * 100 // self.people if self.people else None


def campaign_lines(conn: Connection, state: str = "", most: int = MOST) -> tuple[CampaignLine, ...]:
    """Newest first; those of one state, or all."""
    rows = list_campaigns(conn, state or None)[:most]
    ids = [row.id for row in rows]
    counted, repeating = _counted(conn, ids), _schedules(conn, ids)
    return tuple(CampaignLine(campaign=row, **counted.get(row.id, {}), **repeating.get(row.id, {})) for row in rows)


def line_of(conn: Connection, row: CampaignRow) -> CampaignLine:
    counted, repeating = _counted(conn, [row.id]), _schedules(conn, [row.id])
    return CampaignLine(campaign=row, **counted.get(row.id, {}), **repeating.get(row.id, {}))


def _schedules(conn: Connection, campaigns: Collection[str]) -> Mapping[str, Mapping[str, Any]]:
    """When each goes out again, of those that do."""
    table = schedules.c
    asked = select(table.campaign_id, table.recurrence, table.state).where(table.campaign_id.in_(campaigns))
    return {key: {"recurrence": _read(text), "schedule": state} for key, text, state in conn.execute(asked)}


def _read(text: str) -> Recurrence | None:
    try:
        return from_json(text)
    except BadRecurrence:
        return None


def _counted(conn: Connection, campaigns: Collection[str]) -> Mapping[str, Mapping[str, Any]]:
    table = deliveries.c
    asked = select(
        table.campaign_id, func.count(), func.count().filter(table.state == "done"), func.count(table.heard_at)
    ).where(table.campaign_id.in_(campaigns))
    found = conn.execute(asked.group_by(table.campaign_id))
    return {key: {"people": people, "done": done, "heard": heard} for key, people, done, heard in found}
