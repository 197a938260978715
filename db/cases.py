"""Which silences are being followed? At most one open case for a senior, whatever opens it twice."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, or_, select

from db.records import batches, fetch, put, put_one_new, selecting, values
from db.schema.care import cases, watch
from db.watch import AT_ONCE


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


def open_cases_of(conn: Connection, seniors: Collection[str]) -> list[CaseRow]:
    """Of any of these people, oldest first."""
    whose = cases.c.senior_id.in_(seniors), cases.c.closed_at.is_(None)
    statement = selecting(CaseRow, cases).where(*whose)
    return fetch(conn, CaseRow, statement.order_by(cases.c.opened_at)) if seniors else []


def open_cases(conn: Connection) -> list[CaseRow]:
    """Oldest first."""
    statement = selecting(CaseRow, cases).where(cases.c.closed_at.is_(None))
    return fetch(conn, CaseRow, statement.order_by(cases.c.opened_at))


def closed_last(conn: Connection, limit: int) -> list[CaseRow]:
    """Newest first."""
    statement = selecting(CaseRow, cases).where(cases.c.closed_at.is_not(None))
    return fetch(conn, CaseRow, statement.order_by(cases.c.closed_at.desc()).limit(limit))


def next_of(conn: Connection, states: Collection[str], now: datetime, limit: int) -> list[CaseRow]:
    """Open ones that stand there and wait for no outage, whose next step is due first; by the index of deadlines."""
    goes_on = or_(cases.c.waits_until.is_(None), cases.c.waits_until <= now)
    statement = selecting(CaseRow, cases).where(cases.c.closed_at.is_(None), cases.c.state.in_(sorted(states)), goes_on)
    return fetch(conn, CaseRow, statement.order_by(cases.c.step_due_at, cases.c.opened_at, cases.c.id).limit(limit))


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


def waited_until(conn: Connection, at: datetime) -> list[CaseRow]:
    """Open ones that have waited for an outage as long as they were to."""
    waited = cases.c.closed_at.is_(None), cases.c.outage_id.is_not(None), cases.c.waits_until <= at
    return fetch(conn, CaseRow, selecting(CaseRow, cases).where(*waited).order_by(cases.c.opened_at, cases.c.id))
