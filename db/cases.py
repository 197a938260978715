"""Which silences are being followed? At most one open case for a senior, whatever opens it twice."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, select

from db.many import insert_for_each
from db.records import batches, fetch, put, put_one_new, selecting, values
from db.schema.care import cases, watch
from db.watch import AT_ONCE

_SHARED = ("state", "opened_at", "reason", "trigger", "risk", "step_due_at", "outage_id", "waits_until")
_ALIKE = attrgetter(*_SHARED)


@dataclass(frozen=True, kw_only=True)
class CaseRow:
    """One silence from its opening to its end; `state` is the rule's word for where it stands."""

    id: str
    senior_id: str
    state: str
    opened_at: datetime
    reason: str = ""
    closed_at: datetime | None = None
    outcome: str = ""
    trigger: str = ""
    """Which rule opened it: `silence` (also empty), `deadline`."""
    risk: str = ""
    """`high_risk` or empty."""
    step_due_at: datetime | None = None
    """By when its next step is to be taken; then it climbs."""
    climbed: int = 0
    """How often it was overdue and went one rank higher."""
    taken_by: str = ""
    """Who has taken it in hand since it climbed."""
    closed_by: str = ""
    how: str = ""
    """How she is, as she said it in the call."""
    note: str = ""
    outage_id: str | None = None
    """The outage that may be the reason of this silence."""
    waits_until: datetime | None = None
    """Nothing is done before this, for the outage's sake; None: it goes on."""


def open_case(conn: Connection, row: CaseRow) -> CaseRow:
    """Open it, or find the one that is open for this senior (or has this id)."""
    if put_one_new(conn, cases, values(row)):
        return row
    standing = open_case_of(conn, row.senior_id)
    return standing or load(conn, [row.id])[row.id]


def open_all(conn: Connection, rows: Sequence[CaseRow]) -> None:
    """For many at once, of whom none has an open case: their rows in `watch` are locked by whoever asks."""
    alike: defaultdict[tuple[Any, ...], list[tuple[str, str]]] = defaultdict(list)
    for row in rows:
        alike[_ALIKE(row)].append((row.id, row.senior_id))
    for shared, people in alike.items():
        insert_for_each(conn, cases, ("id", "senior_id"), people, dict(zip(_SHARED, shared, strict=True)))


def save(conn: Connection, row: CaseRow) -> None:
    put(conn, cases, [values(row)])


def load(conn: Connection, ids: Collection[str]) -> Mapping[str, CaseRow]:
    """Those that exist."""
    found: dict[str, CaseRow] = {}
    for part in batches(ids):
        rows = fetch(conn, CaseRow, selecting(CaseRow, cases).where(cases.c.id.in_(part)))
        found |= {row.id: row for row in rows}
    return found


def open_case_of(conn: Connection, senior: str) -> CaseRow | None:
    statement = selecting(CaseRow, cases).where(cases.c.senior_id == senior, cases.c.closed_at.is_(None))
    found = fetch(conn, CaseRow, statement)
    return found[0] if found else None


def open_cases(conn: Connection) -> list[CaseRow]:
    """Oldest first."""
    statement = selecting(CaseRow, cases).where(cases.c.closed_at.is_(None))
    return fetch(conn, CaseRow, statement.order_by(cases.c.opened_at))


def of_senior(conn: Connection, senior: str) -> list[CaseRow]:
    """Newest first."""
    statement = selecting(CaseRow, cases).where(cases.c.senior_id == senior)
    return fetch(conn, CaseRow, statement.order_by(cases.c.opened_at.desc()))


def proven_since(conn: Connection) -> list[CaseRow]:
    """Open ones whose senior has given a sign of life since; every sign has her looked at at once."""
    seen = dict[str, datetime]()
    for senior, at in conn.execute(select(watch.c.senior_id, watch.c.last_sign_at).where(watch.c.look_at == AT_ONCE)):
        if at is not None:
            seen[senior] = at
    found: list[CaseRow] = []
    for part in batches(seen):
        statement = selecting(CaseRow, cases).where(cases.c.senior_id.in_(part), cases.c.closed_at.is_(None))
        found += [row for row in fetch(conn, CaseRow, statement) if row.opened_at <= seen[row.senior_id]]
    return sorted(found, key=lambda row: (row.opened_at, row.id))


def overdue(conn: Connection, at: datetime, limit: int = 200) -> list[CaseRow]:
    """Open ones whose next step should have been taken, the longest overdue first."""
    statement = selecting(CaseRow, cases).where(cases.c.closed_at.is_(None), cases.c.step_due_at <= at)
    return fetch(conn, CaseRow, statement.order_by(cases.c.step_due_at).limit(limit))


def of_outage(conn: Connection, outage: str) -> list[CaseRow]:
    """Open ones, those of high risk first."""
    statement = selecting(CaseRow, cases).where(cases.c.outage_id == outage, cases.c.closed_at.is_(None))
    return fetch(conn, CaseRow, statement.order_by(cases.c.risk.desc(), cases.c.opened_at, cases.c.id))
