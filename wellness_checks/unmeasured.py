"""Which days of these people were not measured? Outages from the records, and tries that shared faults prevented."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from db import outages, prevented, watch
from db.outages import OutageRow
from db.watch import LookRow
from wellness_checks.guard import Home, places
from wellness_checks.measured import Chance, Daytime, Outage, not_measured
from wellness_checks.settings import WatchSettings

A_DAY = timedelta(days=1)
"""Whether a day was measured is said of all of it: what took the morning counts, though her clock starts at noon."""
A_DEADLINES_DAY = timedelta(days=2)
"""Covers the day whose hour may have passed last, in every zone."""
EVERYBODY, TRUNK = "exchange", "trunk"


def unmeasured_days(
    conn: Connection, rows: Sequence[LookRow], now: datetime, rules: WatchSettings
) -> Mapping[str, frozenset[date]]:
    """By senior; whoever has none is left out."""
    since = min((_from(row, now) for row in rows), default=now)
    found = outages.since(conn, since - A_DAY)
    tries = _chances(conn, rows, since)
    if not found and not tries:
        return {}
    days = {}
    for row in rows:
        theirs = [one for one in found if touches(one, home_of(row))]
        hers = [one for one in tries.get(row.senior_id, ()) if one.at >= _from(row, now)]
        lost = lost_to(theirs, row.zone, now, rules, hers)
        if lost:
            days[row.senior_id] = lost
    return days


def lost_to(
    out: Iterable[OutageRow], zone: str, now: datetime, rules: WatchSettings, tries: Sequence[Chance] = ()
) -> frozenset[date]:
    """Days that these outages took from whoever they touched, and that every try in vain took."""
    hours = Daytime(starts=rules.rings_from, ends=rules.rings_until, enough=rules.outage_takes_a_day)
    spans = [Outage(started_at=one.started_at, ended_at=one.ended_at) for one in out]
    return not_measured(spans, tries, zone, now, hours)


def days_of(conn: Connection, senior: str, now: datetime, rules: WatchSettings) -> frozenset[date]:
    """Of one person."""
    look = watch.look_of(conn, senior)
    return frozenset() if look is None else unmeasured_days(conn, [look], now, rules).get(senior, frozenset())


def home_of(row: LookRow) -> Home:
    return Home(area=row.area_id, address=row.address, number=row.number)


def touches(outage: OutageRow, home: Home) -> bool:
    """Was this home out then? A trunk takes every fixed line with it, the exchange everybody."""
    if outage.kind == EVERYBODY:
        return True
    if outage.kind == TRUNK:
        return bool(home.number)
    return (outage.kind, outage.subject) in places(home)


def _from(row: LookRow, now: datetime) -> datetime:
    """Days before this are nothing to her: her clock's first, and with an hour of her own the last of them at least."""
    clock = row.oldest_unheard_at or now
    return clock if row.well_by is None else min(clock, now - A_DEADLINES_DAY)


def _chances(conn: Connection, rows: Sequence[LookRow], since: datetime) -> Mapping[str, Sequence[Chance]]:
    found: defaultdict[str, list[Chance]] = defaultdict(list)
    for senior, at, why in prevented.tries_of(conn, [row.senior_id for row in rows], since):
        found[senior].append(Chance(at=at, prevented=why))
    return found
