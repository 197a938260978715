"""Which waits, returns and messages were there? One by one for a list; counted, of years, without a look at each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, Integer, Select, and_, case, cast, func, literal, or_, select

from db.schema.calls import calls
from db.schema.queue import left_words, queue_returns, queue_waits
from db.schema.work import attempts, tasks
from reports.homes import OF_THE_CALL, counted_of, of_a_test, of_calls
from reports.lengths import QUARTER_S, quarter, tenths
from reports.periods import By, Period, named
from reports.presses import Filter
from reports.queue_rows import ENDS, HEARD_BY, RETURN, TAKEN, WAIT, WORDS, Event, Group

AT_ONCE = 10_000
"""Rows read together."""


@dataclass(frozen=True, kw_only=True)
class _Kind:
    """Where events of a kind stand: what each of them tells, as columns."""

    source: Any
    id: ColumnElement[str]
    call: ColumnElement[str]
    queue: ColumnElement[str]
    at: ColumnElement[datetime]
    done: ColumnElement[Any]
    how: ColumnElement[str]
    ended: ColumnElement[bool]
    """Whether it has a length."""


def events(conn: Connection, period: Period, only: Filter) -> list[Event]:
    """Of the period, oldest first, one by one; tests are among them."""
    found: list[Event] = []
    for name, kind in _KINDS.items():
        told = (kind.id.label("id"), kind.call.label("call"), kind.queue, kind.at.label("at"), kind.done, kind.how)
        asked = of_calls(select(*told, *OF_THE_CALL), kind.source, kind.call, only)
        rows: Any = conn.execute(_in(period, kind, asked))
        found += [Event._make((name, *row)) for row in rows]
    return sorted(found, key=lambda event: (event.at, event.kind, event.id))


@dataclass(frozen=True, kw_only=True)
class Counted:
    """`hours`: by the local hour they began, how many waits were taken in time, and how many are over; no tests."""

    groups: list[Group]
    hours: dict[datetime, tuple[int, int]]


def counted(conn: Connection, period: Period, by: By, only: Filter, *, within_s: int) -> Counted:
    """The same, alike ones counted together: of years they are hundreds of thousands, so none is made an object."""
    quarters, found, most = _Quarters(period.zone, by), list[Group](), within_s * 10
    for name, kind in _KINDS.items():
        waits, numbers = name == WAIT, dict[tuple[Any, ...], int]()
        for at, queue, how, test, took in conn.execute(_plain(conn, kind, period, only)).yield_per(AT_ONCE):
            here = quarters[at]
            key = (here.part, queue, how, test, took)
            numbers[key] = numbers.get(key, 0) + 1
            if waits and not test and how != "waiting":
                here.settled += 1
                if took is not None and took <= most:
                    here.in_time += 1
        found += [Group._make((part, name, *alike, number)) for (part, *alike), number in numbers.items()]
    return Counted(groups=found, hours=quarters.hours())


def _plain(conn: Connection, kind: _Kind, period: Period, only: Filter) -> Select[Any]:
    """Quarter of an hour, queue, end, whether a test, tenths of a second."""
    dialect = conn.dialect.name
    took = case((kind.ended, tenths(kind.at, kind.done, dialect)))
    told = (quarter(kind.at, dialect), kind.queue, kind.how, cast(of_a_test(kind.call), Integer), took)
    return _in(period, kind, counted_of(select(*told), kind.source, kind.call, only))


class _Quarter:
    """What is counted of waits in a quarter of an hour: the one thing here that changes."""

    __slots__ = ("hour", "in_time", "part", "settled")

    def __init__(self, part: str, hour: datetime) -> None:
        self.part, self.hour, self.settled, self.in_time = part, hour, 0, 0


class _Quarters(dict[int, _Quarter]):
    """Each with its local hour and the name of its part of the period, worked out once."""

    def __init__(self, zone: str, by: By) -> None:
        self._zone, self._by = ZoneInfo(zone), by

    def __missing__(self, at: int) -> _Quarter:
        local = datetime.fromtimestamp(at * QUARTER_S, self._zone).replace(minute=0, tzinfo=None)
        self[at] = found = _Quarter(named(local.date(), self._by), local)
        return found

    def hours(self) -> dict[datetime, tuple[int, int]]:
        found: dict[datetime, tuple[int, int]] = {}
        for one in self.values():
            if one.settled:
                in_time, settled = found.get(one.hour, (0, 0))
                found[one.hour] = in_time + one.in_time, settled + one.settled
        return found


def _waits() -> _Kind:
    w, its = queue_waits.c, calls.alias()
    state = select(its.c.state).where(its.c.id == w.call_id).scalar_subquery()
    gone = or_(w.left_at.is_not(None), func.coalesce(state, "ended") == "ended")
    how = case(*((w.how == word, end) for word, end in ENDS.items()), (w.how.is_not(None), "moved_on"),
               (gone, "unknown"), else_="waiting")  # fmt: skip
    return _Kind(
        source=queue_waits,
        id=w.call_id,
        call=w.call_id,
        queue=w.queue,
        at=w.since,
        done=w.left_at,
        how=how,
        ended=w.how == TAKEN,
    )


def _returns() -> _Kind:
    r, a = queue_returns.c, attempts.c
    return _Kind(source=queue_returns.outerjoin(attempts, a.id == r.attempt_id), id=r.attempt_id, call=r.call_id,
                 queue=r.queue, at=r.asked_at, done=a.answered_at,
                 how=case((a.answered_at.is_not(None), "done"), else_="open"),
                 ended=a.answered_at.is_not(None))  # fmt: skip


def _words() -> _Kind:
    w, t = left_words.c, tasks.c
    source = left_words.outerjoin(tasks, and_(t.kind == HEARD_BY, t.subject == w.call_id))
    return _Kind(source=source, id=w.call_id, call=w.call_id, queue=literal(""), at=w.left_at, done=t.closed_at,
                 how=case((t.state == "done", "done"), else_="open"), ended=t.state == "done")  # fmt: skip


_KINDS: Mapping[str, _Kind] = {WAIT: _waits(), RETURN: _returns(), WORDS: _words()}


def _in(period: Period, kind: _Kind, asked: Select[Any]) -> Select[Any]:
    return asked.where(kind.at >= period.start, kind.at < period.end)
