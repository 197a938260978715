"""Who else may know how she is? Her second number, her household, a neighbour, her family, before somebody goes."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from db import cases, tasks
from db.cases import CaseRow
from db.tasks import TaskRow
from db.ulid import new_ulid
from people.holds import Hold
from wellness_checks import orders
from wellness_checks.case import Refused, State
from wellness_checks.checking_in import away_for
from wellness_checks.closing import audited, close_case, move_case, rung_of
from wellness_checks.ladder import ELSEWHERE, SEEN
from wellness_checks.settings import WatchSettings
from wellness_checks.visiting import send_visitor
from wellness_checks.watching import record_sign

IN_VAIN = "wellness calls not answered"


def ask_others(conn: Connection, case: CaseRow, now: datetime, settings: WatchSettings) -> CaseRow:
    """After the calls in vain: her contacts are rung and a task names them; or somebody goes at once."""
    people = orders.contacts_of(conn, case) if settings.ask_within else ()
    if not people:
        return send_visitor(conn, case, now, why=IN_VAIN, settings=settings)
    asked = move_case(conn, case, "ask_others", now, settings)
    named = ", ".join(f"{contact.name} ({contact.relation}) {contact.number}" for _, contact in people)
    tasks.open_task(conn, _task(asked, f"ask {named}", now))
    for terminal, contact in people:
        orders.ring_contact(conn, asked, terminal, contact, now)
    return asked


def others_answered(
    conn: Connection, case_id: str, now: datetime, *, by: str, seen: bool, note: str = ""
) -> CaseRow | Refused:
    """What a contact said. Seen: a sign of life told by them, and the case ends. Not seen: it goes on.

    Refused where the case cannot end so: a visitor who is on the way goes on, but sees the sign.
    """
    case = cases.load(conn, [case_id]).get(case_id)
    if case is None:
        return Refused(field="case", reason="there is no such case")
    if not seen:
        audited(conn, at=now, by=by, action="contact_has_not_seen_her", subject=case_id, detail=note)
        return case
    closed = close_case(conn, case, outcome=SEEN, by=by, at=now, note=note)
    if case.closed_at is None:
        source = f"case/{case_id}/{by}"
        record_sign(conn, at=now, kind="checked_in", source=source, senior=case.senior_id, told_by=by, note=note)
    return closed


def away_told(conn: Connection, case_id: str, now: datetime, *, by: str, days: int) -> Hold | Refused:
    """A contact said that she is away for so many days from today on: a hold, and the case ends where it may."""
    case = cases.load(conn, [case_id]).get(case_id)
    if case is None:
        return Refused(field="case", reason="there is no such case")
    hold = away_for(conn, now, case.senior_id, by=by, days=days)
    outcome = next((one for one in (ELSEWHERE, SEEN) if one in rung_of(conn, case).ends), None)
    if outcome and not isinstance(hold, Refused):
        close_case(conn, case, outcome=outcome, by=by, at=now, note=f"away until {hold.ends_on}, told by a contact")
    return hold


def stop_asking(conn: Connection, now: datetime, settings: WatchSettings) -> list[CaseRow]:
    """Nobody could tell in time: somebody goes. Which cases."""
    late = [case for case in cases.overdue(conn, now) if case.state == State.OTHERS_DUE]
    return [send_visitor(conn, case, now, why="nobody could say how she is", settings=settings) for case in late]


def note_call(conn: Connection, case_id: str, now: datetime, *, by: str, how: str, note: str = "") -> CaseRow | Refused:
    """How she is, as she said it: written by whoever spoke with her, also after the case has ended."""
    case = cases.load(conn, [case_id]).get(case_id)
    if case is None or not by:
        return Refused(field="by" if case else "case", reason="who writes it is not said" if case else "no such case")
    told = replace(case, how=how, note=note or case.note)
    cases.save(conn, told)
    audited(conn, at=now, by=by, action="call_noted", subject=case_id, detail=how)
    return told


def _task(case: CaseRow, note: str, now: datetime) -> TaskRow:
    return TaskRow(
        id=new_ulid(now),
        kind="ask_others",
        subject=case.id,
        senior_id=case.senior_id,
        case_id=case.id,
        opened_at=now,
        due_at=case.step_due_at,
        note=note,
    )
