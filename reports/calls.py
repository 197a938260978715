"""How did the presses go? By day, week or month, by service, area, hour, weekday or whoever took them."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from functools import cache, partial

from sqlalchemy import Connection

from ivr.services import EMERGENCY
from reports.answering import rung_sheets
from reports.counting import Tally, add
from reports.definitions import FIGURES, TARGETS, Words, share
from reports.names import Names
from reports.periods import By, Period
from reports.presses import EVERYBODY, Filter
from reports.reading import Line, press_lines, worst_24_hours
from reports.sheets import Column, Report, Sheet, Value, column
from reports.windows import Window


class Per(StrEnum):
    """What else a line is for, beside its days."""

    NONE = "none"
    SERVICE = "service"
    AREA = "area"
    TARGET = "target"
    OPERATOR = "operator"
    HOUR = "hour"


TITLE = Words(zh="按键与通话", en="Presses and calls")
_PART = column("part", "日期", "days")
_PER: Mapping[Per, Words] = {
    Per.SERVICE: Words(zh="服务", en="service"), Per.AREA: Words(zh="社区", en="area"),
    Per.TARGET: Words(zh="接听方", en="taken by"), Per.OPERATOR: Words(zh="座席", en="operator"),
    Per.HOUR: Words(zh="星期-小时", en="weekday-hour"),
}  # fmt: skip
_FIGURES = tuple(Column(id=one.id, words=one.name) for one in FIGURES.values())


def report(
    conn: Connection, period: Period, now: datetime, names: Names, *, by: By, per: Per, only: Filter = EVERYBODY
) -> Report:
    """The lines, the targets, why they were missed, and how numbers, ways out and operators answer."""
    lines = press_lines(conn, period, by, per.value, only)
    every = press_lines(conn, period, By.TOTAL, "service", only)
    return Report(
        id="calls", words=TITLE, first=period.first, last=period.last, zone=period.zone,
        unfinished=not period.finished(now),
        sheets=(line_sheet(lines, by, per, names), target_sheet(every, worst_24_hours(conn, period, only)),
                cause_sheet(every), *rung_sheets(conn, period, names)),
    )  # fmt: skip


def line_sheet(lines: Iterable[Line], by: By, per: Per, names: Names) -> Sheet:
    """Every figure for every line; the days and what it is for come first, where there are several."""
    head = [_PART] if by is not By.TOTAL else []
    head += [Column(id=per.value, words=_PER[per])] if per is not Per.NONE else []
    rows, called = [], cache(partial(names.of, per.value))
    for line in lines:
        start: list[Value] = [line.name] if by is not By.TOTAL else []
        start += [called(line.member)] if per is not Per.NONE else []
        rows.append((*start, *(figure.of(line.tally) for figure in FIGURES.values())))
    return Sheet(id="lines", words=TITLE, columns=(*head, *_FIGURES), rows=rows,
                 notes=tuple(_note(figure.name, figure.means) for figure in FIGURES.values()))  # fmt: skip


def target_sheet(services: Iterable[Line], worst: Window | None = None) -> Sheet:
    """What was measured beside each target, and whether it was met; `services`: a line for each of them."""
    lines = list(services)
    every = add(line.tally for line in lines)
    urgent = add(line.tally for line in lines if line.member == EMERGENCY)
    rows: list[tuple[Value, ...]] = []
    for target in TARGETS:
        value = FIGURES[target.figure].of(urgent if target.emergencies_only else every)
        rows.append((target.id, target.name, value, target.goal, yes_or_no(target.met(value))))
    rows.append(_over_any_day(worst))
    return Sheet(id="targets", words=Words(zh="目标", en="Targets"), columns=TARGET_COLUMNS, rows=rows)


def worst_day(lines: Iterable[Line], figure: str) -> tuple[date, float] | None:
    """Of lines by day: the day with the lowest value, the first of several; None without any."""
    values = [(FIGURES[figure].of(line.tally), line.name) for line in lines]
    measured = [(value, name) for value, name in values if value is not None]
    if not measured:
        return None
    value, name = min(measured)
    return date.fromisoformat(name), float(value)


def heat(lines: Iterable[Line]) -> dict[tuple[int, int], Tally]:
    """Of lines by hour: (weekday, 1 is Monday; hour) and its counts, for a picture."""
    found: dict[tuple[int, int], list[Tally]] = {}
    for line in lines:
        weekday, _, hour = line.member.partition("-")
        found.setdefault((int(weekday), int(hour)), []).append(line.tally)
    return {place: add(every) for place, every in sorted(found.items())}


def _note(name: Words, means: Words) -> Words:
    return Words(zh=f"{name.zh}：{means.zh}", en=f"{name.en}: {means.en}")


def cause_sheet(services: Iterable[Line]) -> Sheet:
    """Why presses were not taken within 15 s: the causes add up to all of them."""
    every = add(line.tally for line in services)
    missed = every.settled - every.person.within(15)
    rows: list[tuple[Value, ...]] = []
    for id_ in CAUSES:
        number = FIGURES[id_].of(every) or 0
        rows.append((id_, FIGURES[id_].name, number, share(int(number), missed)))
    return Sheet(id="causes", words=Words(zh="15 秒内未接听的原因", en="Why presses were not taken in 15 s"),
                 columns=_CAUSES, rows=rows)  # fmt: skip


def _over_any_day(worst: Window | None) -> tuple[Value, ...]:
    """GB/T 33358 asks for it of any 24 hours, not of calendar days alone."""
    goal = 95
    value, since = (None, "") if worst is None else (worst.percent, f"{worst.start:%Y-%m-%d %H:00}")
    words = Words(zh=f"GB/T 33358：任意 24 小时接通率 {goal}%（最差：{since} 起）",
                  en=f"GB/T 33358: {goal} % connected over any 24 h (worst: from {since})")  # fmt: skip
    return ("gbt33358_any_24h", words, value, goal, yes_or_no(None if value is None else value >= goal))


def yes_or_no(met: bool | None) -> str:
    """Empty: nothing was measured."""
    return {True: "yes", False: "no", None: ""}[met]


CAUSES = ("late_first", "late_further", "nobody", "gave_up", "blocked", "unknown")
"""Figures that together are the presses whose end is known and that nobody took within 15 s."""
_CAUSES = (
    column("id", "代号", "id"), column("cause", "原因", "cause"), column("presses", "按键", "presses"),
    column("percent", "占比（%）", "of them (%)"),
)  # fmt: skip
TARGET_COLUMNS = (
    column("id", "代号", "id"), column("target", "目标", "target"),
    column("value", "实测（%）", "measured (%)"), column("goal", "要求（%）", "goal (%)"), column("met", "达标", "met"),
)  # fmt: skip
