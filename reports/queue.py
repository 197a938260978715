"""How did the hotline's queue do? How long people waited, who gave up, who was rung back, which words were heard."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Select, and_, case, func, literal, or_, select

from db.schema.calls import calls
from db.schema.queue import left_words, queue_returns, queue_waits
from db.schema.work import attempts, tasks
from reports.calls import TARGET_COLUMNS, yes_or_no
from reports.definitions import Words, share
from reports.homes import OF_THE_CALL, of_calls
from reports.periods import By, Period, day_of, named
from reports.presses import EVERYBODY, Filter
from reports.queue_figures import FIGURES
from reports.queue_rows import ENDS, HEARD_BY, RETURN, WAIT, WORDS, Event, Queue, count
from reports.sheets import Column, Report, Sheet, Value, column
from reports.windows import worst

TITLE = Words(zh="热线排队", en="The queue")
GOAL_S, GOAL = 15, 95.0
"""GB/T 33358: so many per cent within so many seconds, over any 24 h."""


def events(conn: Connection, period: Period, only: Filter = EVERYBODY) -> list[Event]:
    """Of the period, oldest first; tests are among them."""
    found: list[Event] = []
    for kind, asked in ((WAIT, _waits(only)), (RETURN, _returns(only)), (WORDS, _words(only))):
        at = asked.selected_columns["at"]
        rows: Any = conn.execute(asked.where(at >= period.start, at < period.end))
        found += [Event._make((kind, *row)) for row in rows]
    return sorted(found, key=lambda event: (event.at, event.kind, event.id))


def report(conn: Connection, period: Period, now: datetime, *, by: By, only: Filter = EVERYBODY) -> Report:
    """By day, week or month; queue by queue; the targets; and waits by hour and weekday."""
    every = events(conn, period, only)
    by_part = _lines(every, lambda one: named(day_of(one.at, period.zone), by))
    waited = [one for one in every if one.kind != WORDS]
    queues = Words(zh="各队列", en="Queue by queue")
    sheets = (
        _sheet("queue", TITLE, _PART, by_part),
        _sheet("queues", queues, column("queue", "队列", "queue"), _lines(waited, lambda one: one.queue)),
        _targets(every, period),
    )
    return Report(id="queue", words=TITLE, first=period.first, last=period.last, zone=period.zone,
                  unfinished=not period.finished(now), sheets=sheets)  # fmt: skip


def _waits(only: Filter) -> Select[Any]:
    w = queue_waits.c
    gone = or_(w.left_at.is_not(None), func.coalesce(calls.c.state, "ended") == "ended")
    how = case(*((w.how == word, end) for word, end in ENDS.items()), (w.how.is_not(None), "moved_on"),
               (gone, "unknown"), else_="waiting")  # fmt: skip
    told = (w.call_id.label("id"), w.call_id.label("call"), w.queue, w.since.label("at"), w.left_at, how)
    return of_calls(select(*told, *OF_THE_CALL), queue_waits, w.call_id, only)


def _returns(only: Filter) -> Select[Any]:
    r, a = queue_returns.c, attempts.c
    how = case((a.answered_at.is_not(None), "done"), else_="open")
    told = (r.attempt_id.label("id"), r.call_id.label("call"), r.queue, r.asked_at.label("at"), a.answered_at, how)
    source = queue_returns.outerjoin(attempts, a.id == r.attempt_id)
    return of_calls(select(*told, *OF_THE_CALL), source, r.call_id, only)


def _words(only: Filter) -> Select[Any]:
    w, t = left_words.c, tasks.c
    source = left_words.outerjoin(tasks, and_(t.kind == HEARD_BY, t.subject == w.call_id))
    how = case((t.state == "done", "done"), else_="open")
    told = (w.call_id.label("id"), w.call_id.label("call"), literal(""), w.left_at.label("at"), t.closed_at, how)
    return of_calls(select(*told, *OF_THE_CALL), source, w.call_id, only)


def _lines(every: Iterable[Event], of: Callable[[Event], str]) -> list[tuple[Value, ...]]:
    parts: dict[str, list[Event]] = {}
    for one in every:
        parts.setdefault(of(one), []).append(one)
    return [(part, *_values(count(some))) for part, some in sorted(parts.items())]


def _values(found: Queue) -> tuple[Value, ...]:
    return tuple(figure.of(found) for figure in FIGURES.values())


def _sheet(id_: str, words: Words, head: Column, rows: list[tuple[Value, ...]]) -> Sheet:
    columns = (head, *(figure.column for figure in FIGURES.values()))
    return Sheet(id=id_, words=words, columns=columns, rows=rows,
                 notes=tuple(figure.note for figure in FIGURES.values()) if head is _PART else ())  # fmt: skip


def _targets(every: Iterable[Event], period: Period) -> Sheet:
    """GB/T 33358 of the whole period, and of the worst 24 hours that begin on the hour within it."""
    waited = [one for one in every if one.kind == WAIT and not one.test and one.how != "waiting"]
    hours: dict[datetime, tuple[int, int]] = {}
    for one in waited:
        at = one.at.astimezone(ZoneInfo(period.zone)).replace(minute=0, second=0, microsecond=0, tzinfo=None)
        taken, settled = hours.get(at, (0, 0))
        hours[at] = taken + _in_time(one), settled + 1
    found = worst(hours, period.first, period.last)
    since = f"{found.start:%Y-%m-%d %H:00}" if found else ""
    rows: list[tuple[Value, ...]] = [
        _target("queue_15s", Words(zh="GB/T 33358：15 秒内接听 95%", en="GB/T 33358: 95 % within 15 s"),
                share(sum(map(_in_time, waited)), len(waited))),
        _target("queue_any_24h", Words(zh=f"GB/T 33358：任意 24 小时（最差：{since} 起）",
                                       en=f"GB/T 33358: over any 24 h (worst: from {since})"),
                found.percent if found else None),
    ]  # fmt: skip
    words = Words(zh="目标", en="Targets")
    return Sheet(id="queue_targets", words=words, columns=TARGET_COLUMNS, rows=rows if waited else [])


def _in_time(one: Event) -> int:
    return int(one.took_ms is not None and one.took_ms <= GOAL_S * 1000)


def _target(id_: str, words: Words, value: float | None) -> tuple[Value, ...]:
    return id_, words, value, GOAL, yes_or_no(None if value is None else value >= GOAL)


_PART = column("part", "日期", "days")
