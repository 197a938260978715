"""Who has closed an emergency in the console, and why? And what did the exchange have of it just now?"""

from dataclasses import dataclass
from datetime import datetime

from fastapi import Request
from sqlalchemy import Connection

from console.frame import frame_of
from db.audit import latest
from ivr.findings.by_hand import ACTION
from ivr.findings.closing import Look
from ivr.findings.told import look_told


@dataclass(frozen=True, kw_only=True)
class ByHand:
    by: str
    at: datetime
    why: str


def how_closed(conn: Connection, incident: str) -> ByHand | None:
    """As it stands in the audit; None: not in the console, or not at all."""
    said = (row for row in latest(conn, subject=incident, action=ACTION, limit=1))
    return next((ByHand(by=row.actor, at=row.at, why=row.detail) for row in said), None)


def look_at(request: Request, incident: str) -> Look | None:
    """None: this console has no controller beside it, or it has not looked."""
    heartbeat = frame_of(request).settings.heartbeat
    return look_told(heartbeat, incident) if heartbeat else None
