"""What does a member of staff report of a case, and what follows? Spoken with, seen by somebody, elsewhere, found."""

from datetime import datetime

from sqlalchemy import Connection

from db import cases, outbox, tasks
from db.cases import CaseRow
from db.due import telephones_of
from db.homes import load_seniors
from db.tasks import TaskRow
from db.ulid import new_ulid
from people.ids import SeniorId
from wellness_checks import orders
from wellness_checks.case import SPOKEN, Refused, State
from wellness_checks.closing import audited, close_case, move_case, rung_of
from wellness_checks.ladder import ELSEWHERE, FOUND, SEEN
from wellness_checks.ringing_at_once import NO_CASE
from wellness_checks.settings import WatchSettings
from wellness_checks.visiting import send_visitor
from wellness_checks.watching import record_sign

HOW = ("well", "poorly", "needs_help")
"""How she is, as she said it. What is not well is a task."""
IN_ORDER = (SPOKEN, SEEN, "found_well", "needs_care", "emergency", ELSEWHERE)
"""What staff may report, as it is asked."""
REPORTED = frozenset(IN_ORDER)
MOST_LADDERS = 9
"""That are tried for one case while the exchange cannot start any."""
_SIGNS = {SPOKEN: "spoke", SEEN: "checked_in", **dict.fromkeys(FOUND, "visit")}


def outcomes_now(conn: Connection, case: CaseRow) -> tuple[str, ...]:
    """What may be reported of it as it stands: what its rung ends with, and that staff spoke with her."""
    rung = rung_of(conn, case)
    ends = set(rung.ends & REPORTED) | ({SPOKEN} if hasattr(rung, "spoken") else set())
    return tuple(one for one in IN_ORDER if one in ends)


def report_outcome(
    conn: Connection, case_id: str, now: datetime, *, by: str, outcome: str, how: str = "", note: str = "",
    settings: WatchSettings | None = None,
) -> CaseRow | Refused:  # fmt: skip
    """The case closes with it, and it is a sign of life. The first report stands; the second is told of it."""
    case = cases.load(conn, [case_id]).get(case_id)
    if case is None:
        return NO_CASE
    if how and how not in HOW:
        return Refused(field="how", reason=f"{how} is none of {', '.join(HOW)}")
    if outcome == SPOKEN and not how and case.state != State.CLOSED:
        return Refused(field="how", reason="how she is is not said")
    if outcome == SPOKEN:
        case = move_case(conn, case, "spoken", now, settings)
    closed = close_case(conn, case, outcome=outcome, by=by, at=now, how=how, note=note)
    if isinstance(closed, Refused):
        return closed
    _follow(conn, closed, by, now)
    return closed


def ask_for_visit(
    conn: Connection, case_id: str, now: datetime, *, by: str, why: str = "", settings: WatchSettings | None = None
) -> CaseRow | Refused:
    """Somebody is to go to her door, by an operator's own decision."""
    case = cases.load(conn, [case_id]).get(case_id)
    if case is None:
        return NO_CASE
    before = case.state
    sent = send_visitor(conn, case, now, why=why or f"sent by {by}", settings=settings)
    if sent.state != State.VISIT_DUE or before == State.VISIT_DUE:
        return Refused(field="state", reason=f"a case that is {before} cannot be visited")
    audited(conn, at=now, by=by, action="visitor_sent", subject=case_id, detail=why)
    return sent


def open_emergency(conn: Connection, case_id: str, now: datetime, *, by: str, note: str = "") -> CaseRow | Refused:
    """The ladder of the red key for her home, once for a case; again where the exchange could not start it.

    The case stays open until somebody knows how she is.
    """
    case = cases.load(conn, [case_id]).get(case_id)
    if case is None:
        return NO_CASE
    if case.closed_at:
        return Refused(field="state", reason=f"it was closed by {case.closed_by}: {case.outcome}")
    subject = _next_emergency(conn, case_id)
    if subject is None:
        return Refused(field="state", reason="the emergency of this case was opened already")
    home = load_seniors(conn, [case.senior_id])[SeniorId(case.senior_id)].household
    telephones = telephones_of(conn, [home]).get(home, ())
    if not telephones:
        return Refused(field="terminal", reason="she has no telephone in service: dial 120 and send somebody")
    orders.open_emergency(conn, subject, telephones[0].id, now)
    audited(conn, at=now, by=by, action="emergency_opened", subject=case_id, detail=note)
    return case


def _next_emergency(conn: Connection, case_id: str) -> str | None:
    """What the next ladder of this case is called; None: one was started, or may have been."""
    for subject in (case_id, *(f"{case_id}-{n}" for n in range(2, MOST_LADDERS + 1))):
        before = outbox.load(conn, f"{orders.EMERGENCY}{subject}")
        if before is None:
            return subject
        if before.state != "failed":
            return None
    return None


def _follow(conn: Connection, case: CaseRow, by: str, now: datetime) -> None:
    kind = _SIGNS.get(case.outcome)
    if kind:
        source = f"case/{case.id}/{case.outcome}"
        record_sign(conn, at=now, kind=kind, source=source, senior=case.senior_id, told_by=by, note=case.note)
    if case.how in ("poorly", "needs_help") or case.outcome == "needs_care":
        tasks.open_task(conn, _not_well(case, now))


def _not_well(case: CaseRow, now: datetime) -> TaskRow:
    return TaskRow(
        id=new_ulid(now), kind="not_well", subject=f"case/{case.id}", senior_id=case.senior_id, case_id=case.id,
        opened_at=now, due_at=now, note=case.note,
    )  # fmt: skip
