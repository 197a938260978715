"""Who is away, until when, who asked; and who should be back by now? Holds put up, ended, overdue."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from db import holds, tasks, watch
from db.homes import load_seniors
from db.staff import save_holds
from db.tasks import TaskRow
from db.ulid import new_ulid
from people.holds import Hold, fault_of
from people.ids import SeniorId
from people.seniors import Senior
from wellness_checks.case import Refused
from wellness_checks.closing import audited

NOBODY = Refused(field="senior", reason="there is no such senior")
NO_HOLD = Refused(field="senior", reason="she is not on hold")
LOOK_BACK = timedelta(days=30)
"""How long after its end a return that nobody has seen is still looked for."""
_ONE = timedelta(days=1)


def put_on_hold(
    conn: Connection, now: datetime, senior: str, *, starts_on: date, ends_on: date, reason: str, asked_by: str
) -> Hold | Refused:
    """Away from day to day, both included; the watch resumes by itself on the day after."""
    her = load_seniors(conn, [senior]).get(SeniorId(senior))
    if her is None:
        return NOBODY
    hold = Hold(senior=her.id, starts_on=starts_on, ends_on=ends_on, reason=reason, asked_by=asked_by)
    fault = fault_of(hold, _today(her, now), holds.of_seniors(conn, [senior]).get(her.id, ()))
    if fault is not None:
        return Refused(field=fault[0], reason=fault[1])
    save_holds(conn, [hold])
    watch.look_again(conn, [senior])
    audited(conn, at=now, by=asked_by, action="hold", subject=senior, detail=f"{starts_on} to {ends_on}: {reason}")
    return hold


def end_hold(conn: Connection, now: datetime, senior: str, *, by: str) -> Hold | Refused:
    """She is back: the hold ended yesterday. One that began today, or has not begun, never was."""
    her = load_seniors(conn, [senior]).get(SeniorId(senior))
    if her is None:
        return NOBODY
    if not by:
        return Refused(field="by", reason="who ends it is not said")
    today = _today(her, now)
    standing = [hold for hold in holds.of_seniors(conn, [senior]).get(her.id, ()) if hold.ends_on >= today]
    if not standing:
        return NO_HOLD
    ended = replace(standing[0], ends_on=today - _ONE)
    if ended.ends_on < ended.starts_on:
        holds.remove(conn, standing[0])
    else:
        save_holds(conn, [ended])
    watch.look_again(conn, [senior])
    audited(conn, at=now, by=by, action="hold_ended", subject=senior, detail=str(ended.ends_on))
    return ended


def flag_overdue_returns(conn: Connection, now: datetime) -> list[Hold]:
    """A hold is over and nothing was seen of her since: a task, once for each hold. Which holds."""
    first, last = (now - LOOK_BACK).date(), now.date()
    ended = holds.ended_without_sign(conn, first, last)
    seniors = load_seniors(conn, [hold.senior for hold in ended])
    overdue = [hold for hold in ended if hold.ends_on < _today(seniors[hold.senior], now)]
    for hold in overdue:
        tasks.open_task(conn, _task(hold, now))
    return overdue


def _today(her: Senior, now: datetime) -> date:
    return now.astimezone(ZoneInfo(her.zone)).date()


def _task(hold: Hold, now: datetime) -> TaskRow:
    return TaskRow(
        id=new_ulid(now), kind="overdue_return", subject=f"{hold.senior}/{hold.ends_on}", senior_id=hold.senior,
        opened_at=now, due_at=now, note=f"away until {hold.ends_on} ({hold.reason or 'no reason'}), not seen since",
    )  # fmt: skip
