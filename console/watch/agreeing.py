"""What may be agreed about a person on a page? A hold put up or ended, a check-in on her behalf, her daily hour."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from sqlalchemy import Connection

from console.forms.typed import Typed
from people.staff import Staff
from wellness_checks.case import Refused
from wellness_checks.service import check_in, end_hold, put_on_hold, set_deadline

Act = Callable[[Connection, datetime, str, Staff, Typed], object]
_NO_CLOCK = Refused(field="well_by", reason="no clock shows that time")


def day_of(form: Typed, name: str, missing: str) -> date | Refused:
    text = form.one(name)
    if not text:
        return Refused(field=name, reason=missing)
    try:
        return date.fromisoformat(text)
    except ValueError:
        return Refused(field=name, reason=f"{text} is no day: write it like 2026-11-21")


def _hold(conn: Connection, now: datetime, senior: str, by: Staff, form: Typed) -> object:
    first = day_of(form, "starts_on", "name the day it begins")
    last = day_of(form, "ends_on", "name the day it ends")
    if isinstance(first, Refused):
        return first
    if isinstance(last, Refused):
        return last
    asked = form.one("asked_by")
    who = f"{asked} ({by.id})" if asked and asked != by.id else asked
    reason = form.one("reason_other") or form.one("reason")
    return put_on_hold(conn, now, senior, starts_on=first, ends_on=last, reason=reason, asked_by=who)


def _end(conn: Connection, now: datetime, senior: str, by: Staff, _: Typed) -> object:
    return end_hold(conn, now, senior, by=by.id)


def _check_in(conn: Connection, now: datetime, senior: str, by: Staff, form: Typed) -> object:
    """By a contact of hers who is named, else by whoever is signed in."""
    return check_in(conn, now, senior, by=form.one("told_by") or by.id, reason=form.one("how_known"))


def _deadline(conn: Connection, now: datetime, senior: str, by: Staff, form: Typed) -> object:
    text = form.one("well_by")
    if not text:
        return set_deadline(conn, now, senior, minute=None, by=by.id)
    hour, _, minute = text.partition(":")
    if not (hour.isdecimal() and minute.isdecimal() and int(hour) < 24 and int(minute) < 60):
        return _NO_CLOCK
    return set_deadline(conn, now, senior, minute=int(hour) * 60 + int(minute), by=by.id)


ACTS: Mapping[str, Act] = {"hold": _hold, "end_hold": _end, "check_in": _check_in, "deadline": _deadline}
