"""Which conversations were wanted, and what became of each? A call is one row, its rungs are its legs."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from db.records import batches, fetch, put, selecting, values
from db.schema.calls import calls, legs


@dataclass(frozen=True, kw_only=True)
class CallRow:
    """`id` is the press channel's uniqueid. Who, which service, the way, the instants, and how it ended."""

    id: str
    kind: str = "press"
    terminal_id: str | None = None
    household_id: str | None = None
    service_id: str | None = None
    via: str = "terminal"
    confirmed: bool = True
    caller_id: str = ""
    sip_call_id: str = ""
    route_source: str = ""
    state: str = "pressed"
    pressed_at: datetime
    ring_at: datetime | None = None
    reached_at: datetime | None = None
    ended_at: datetime | None = None
    target: str = ""
    rungs: int = 0
    exhausted: bool = False
    """Every rung was tried, and nobody took it."""
    ms_to_ring: int | None = None
    ms_to_person: int | None = None
    talk_ms: int | None = None
    ended_by: str = ""
    outcome: str | None = None
    reason: str = ""
    incident_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class LegRow:
    """One rung tried; `call_id` is a call's or an incident's id."""

    call_id: str
    position: int
    target: str
    seconds: int | None = None
    why: str = ""
    status: str = ""
    started_at: datetime | None = None
    ended_at: datetime | None = None
    sip_call_id: str = ""
    tried: str = ""
    answered_by: str = ""
    """The telephone of ours that picked up, by its endpoint; empty behind a way out."""


def load(conn: Connection, ids: Collection[str]) -> Mapping[str, CallRow]:
    """Those that exist."""
    found: dict[str, CallRow] = {}
    for part in batches(ids):
        rows = fetch(conn, CallRow, selecting(CallRow, calls).where(calls.c.id.in_(part)))
        found |= {row.id: row for row in rows}
    return found


def save(conn: Connection, rows: Sequence[CallRow]) -> None:
    """Whole rows; that a call only moves forward is for the rule to see to (`ivr/call.py`)."""
    put(conn, calls, [values(row) for row in rows])


def open_calls(conn: Connection) -> list[CallRow]:
    """Everything not ended, oldest first."""
    statement = selecting(CallRow, calls).where(calls.c.state != "ended").order_by(calls.c.pressed_at)
    return fetch(conn, CallRow, statement)


def of_incident(conn: Connection, incident: str) -> list[CallRow]:
    """The presses that joined it, oldest first."""
    statement = selecting(CallRow, calls).where(calls.c.incident_id == incident).order_by(calls.c.pressed_at)
    return fetch(conn, CallRow, statement)


def save_legs(conn: Connection, rows: Sequence[LegRow]) -> None:
    put(conn, legs, [values(row) for row in rows])


def load_legs(conn: Connection, call_ids: Collection[str]) -> Mapping[str, tuple[LegRow, ...]]:
    """The rungs of each, in order; a call without any is not in it."""
    found: dict[str, tuple[LegRow, ...]] = {}
    for part in batches(call_ids):
        statement = selecting(LegRow, legs).where(legs.c.call_id.in_(part))
        for row in fetch(conn, LegRow, statement.order_by(legs.c.call_id, legs.c.position)):
            found[row.call_id] = (*found.get(row.call_id, ()), row)
    return found
