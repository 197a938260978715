"""Which shift did somebody type into the form? The first wrong field is told; nothing that was typed is lost."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from console.forms.typed import Typed
from console.watch.agreeing import day_of
from people.ids import StaffId
from people.staff import Shift
from wellness_checks.case import Refused

NAME_SOMEBODY = Refused(field="staff", reason="choose somebody")


def shift_of(form: Typed, zone: ZoneInfo) -> Shift | Refused:
    """An end that is not after the beginning is on the next day: that is how night shifts are spoken of."""
    person, day = form.one("staff"), day_of(form, "day", "name the day")
    if not person:
        return NAME_SOMEBODY
    if isinstance(day, Refused):
        return day
    begins, ends = _clock(form, "from"), _clock(form, "to")
    if isinstance(begins, Refused):
        return begins
    if isinstance(ends, Refused):
        return ends
    return Shift(
        staff=StaffId(person), duty=form.one("duty"), starts=_at(day, begins, zone),
        ends=_at(day + timedelta(days=ends <= begins), ends, zone),
    )  # fmt: skip


def weeks_of(form: Typed) -> int:
    """0 where it is no number: refused as such."""
    text = form.one("weeks", "1")
    return int(text) if text.isdecimal() and len(text) < 4 else 0


def _clock(form: Typed, name: str) -> time | Refused:
    try:
        return time.fromisoformat(form.one(name))
    except ValueError:
        return Refused(field=name, reason="name the time, like 09:30")


def _at(on: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(on, clock.replace(tzinfo=None), zone)
