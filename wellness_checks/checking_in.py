"""Who may say on her behalf that she is well, and how is she put on a daily deadline? Contacts and staff, by name."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from db import watch
from db.homes import contacts_of_households, load_seniors
from db.staff import load_accounts
from db.watch import AT_ONCE, WatchRow
from people.holds import Hold
from people.ids import SeniorId
from people.seniors import Senior
from people.staff import Role
from wellness_checks.case import Refused
from wellness_checks.closing import audited
from wellness_checks.holding import NOBODY, put_on_hold
from wellness_checks.watching import record_sign

MINUTES_OF_A_DAY = 24 * 60
NOT_THEIRS = frozenset({Role.PROVIDER, Role.OFFICIAL})
STRANGER = Refused(field="by", reason="only her registered contacts and the staff can say so")


def check_in(conn: Connection, now: datetime, senior: str, *, by: str, reason: str) -> datetime | Refused:
    """Somebody has seen her: a sign of life with who told it and why. `by`: a contact of hers, or staff."""
    her = load_seniors(conn, [senior]).get(SeniorId(senior))
    if her is None:
        return NOBODY
    if not _may_tell(conn, her, by):
        return STRANGER
    if not reason:
        return Refused(field="reason", reason="how they know is not said")
    source = f"check-in/{by}/{now:%Y%m%d%H%M%S}"
    record_sign(conn, at=now, kind="checked_in", source=source, senior=senior, told_by=by, note=reason)
    audited(conn, at=now, by=by, action="checked_in", subject=senior, detail=reason)
    return now


def away_until(
    conn: Connection, now: datetime, senior: str, *, by: str, starts_on: date, until: date
) -> Hold | Refused:
    """A contact of hers says on the telephone that she is with them; read back to them before it is kept."""
    her = load_seniors(conn, [senior]).get(SeniorId(senior))
    if her is None:
        return NOBODY
    if not _may_tell(conn, her, by):
        return STRANGER
    return put_on_hold(conn, now, senior, starts_on=starts_on, ends_on=until, reason="told by family", asked_by=by)


def away_for(conn: Connection, now: datetime, senior: str, *, by: str, days: int) -> Hold | Refused:
    """The same for so many days, her own today the first of them."""
    her = load_seniors(conn, [senior]).get(SeniorId(senior))
    if her is None:
        return NOBODY
    if days < 1:
        return Refused(field="days", reason="for how many days is not said")
    today = now.astimezone(ZoneInfo(her.zone)).date()
    return away_until(conn, now, senior, by=by, starts_on=today, until=today + timedelta(days=days - 1))


def set_deadline(conn: Connection, now: datetime, senior: str, *, minute: int | None, by: str) -> WatchRow | Refused:
    """From now on she says by this minute of each of her days that she is well; None: no such mode any more."""
    if not load_seniors(conn, [senior]):
        return NOBODY
    if not by:
        return Refused(field="by", reason="who asks for it is not said")
    if minute is not None and not 0 <= minute < MINUTES_OF_A_DAY:
        return Refused(field="minute", reason="no clock shows that time")
    row = watch.load_watch(conn, [senior]).get(senior, WatchRow(senior_id=senior))
    since = None if minute is None else now
    agreed = replace(row, well_by=minute, well_by_since=since, look_at=AT_ONCE)
    watch.save_watch(conn, [agreed])
    told = "none" if minute is None else f"{minute // 60:02}:{minute % 60:02}"
    audited(conn, at=now, by=by, action="deadline_set", subject=senior, detail=told)
    return agreed


def _may_tell(conn: Connection, her: Senior, by: str) -> bool:
    if any(contact.id == by for contact in contacts_of_households(conn, [her.household])):
        return True
    return any(one.active and one.person.role not in NOT_THEIRS for one in load_accounts(conn, [by]).values())
