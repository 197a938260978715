"""May she be rung now, by whoever asks for it on the page? The exchange rings them, then her; each click once."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from db import attempts, cases, visits
from db.attempts import AttemptRow
from db.due import telephones_of
from db.homes import load_seniors
from db.terminals import load_terminals
from db.ulid import new_ulid
from ivr.attempt import WELLNESS
from ivr.commands import OriginateStaffCall
from ivr.events import AttemptId
from people.ids import SeniorId
from wellness_checks import orders
from wellness_checks.case import Refused, State
from wellness_checks.closing import audited, move_case
from wellness_checks.own_telephone import OwnTelephone, telephone_of
from wellness_checks.ringing import KIND
from wellness_checks.settings import WatchSettings
from wellness_checks.visiting import NO_VISIT

NO_CASE = Refused(field="case", reason="there is no such case")
NOT_ACCEPTED = Refused(field="by", reason="you have not accepted this visit")
NO_TELEPHONE = Refused(field="terminal", reason="she has no telephone in service: send a visitor")
RUNG_ALREADY = Refused(field="state", reason="her telephone is being rung already")


@dataclass(frozen=True, kw_only=True)
class Call:
    """What was written down, and whose telephone rings before hers."""

    attempt: AttemptRow
    first: OwnTelephone


def ring_at_once(
    conn: Connection, case_id: str, now: datetime, *, by: str, settings: WatchSettings | None = None
) -> Call | Refused:
    """Written down now, rung after the commit. Counts as a try where the case waits for one."""
    case = cases.load(conn, [case_id]).get(case_id)
    if case is None:
        return NO_CASE
    if case.closed_at:
        return Refused(field="state", reason=f"it was closed by {case.closed_by}: {case.outcome}")
    if case.state == State.CALLING:
        return RUNG_ALREADY
    call = _call(conn, case.senior_id, case.id, telephone_of(conn, by), now)
    if isinstance(call, Refused):
        return call
    move_case(conn, case, "ring", now, settings)
    audited(conn, at=now, by=by, action="rung_at_once", subject=case_id, detail=call.attempt.id)
    return call


def ring_before_visit(conn: Connection, visit_id: str, now: datetime, *, by: str) -> Call | Refused:
    """The visitor who has it hears her before, or at the door: their mobile is rung, then her. The visit stands."""
    visit = visits.load(conn, visit_id)
    if visit is None:
        return NO_VISIT
    if visit.visitor_id != by:
        return NOT_ACCEPTED
    if visit.state == "closed":
        return Refused(field="state", reason=f"the visit is closed already: {visit.outcome}")
    call = _call(conn, visit.senior_id, visit.case_id, telephone_of(conn, by, under_way=True), now)
    if not isinstance(call, Refused):
        audited(conn, at=now, by=by, action="rung_at_once", subject=visit_id, detail=call.attempt.id)
    return call


def _call(conn: Connection, senior: str, case: str | None, first: OwnTelephone, now: datetime) -> Call | Refused:
    home = load_seniors(conn, [senior])[SeniorId(senior)].household
    telephone = next(iter(telephones_of(conn, [home]).get(home, ())), None)
    if telephone is None:
        return NO_TELEPHONE
    if _is_rung(conn, home):
        return RUNG_ALREADY
    attempt = AttemptRow(
        id=f"bb-{new_ulid(now)}", kind=WELLNESS, terminal_id=telephone.id, senior_id=senior, case_id=case,
        committed_at=now,
    )  # fmt: skip
    attempts.intend(conn, attempt)
    order = OriginateStaffCall(
        attempt=AttemptId(attempt.id), terminal=telephone.id, why=WELLNESS, staff=first.staff, desk=first.desk,
        number=first.number,
    )  # fmt: skip
    orders.intend(conn, f"dial-{attempt.id}", KIND, order, now)
    return Call(attempt=attempt, first=first)


def _is_rung(conn: Connection, home: str) -> bool:
    running = [one.terminal_id for one in attempts.open_attempts(conn) if one.terminal_id]
    return any(terminal.household == home for terminal in load_terminals(conn, running).values())
