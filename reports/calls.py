"""How did the presses go? By day, week or month, by service, area, hour, weekday or whoever took them."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Connection

from ivr.services import EMERGENCY
from reports.counting import Tally, add
from reports.definitions import FIGURES, TARGETS, Words
from reports.names import Names
from reports.periods import By, Period
from reports.presses import EVERYBODY, Filter
from reports.reading import Line, press_lines, rung_lines
from reports.rungs import Rungs
from reports.rungs import add as add_rungs
from reports.sheets import Column, Report, Sheet, Value, column


class Per(StrEnum):
    """What else a line is for, beside its days."""

    NONE = "none"
    SERVICE = "service"
    AREA = "area"
    TARGET = "target"
    HOUR = "hour"


TITLE = Words(zh="按键与通话", en="Presses and calls")
_PART = column("part", "日期", "days")
_PER: Mapping[Per, Words] = {
    Per.SERVICE: Words(zh="服务", en="service"), Per.AREA: Words(zh="社区", en="area"),
    Per.TARGET: Words(zh="接听方", en="taken by"), Per.HOUR: Words(zh="星期-小时", en="weekday-hour"),
}  # fmt: skip
_FIGURES = tuple(Column(id=one.id, words=one.name) for one in FIGURES.values())


def report(
    conn: Connection, period: Period, now: datetime, names: Names, *, by: By, per: Per, only: Filter = EVERYBODY
) -> Report:
    """The lines, the targets and the providers' league."""
    lines = press_lines(conn, period, by, per.value, only)
    every = press_lines(conn, period, By.TOTAL, "service", only)
    return Report(
        id="calls", words=TITLE, first=period.first, last=period.last, zone=period.zone,
        unfinished=not period.finished(now),
        sheets=(line_sheet(lines, by, per, names), target_sheet(every), league_sheet(conn, period, names)),
    )  # fmt: skip


def line_sheet(lines: Iterable[Line], by: By, per: Per, names: Names) -> Sheet:
    """Every figure for every line; the days and what it is for come first, where there are several."""
    head = [_PART] if by is not By.TOTAL else []
    head += [Column(id=per.value, words=_PER[per])] if per is not Per.NONE else []
    rows = []
    for line in lines:
        start: list[Value] = [line.name] if by is not By.TOTAL else []
        start += [names.of(per.value, line.member)] if per is not Per.NONE else []
        rows.append((*start, *(figure.of(line.tally) for figure in FIGURES.values())))
    return Sheet(id="lines", words=TITLE, columns=(*head, *_FIGURES), rows=rows,
                 notes=tuple(_note(figure.name, figure.means) for figure in FIGURES.values()))  # fmt: skip


def target_sheet(services: Iterable[Line]) -> Sheet:
    """What was measured beside each target, and whether it was met; `services`: a line for each of them."""
    lines = list(services)
    every = add(line.tally for line in lines)
    urgent = add(line.tally for line in lines if line.member == EMERGENCY)
    rows: list[tuple[Value, ...]] = []
    for target in TARGETS:
        value = FIGURES[target.figure].of(urgent if target.emergencies_only else every)
        rows.append((target.id, target.name, value, target.goal, _met(target.met(value))))
    return Sheet(id="targets", words=Words(zh="目标", en="Targets"), columns=_TARGETS, rows=rows)


def league_sheet(conn: Connection, period: Period, names: Names) -> Sheet:
    """Every number tried, by how often it takes its calls: the worst first."""
    found: dict[str, list[Rungs]] = {}
    for (target, _), one in rung_lines(conn, period).items():
        found.setdefault(target, []).append(one)
    league = sorted(((target, add_rungs(every)) for target, every in found.items()), key=_worst_first)
    rows = [(target, names.target(target), *_rung_values(one)) for target, one in league]
    return Sheet(id="league", words=Words(zh="号码应答", en="How numbers answer"), columns=_LEAGUE, rows=rows)


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


def _met(met: bool | None) -> str:
    return {True: "yes", False: "no", None: ""}[met]


def _worst_first(pair: tuple[str, Rungs]) -> tuple[bool, float, str]:
    target, one = pair
    return one.percent is None, one.percent or 0.0, target


def _rung_values(one: Rungs) -> tuple[Value, ...]:
    return (one.tried, one.took, one.percent, one.answered, one.no_answer, one.engaged, one.unreachable,
            one.full, one.left, "yes" if one.dead else "")  # fmt: skip


_TARGETS = (
    column("id", "代号", "id"), column("target", "目标", "target"),
    column("value", "实测（%）", "measured (%)"), column("goal", "要求（%）", "goal (%)"), column("met", "达标", "met"),
)  # fmt: skip
_LEAGUE = (
    column("target", "号码", "number"), column("name", "名称", "name"), column("tried", "呼叫", "tried"),
    column("took", "接受", "took it"), column("percent", "应答率（%）", "answer rate (%)"),
    column("answered", "接起未接受", "answered only"), column("no_answer", "无应答", "no answer"),
    column("engaged", "占线", "engaged"), column("unreachable", "不通", "unreachable"),
    column("full", "线路满", "lines taken"), column("left", "已挂机", "no longer wanted"),
    column("dead", "死号", "dead"),
)  # fmt: skip
