"""How do the cases of one sweep come into the records, each with its task and its line of the audit?

A statement for each table, whatever their number: the database makes the rows from what db/looking.py gathered. The ids
of one sweep differ only in the number at their end, so that its tasks and audit find its cases by one range.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, String, case, cast, func, insert, literal, select

from db.cases import CaseRow
from db.gathered import looked, minute_text, verdicts
from db.records import fetch, insert_or_leave, selecting
from db.schema.care import cases, watch
from db.schema.columns import Instant
from db.schema.work import audit, tasks
from db.ulid import numbered_ulids

NO_SIGN = "no sign of life on record"
SIGN_SAID = ("last sign of life ", " UTC (", ")")
"""What stands before, between and behind the time and the kind of a last sign of life."""
_DIGITS = 8
_FIRST, _LAST = "0" * _DIGITS, "9" * _DIGITS


@dataclass(frozen=True, kw_only=True)
class Opening:
    """What the cases of one sweep share. `outage`: of those marked with it, who wait for it until `waits_until`."""

    at: datetime
    state: str
    due_at: datetime
    due_at_high_risk: datetime
    outage: str | None = None
    waits_until: datetime | None = None


class Opened(Collection[CaseRow]):
    """The cases that one sweep opened: counted already, read only by whoever asks for them."""

    def __init__(self, conn: Connection, at: datetime) -> None:
        self.conn = conn
        self.ids, self.tasks = numbered_ulids(at), numbered_ulids(at)
        self.count = 0

    def __len__(self) -> int:
        return self.count

    def __contains__(self, row: object) -> bool:
        return any(row == case for case in self)

    def __iter__(self) -> Iterator[CaseRow]:
        statement = selecting(CaseRow, cases).where(_of(self.ids)).order_by(cases.c.id)
        return iter(fetch(self.conn, CaseRow, statement))


def open_cases(conn: Connection, opened: Opened, shared: Opening) -> None:
    """For those gathered whose flag has fallen and who carry this outage's mark, or none: at most one open for each."""
    number = func.substr(cast(looked.c.n + 10**_DIGITS, String), 2)
    due = case((verdicts.c.high_risk, _at(shared.due_at_high_risk)), else_=_at(shared.due_at))
    waits = case((verdicts.c.high_risk, _at(None)), else_=_at(shared.waits_until))
    risk = case((verdicts.c.high_risk, "high_risk"), else_="")
    new = (
        select(literal(opened.ids, String) + number, looked.c.senior_id, literal(shared.state), _at(shared.at),
               verdicts.c.reason, verdicts.c.trigger, risk, due, literal(0), literal(shared.outage, String), waits)
        .join(verdicts, verdicts.c.alike == looked.c.alike)
        .where(verdicts.c.trigger != "", ~looked.c.followed, looked.c.outage_id.is_not_distinct_from(shared.outage))
    )  # fmt: skip
    columns = ("id", "senior_id", "state", "opened_at", "reason", "trigger", "risk", "step_due_at", "climbed",
               "outage_id", "waits_until")  # fmt: skip
    written = insert_or_leave(conn.dialect.name, cases).from_select(columns, new)
    opened.count += conn.execute(written, execution_options={"preserve_rowcount": True}).rowcount


def open_their_tasks(conn: Connection, opened: Opened, *, kind: str) -> None:
    """One for each case, due when the case's next step is, with the last sign of life in words."""
    key = literal(opened.tasks, String) + func.substr(cases.c.id, len(opened.tasks) + 1)
    before, between, behind = SIGN_SAID
    said = before + minute_text(conn, watch.c.last_sign_at) + between + watch.c.last_sign_kind + behind
    sign = case((watch.c.last_sign_at.is_(None), NO_SIGN), else_=said)
    new = (
        select(key, literal(kind), cases.c.id, cases.c.senior_id, cases.c.id, cases.c.opened_at, cases.c.step_due_at,
               literal("open"), cases.c.reason + "; " + sign)
        .join(watch, watch.c.senior_id == cases.c.senior_id)
        .where(_of(opened.ids))
    )  # fmt: skip
    columns = ("id", "kind", "subject", "senior_id", "case_id", "opened_at", "due_at", "state", "note")
    conn.execute(insert(tasks).from_select(columns, new))


def audit_them(conn: Connection, opened: Opened, *, actor: str, action: str) -> None:
    """A line for each case, with its reason."""
    new = select(cases.c.opened_at, literal(actor), literal(action), cases.c.id, cases.c.reason).where(_of(opened.ids))
    conn.execute(insert(audit).from_select(("at", "actor", "action", "subject", "detail"), new))


def _of(ids: str) -> ColumnElement[bool]:
    """By the index of the ids; they differ in digits only, which every collation puts in this order."""
    return cases.c.id.between(ids + _FIRST, ids + _LAST)


def _at(instant: datetime | None) -> ColumnElement[datetime | None]:
    return literal(instant, Instant)
