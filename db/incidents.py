"""Which emergencies were there, who took each, and what happened minute by minute?"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select, update

from db.records import batches, fetch, put, put_one_new, selecting, values
from db.schema.calls import incident_events, incidents


@dataclass(frozen=True, kw_only=True)
class IncidentRow:
    """`id` is the uniqueid of its first press."""

    id: str
    terminal_id: str | None = None
    state: str = "open"
    opened_at: datetime
    accepted_at: datetime | None = None
    accepted_by: str = ""
    closed_at: datetime | None = None
    closed_by: str = ""
    presses: int = 1
    rung_back: str = ""


@dataclass(frozen=True, kw_only=True)
class IncidentEvent:
    """One line of the timeline; `seq` counts from 1 within the incident."""

    incident_id: str
    seq: int
    at: datetime
    what: str
    detail: str = ""


def load(conn: Connection, ids: Collection[str]) -> Mapping[str, IncidentRow]:
    """Those that exist."""
    found: dict[str, IncidentRow] = {}
    for part in batches(ids):
        rows = fetch(conn, IncidentRow, selecting(IncidentRow, incidents).where(incidents.c.id.in_(part)))
        found |= {row.id: row for row in rows}
    return found


def save(conn: Connection, rows: Sequence[IncidentRow]) -> None:
    put(conn, incidents, [values(row) for row in rows])


def open_incidents(conn: Connection) -> list[IncidentRow]:
    """Everything not closed by a person, oldest first."""
    statement = selecting(IncidentRow, incidents).where(incidents.c.state != "closed")
    return fetch(conn, IncidentRow, statement.order_by(incidents.c.opened_at))


def closed_among(conn: Connection, ids: Collection[str]) -> frozenset[str]:
    """Those of them that are closed. Until the end of the transaction nobody else closes one of them."""
    closed = set[str]()
    for part in batches(sorted(ids)):
        asked = select(incidents.c.id, incidents.c.state).where(incidents.c.id.in_(part)).order_by(incidents.c.id)
        closed |= {row.id for row in conn.execute(asked.with_for_update()) if row.state == "closed"}
    return frozenset(closed)


def close(conn: Connection, incident: str, *, at: datetime, by: str) -> bool:
    """False: it was closed already, or there is none."""
    change = update(incidents).where(incidents.c.id == incident, incidents.c.state != "closed")
    return conn.execute(change.values(state="closed", closed_at=at, closed_by=by)).rowcount == 1


def opened_between(conn: Connection, since: datetime, until: datetime) -> list[IncidentRow]:
    """Newest first."""
    statement = selecting(IncidentRow, incidents).where(incidents.c.opened_at >= since, incidents.c.opened_at < until)
    return fetch(conn, IncidentRow, statement.order_by(incidents.c.opened_at.desc()))


def note(conn: Connection, incident: str, *, at: datetime, what: str, detail: str = "") -> bool:
    """Add a line to the timeline; the very same line (instant, words) told again adds nothing: False."""
    same = select(incident_events.c.seq).where(
        incident_events.c.incident_id == incident, incident_events.c.at == at,
        incident_events.c.what == what, incident_events.c.detail == detail,
    )  # fmt: skip
    if conn.scalar(same) is not None:
        return False
    last = select(func.max(incident_events.c.seq)).where(incident_events.c.incident_id == incident)
    seq = (conn.scalar(last) or 0) + 1
    event = IncidentEvent(incident_id=incident, seq=seq, at=at, what=what, detail=detail)
    return put_one_new(conn, incident_events, values(event))


def timeline(conn: Connection, incident: str) -> list[IncidentEvent]:
    """In the order of what happened, whenever we heard of it."""
    statement = selecting(IncidentEvent, incident_events).where(incident_events.c.incident_id == incident)
    return fetch(conn, IncidentEvent, statement.order_by(incident_events.c.at, incident_events.c.seq))
