"""What does the rule say of everybody gathered for a sweep? Once for all whose days are alike, else one by one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from db import looking, outages, watch
from db.due import holds_of
from db.gathered import ALONE
from db.looking import Group, Verdict
from db.outages import OutageRow
from db.watch import LookRow
from people.holds import Hold
from people.ids import SeniorId
from wellness_checks.flag import flag, next_look
from wellness_checks.guard import AREA, BUILDING
from wellness_checks.settings import WatchSettings
from wellness_checks.silence import Watched
from wellness_checks.unmeasured import A_DAY, EVERYBODY, TRUNK, lost_to, unmeasured_days

_Days = tuple[str, int, bool, date | None, date | None]
WIDE = (EVERYBODY, TRUNK)
"""Outages of which a group knows whether they touched it."""


def judge(conn: Connection, now: datetime, rules: WatchSettings) -> None:
    """Puts the rule's answer beside each group."""
    people = looking.groups(conn)
    lately = outages.since(conn, min((group.clock for group in people if group.clock), default=now) - A_DAY)
    for row in lately:
        _set_apart(conn, row)
    if any(row.kind == TRUNK for row in lately):
        looking.tell_lines_apart(conn)
    people = looking.groups(conn) if lately else people
    looking.judge(conn, [*_of_groups(people, lately, now, rules), *_one_by_one(conn, now, rules)])


def needed(silent_after_days: int | None, high_risk: bool, rules: WatchSettings) -> int:
    """Her own threshold, else the site's for people like her."""
    if silent_after_days is not None:
        return silent_after_days
    return rules.after_days_high_risk if high_risk else rules.after_days


def _set_apart(conn: Connection, row: OutageRow) -> None:
    """Who is near a narrow outage is asked for by name: whether it was hers is not for SQL to say."""
    if row.kind == AREA:
        looking.set_apart(conn, area=row.subject)
    elif row.kind == BUILDING:
        area, _, building = row.subject.partition("/")
        looking.set_apart(conn, area=area, building=building)
    elif row.kind not in WIDE:
        looking.set_apart(conn, prefix=row.subject)


def _of_groups(
    people: Sequence[Group], lately: Sequence[OutageRow], now: datetime, rules: WatchSettings
) -> Iterator[Verdict]:
    known = dict[_Days, Verdict]()
    for group in people:
        key = _days(group, rules)
        if key not in known:
            wide = [row for row in lately if row.kind == EVERYBODY or (row.kind == TRUNK and group.on_line)]
            theirs = _watched(group, lost_to(wide, group.zone, now, rules), rules)
            known[key] = _verdict(theirs, now, group.alike, group.high_risk)
        yield replace(known[key], alike=group.alike, high_risk=group.high_risk)


def _days(group: Group, rules: WatchSettings) -> _Days:
    zone = ZoneInfo(group.zone)
    first, sign = (one and one.astimezone(zone).date() for one in (group.clock, group.sign))
    return group.zone, needed(group.silent_after_days, group.high_risk, rules), group.on_line, first, sign


def _one_by_one(conn: Connection, now: datetime, rules: WatchSettings) -> Iterator[Verdict]:
    people = watch.looks_of(conn, looking.alone(conn))
    away, lost = holds_of(conn, [row.senior_id for row in people]), unmeasured_days(conn, people, now, rules)
    for row in people:
        hers = _her(row, away.get(SeniorId(row.senior_id), ()), lost, rules)
        yield _verdict(hers, now, ALONE + row.senior_id, row.high_risk)


def _verdict(her: Watched, now: datetime, alike: str, high_risk: bool) -> Verdict:
    found, look = flag(her, now), next_look(her, now)
    trigger, reason = (found.trigger, found.reason) if found else ("", "")
    return Verdict(alike=alike, high_risk=high_risk, trigger=trigger, reason=reason, look_at=look)


def _watched(group: Group, lost: frozenset[date], rules: WatchSettings) -> Watched:
    return Watched(
        zone=group.zone,
        clock_from=group.clock,
        last_sign_at=group.sign,
        not_measured=lost,
        after_days=needed(group.silent_after_days, group.high_risk, rules),
        morning=rules.morning,
    )


def _her(row: LookRow, holds: Sequence[Hold], lost: Mapping[str, frozenset[date]], rules: WatchSettings) -> Watched:
    return Watched(
        zone=row.zone,
        clock_from=row.oldest_unheard_at,
        last_sign_at=row.last_sign_at,
        holds=holds,
        not_measured=lost.get(row.senior_id, frozenset()),
        after_days=needed(row.silent_after_days, row.high_risk, rules),
        morning=rules.morning,
        well_by=row.well_by,
        well_by_since=row.well_by_since,
    )
