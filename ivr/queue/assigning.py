"""How does somebody get a shift in the rota, and lose it again? All weeks of it or none; each a line of who did it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from db import queue, staff
from db.audit import AuditRow, record
from ivr.queue.planning import DUTIES, LONGEST, breaks_of, refusal, weekly
from people.staff import Shift
from wellness_checks.case import Refused

NOBODY = Refused(field="staff", reason="nobody of this id works here")
GONE = Refused(field="shift", reason="this shift does not stand in the rota any more")
HISTORY = Refused(field="shift", reason="a shift that is over stays as it was")


def put_on(conn: Connection, now: datetime, first: Shift, weeks: int, *, by: str) -> Sequence[Shift] | Refused:
    """From `first` on, every week at the same times."""
    account = staff.load_accounts(conn, [first.staff]).get(first.staff)
    if account is None or not account.active:
        return NOBODY
    wanted = weekly(first, weeks)
    if isinstance(wanted, Refused):
        return wanted
    around = queue.shifts_between(conn, first.starts - LONGEST, wanted[-1].ends + LONGEST, DUTIES)
    for shift in wanted:
        wrong = refusal(shift, around, now)
        if wrong is not None:
            return wrong
    staff.save_shifts(conn, wanted)
    for shift in wanted:
        _told(conn, now, by, "shift_planned", shift)
    return wanted


def take_off(conn: Connection, now: datetime, key: str, *, by: str) -> Shift | Refused:
    """`key`: the shift's id. Breaks inside it go with it."""
    shift = staff.load_shifts(conn, [key]).get(key)
    if shift is None:
        return GONE
    if shift.ends <= now:
        return HISTORY
    gone = (shift, *breaks_of(shift, queue.shifts_between(conn, shift.starts, shift.ends, DUTIES)))
    staff.remove_shifts(conn, [staff.shift_id(one) for one in gone])
    for one in gone:
        _told(conn, now, by, "shift_removed", one)
    return shift


def _told(conn: Connection, now: datetime, by: str, action: str, shift: Shift) -> None:
    detail = f"{shift.duty} {shift.starts.isoformat()} {shift.ends.isoformat()}"
    record(conn, AuditRow(at=now, actor=by, action=action, subject=shift.staff, detail=detail))
