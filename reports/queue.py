"""How did the hotline's queue do? How long people waited, who gave up, who was rung back, which words were heard."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from sqlalchemy import Connection

from reports.calls import TARGET_COLUMNS, yes_or_no
from reports.definitions import Words, share
from reports.periods import By, Period
from reports.presses import EVERYBODY, Filter
from reports.queue_events import counted
from reports.queue_figures import FIGURES
from reports.queue_rows import WORDS, Group, Queue, count
from reports.sheets import Column, Report, Sheet, Value, column
from reports.windows import worst

TITLE = Words(zh="热线排队", en="The queue")
GOAL_S, GOAL = 15, 95.0
"""GB/T 33358: so many per cent within so many seconds, over any 24 h."""


def report(conn: Connection, period: Period, now: datetime, *, by: By, only: Filter = EVERYBODY) -> Report:
    """By day, week or month; queue by queue; the targets; and waits by hour and weekday."""
    found = counted(conn, period, by, only, within_s=GOAL_S)
    every = found.groups
    waited = [one for one in every if one.kind != WORDS]
    sheets = (
        _sheet("queue", TITLE, _PART, _lines(every, lambda one: one.part)),
        _sheet(
            "queues",
            Words(zh="各队列", en="Queue by queue"),
            column("queue", "队列", "queue"),
            _lines(waited, lambda one: one.queue),
        ),
        _targets(found.hours, period),
    )
    return Report(id="queue", words=TITLE, first=period.first, last=period.last, zone=period.zone,
                  unfinished=not period.finished(now), sheets=sheets)  # fmt: skip


def _lines(every: Iterable[Group], of: Callable[[Group], str]) -> list[tuple[Value, ...]]:
    parts: dict[str, list[Group]] = {}
    for one in every:
        parts.setdefault(of(one), []).append(one)
    return [(part, *_values(count(some))) for part, some in sorted(parts.items())]


def _values(found: Queue) -> tuple[Value, ...]:
    return tuple(figure.of(found) for figure in FIGURES.values())


def _sheet(id_: str, words: Words, head: Column, rows: list[tuple[Value, ...]]) -> Sheet:
    columns = (head, *(figure.column for figure in FIGURES.values()))
    return Sheet(id=id_, words=words, columns=columns, rows=rows,
                 notes=tuple(figure.note for figure in FIGURES.values()) if head is _PART else ())  # fmt: skip


def _targets(hours: Mapping[datetime, tuple[int, int]], period: Period) -> Sheet:
    """GB/T 33358 of the whole period, and of the worst 24 hours that begin on the hour within it."""
    in_time, settled = (sum(numbers[n] for numbers in hours.values()) for n in (0, 1))
    window = worst(hours, period.first, period.last)
    since = f"{window.start:%Y-%m-%d %H:00}" if window else ""
    rows: list[tuple[Value, ...]] = [
        _target("queue_15s", Words(zh="GB/T 33358：15 秒内接听 95%", en="GB/T 33358: 95 % within 15 s"),
                share(in_time, settled)),
        _target("queue_any_24h", Words(zh=f"GB/T 33358：任意 24 小时（最差：{since} 起）",
                                       en=f"GB/T 33358: over any 24 h (worst: from {since})"),
                window.percent if window else None),
    ]  # fmt: skip
    words = Words(zh="目标", en="Targets")
    return Sheet(id="queue_targets", words=words, columns=TARGET_COLUMNS, rows=rows if hours else [])


def _target(id_: str, words: Words, value: float | None) -> tuple[Value, ...]:
    return id_, words, value, GOAL, yes_or_no(None if value is None else value >= GOAL)


_PART = column("part", "日期", "days")
