"""What stands in the rota of one week? Day by day: the shifts that begin, where the hotline is covered, where not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from console.access.scope import Scope, sees_area
from db import queue, staff
from db.staff import shift_id
from ivr.queue.planning import DUTIES, holes
from ivr.queue.rota import DUTY
from people.staff import Role, Shift, Staff

MINUTES = 24 * 60
DAYS = 7
FAR = timedelta(days=2 * 365)
"""Nobody plans farther ahead or looks farther back: such a day is a slip of the keyboard."""
PLANNED = frozenset({Role.OPERATOR, Role.SUPERVISOR, Role.VISITOR, Role.ADMINISTRATOR})
Minutes = tuple[int, int]
"""From, and how many, of a day's 1,440."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """`of_day`: the part on the day on which it begins."""

    shift: Shift
    key: str
    of_day: Minutes
    over: bool
    now: bool


@dataclass(frozen=True, kw_only=True)
class Day:
    """`covered`: of the hotline, shifts from the day before too. `holes`: still to come."""

    on: date
    lines: tuple[Line, ...]
    covered: tuple[Minutes, ...]
    holes: tuple[tuple[datetime, datetime], ...]


@dataclass(frozen=True, kw_only=True)
class Week:
    monday: date
    days: tuple[Day, ...]
    people: tuple[Staff, ...]
    """Who may be planned, by name."""

    @property
    def shifts(self) -> int:
        return sum(len(day.lines) for day in self.days)

    @property
    def uncovered(self) -> timedelta:
        return sum((last - first for day in self.days for first, last in day.holes), timedelta())

    @property
    def before(self) -> date:
        return self.monday - timedelta(days=DAYS)

    @property
    def after(self) -> date:
        return self.monday + timedelta(days=DAYS)


def monday_of(asked: date | None, today: date) -> date:
    """Of the week of the day that was asked for; of this one where none was, or none that anybody means."""
    on = asked if asked is not None and abs(asked - today) < FAR else today
    return on - timedelta(days=on.weekday())


def read_week(conn: Connection, monday: date, zone: ZoneInfo, now: datetime, scope: Scope) -> Week:
    first, last = _midnight(monday, zone), _midnight(monday + timedelta(days=DAYS), zone)
    shifts = queue.shifts_between(conn, first, last, DUTIES)
    days = tuple(_day(monday + timedelta(days=n), shifts, zone, now) for n in range(DAYS))
    return Week(monday=monday, days=days, people=_people(conn, scope))


def _day(on: date, shifts: Sequence[Shift], zone: ZoneInfo, now: datetime) -> Day:
    first, last = _midnight(on, zone), _midnight(on + timedelta(days=1), zone)
    begin = [one for one in shifts if first <= one.starts < last]
    covered = [part for one in shifts if one.duty == DUTY and (part := _part(one, first, last))[1] > 0]
    found = holes(shifts, max(first, now), last) if now < last else ()
    return Day(on=on, lines=tuple(_line(one, first, last, now) for one in begin), covered=tuple(covered), holes=found)


def _line(shift: Shift, first: datetime, last: datetime, now: datetime) -> Line:
    return Line(
        shift=shift,
        key=shift_id(shift),
        of_day=_part(shift, first, last),
        over=shift.ends <= now,
        now=shift.starts <= now < shift.ends,
    )


def _part(shift: Shift, first: datetime, last: datetime) -> Minutes:
    """In 1,440ths of the day, however many hours it has."""
    whole = (last - first) / MINUTES
    begins, ends = max(shift.starts, first) - first, min(shift.ends, last) - first
    return round(begins / whole), round((ends - begins) / whole)


def _people(conn: Connection, scope: Scope) -> tuple[Staff, ...]:
    found = [
        one.person
        for one in staff.load_accounts(conn).values()
        if one.active and one.person.role in PLANNED and sees_area(scope, one.person.area)
    ]
    return tuple(sorted(found, key=lambda one: (one.name, one.id)))


def _midnight(on: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(on, time(), zone)
