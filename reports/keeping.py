"""How do the roll-ups stay exactly right? What was marked is counted again, whole days and whole messages.

K3. What is still marked is not read from the roll-up, but counted from the rows: a report is never behind.
K4. The newest is counted first: it is what people look at.
K5. Nobody waits for the counting: it reads beside the writers. Its marks bear a number of its own meanwhile; what they
    no longer stand for, since somebody else took them too, is not kept. What changes meanwhile is marked again.
K6. A month is added up once all its days stand and a later month has begun, and again when one of them has changed;
    until then its days are read.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import islice

from sqlalchemy import Connection, Engine, select

from db.engine import reading, writing
from db.schema.reports import report_presses
from reports import messages, roll_ups
from reports.counting import DIMENSIONS, EVERY
from reports.marks import (
    claim_month,
    claimed_month,
    counted_by,
    counted_zone,
    days_of,
    done_with,
    holds_month,
    hours_of,
    month_of,
    stale_days,
    stale_messages,
    summed_months,
    take,
    touch_months,
)  # fmt: skip

Opening = Callable[[], AbstractContextManager[Connection]]
DAY, MESSAGE, MONTH = "day", "message", "month"


@dataclass(frozen=True, kw_only=True)
class Store:
    """Where is read, and where is written: in transactions of their own, or all in the caller's."""

    reading: Opening
    writing: Opening


@dataclass(frozen=True, kw_only=True)
class Part:
    """What was counted in one step; `kind`: `day`, `message` or `month`."""

    kind: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Refreshed:
    """What was counted, and how many days, months and messages are still to be."""

    days: int
    messages: int
    left: int


def apart(engine: Engine) -> Store:
    return Store(reading=partial(reading, engine), writing=partial(writing, engine))


def within(conn: Connection) -> Store:
    return Store(reading=lambda: nullcontext(conn), writing=lambda: nullcontext(conn))


def refresh(conn: Connection, zone: str, at_once: int | None = None) -> Refreshed:
    """Count what is marked, or so many parts of it, in the caller's transaction."""
    done = list(islice(refreshing(within(conn), zone), at_once))
    stale = len(stale_days(conn, zone) or ()) + len(stale_messages(conn))
    return Refreshed(
        days=sum(part.kind == DAY for part in done), messages=sum(part.kind == MESSAGE for part in done),
        left=stale + len(_months_to_sum(conn, zone)),
    )  # fmt: skip


def refreshing(store: Store, zone: str) -> Iterator[Part]:
    """Counts one part at each step, so that whoever calls may rest in between: days, messages, sums of months."""
    with store.reading() as conn:
        same = counted_zone(conn) == zone
    if not same:
        with store.writing() as conn:
            counted_by(conn, zone)
            roll_ups.forget(conn)
    for waiting, count in ((_days, _count_day), (_messages, _count_message), (_months_to_sum, _sum_month)):
        with store.reading() as conn:
            found = waiting(conn, zone)
        for one in found:
            yield count(store, one, zone)


def _days(conn: Connection, zone: str) -> list[str]:
    return sorted((day.isoformat() for day in stale_days(conn, zone) or ()), reverse=True)


def _messages(conn: Connection, _: str) -> list[str]:
    return sorted(stale_messages(conn), reverse=True)


def _months_to_sum(conn: Connection, zone: str) -> list[str]:
    """K6: of those whose days are kept, all but the newest, which still gets days."""
    c = report_presses.c
    everywhere = (c.grain == "d", c.dimension == "all", c.area == EVERY, c.service == EVERY)
    months = {month_of(date.fromisoformat(day)) for day in conn.scalars(select(c.start).where(*everywhere))}
    marked = {month_of(day) for day in stale_days(conn, zone) or ()}
    ready = frozenset(sorted(months)[:-1]) - marked - summed_months(conn)
    return sorted((first.isoformat() for first in ready), reverse=True)


def _count_day(store: Store, named: str, zone: str) -> Part:
    """With the days that share an hour with it."""
    first, last = hours_of(date.fromisoformat(named), zone)
    with store.writing() as conn:
        taken = take(conn, "calls", first, last)
    days = sorted({day for part in taken.parts for day in days_of(part, zone)})
    with store.reading() as conn:
        counted = {day: roll_ups.count_day(conn, day, zone) for day in days}
    with store.writing() as conn:
        if done_with(conn, taken):
            touch_months(conn, days)
            for day, found in counted.items():
                roll_ups.put_day(conn, day, found)
    return Part(kind=DAY, name=named)


def _count_message(store: Store, campaign: str, zone: str) -> Part:
    with store.writing() as conn:
        taken = take(conn, "messages", campaign, campaign)
    with store.reading() as conn:
        found = messages.count(conn, campaign, zone)
    with store.writing() as conn:
        if done_with(conn, taken):
            messages.keep(conn, campaign, found)
    return Part(kind=MESSAGE, name=campaign)


def _sum_month(store: Store, named: str, _: str) -> Part:
    first = date.fromisoformat(named)
    with store.writing() as conn:
        number = claim_month(conn, first)
    with store.reading() as conn:
        found = roll_ups.sum_month(conn, first)
    for dimension in DIMENSIONS:  # each in a transaction of its own: of a month they are many lines
        with store.writing() as conn:
            if holds_month(conn, first, number):
                roll_ups.put_month(conn, first, dimension, found)
    with store.writing() as conn:
        if claimed_month(conn, first, number):
            roll_ups.stand_month(conn, first, found)
    return Part(kind=MONTH, name=named)
