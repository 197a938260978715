"""What came of the calls? As the route left them, and in the words of whoever took them.

O1. The route's outcome is every press's; it is in the roll-ups.
O2. An outcome that was kept is one of the site's list, chosen when a call was wrapped up: the last choice stands. It
    counts on the day of the press, and is the press's, not each operator's.
O3. A call that a person took and nobody wrapped up has none: how many that is stands beside it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, func, literal, select

from db.schema.calls import calls
from db.schema.in_hand import calls_in_hand
from reports import presses
from reports.calls import Per
from reports.definitions import FIGURES, Defined, Words, share
from reports.names import Names
from reports.periods import By, Period
from reports.presses import EVERYBODY, Filter, Press
from reports.reading import Line, press_lines
from reports.sheets import Column, Report, Sheet, Value, column

TITLE = Words(zh="通话结果", en="Outcomes")
OF_THE_ROUTE = ("presses", "reached", "nobody", "gave_up", "blocked", "unknown", "pending", "reached_percent")
"""Figures of definitions.py."""
_MEMBER = {Per.SERVICE: "service", Per.AREA: "area", Per.TARGET: "target", Per.OPERATOR: "operator"}
"""Columns of presses.statement."""


class Kept(NamedTuple):
    """A press with the outcome that was kept of it."""

    press: Press
    outcome: str
    by: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class KeptFigure:
    """Presses whose kept outcome is `outcome`; empty: whose outcome is any."""

    id: str
    name: Words
    means: Words
    outcome: str = ""
    unit: str = "presses"


KEPT = KeptFigure(
    id="kept", name=Words(zh="登记了结果", en="outcome kept"),
    means=Words(zh="有人登记了结果的按键，按按键之日计；结果以最后一次登记为准。测试与演练除外。",
                en="Presses whose outcome somebody kept, on the day of the press; the last choice stands. Without "
                   "tests and drills."),
)  # fmt: skip


class KeptFigures(Mapping[str, KeptFigure]):
    """One for each outcome that a site may have in its list; those that are named here are told as known."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = (KEPT.id, *known)

    def __getitem__(self, id_: str) -> KeptFigure:
        if id_ == KEPT.id:
            return KEPT
        if not id_.replace("_", "").isalnum():
            raise KeyError(id_)
        means = Words(zh=f"{KEPT.means.zh}只计“{id_}”。", en=f"{KEPT.means.en} Of these, {id_}.")
        return KeptFigure(id=id_, name=Words(zh=f"结果：{id_}", en=f"outcome: {id_}"), means=means, outcome=id_)

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


def kept(conn: Connection, figure: KeptFigure, period: Period, only: Filter = EVERYBODY) -> Iterator[Kept]:
    """Exactly the presses that are counted in it, oldest first."""
    c = calls_in_hand.c
    asked = _with_outcomes(conn, period, only).add_columns(c.outcome, c.closed_by, c.closed_at)
    for row in conn.execute(asked):
        press = Press._make(row[:-3])
        if not press.test and figure.outcome in ("", row[-3]):
            yield Kept(press, *row[-3:])


def report(
    conn: Connection, period: Period, now: datetime, names: Names, *, per: Per, only: Filter = EVERYBODY
) -> Report:
    """A line for each member of `per`, where that is one of the press's own; else one for all of them."""
    dimension = per if per in _MEMBER else Per.NONE
    lines = press_lines(conn, period, By.TOTAL, dimension.value, only)
    sheets = (_of_the_route(lines, dimension, names), _kept(conn, period, lines, dimension, names, only))
    return Report(id="outcomes", words=TITLE, first=period.first, last=period.last, zone=period.zone,
                  unfinished=not period.finished(now), sheets=sheets)  # fmt: skip


def _of_the_route(lines: Iterable[Line], per: Per, names: Names) -> Sheet:
    figures = [FIGURES[name] for name in OF_THE_ROUTE]
    rows: list[tuple[Value, ...]] = [
        (*_head(line.member, per, names), *(figure.of(line.tally) for figure in figures)) for line in lines
    ]
    columns = (*_columns(per), *(Column(id=figure.id, words=figure.name) for figure in figures))
    notes = tuple(map(_note, figures))
    return Sheet(id="route_outcomes", words=Words(zh="线路结果", en="As the route left them"), columns=columns,
                 rows=rows, notes=notes)  # fmt: skip


def _kept(
    conn: Connection, period: Period, lines: Iterable[Line], per: Per, names: Names, only: Filter
) -> Sheet:  # fmt: skip
    found: dict[str, dict[str, int]] = {}
    for member, outcome, number in conn.execute(_numbers(conn, period, per, only)):
        found.setdefault(member, {})[outcome] = number
    listed = {one for some in found.values() for one in some}
    outcomes = [*(one for one in names.outcomes if one in listed), *sorted(listed - names.outcomes.keys())]
    reached = {line.member: line.tally.reached for line in lines}
    rows: list[tuple[Value, ...]] = []
    for member, some in sorted(found.items()):
        many = sum(some.values())
        rows.append((*_head(member, per, names), many, share(many, reached.get(member, 0)),
                     *(some.get(one, 0) for one in outcomes)))  # fmt: skip
    heads = (Column(id=KEPT.id, words=KEPT.name), column("kept_percent", "占接听（%）", "of those reached (%)"))
    told = (Column(id=one, words=_named(one, names)) for one in outcomes)
    return Sheet(id="kept_outcomes", words=Words(zh="座席登记的结果", en="As whoever took them wrapped them up"),
                 columns=(*_columns(per), *heads, *told), rows=rows,
                 notes=(_note(KEPT),))  # fmt: skip


def _numbers(conn: Connection, period: Period, per: Per, only: Filter) -> Select[Any]:
    """Member, outcome, number."""
    every = _with_outcomes(conn, period, only).add_columns(calls_in_hand.c.outcome.label("kept")).order_by(None)
    some = every.subquery()
    member: ColumnElement[str] = some.c[_MEMBER[per]] if per in _MEMBER else literal("")
    asked = select(member, some.c.kept, func.count()).where(~some.c.test)
    return asked.group_by(member, some.c.kept) if per in _MEMBER else asked.group_by(some.c.kept)


def _with_outcomes(conn: Connection, period: Period, only: Filter) -> Select[Any]:
    """By the index of kept outcomes: nothing is wrapped up before it was pressed, and few calls are at all."""
    c = calls_in_hand.c
    some = select(c.call_id).where(c.outcome != "", c.closed_at >= period.start)
    asked = presses.statement(conn, period.start, period.end, only).where(calls.c.id.in_(some))
    return asked.join(calls_in_hand, c.call_id == calls.c.id)


def _head(member: str, per: Per, names: Names) -> tuple[Value, ...]:
    return () if per is Per.NONE else (names.of(per.value, member),)


def _columns(per: Per) -> tuple[Column, ...]:
    return () if per is Per.NONE else (Column(id=per.value, words=_PER[per]),)


def _note(figure: Defined) -> Words:
    name, means = figure.name, figure.means
    return Words(zh=f"{name.zh}：{means.zh}", en=f"{name.en}: {means.en}")


def _named(outcome: str, names: Names) -> Words:
    called = names.outcomes.get(outcome, outcome)
    return Words(zh=called, en=called)


_PER = {Per.SERVICE: Words(zh="服务", en="service"), Per.AREA: Words(zh="社区", en="area"),
        Per.TARGET: Words(zh="接听方", en="taken by"), Per.OPERATOR: Words(zh="座席", en="operator")}  # fmt: skip
