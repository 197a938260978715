"""Which rows lie behind a figure? Exactly those that were counted in it, oldest first."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy import Connection

from broadcasts.campaign import Refused
from reports import listings, presses
from reports.definitions import FIGURES, Defined
from reports.periods import Period
from reports.presses import Filter, Press
from reports.sheets import Column, Sheet, Value, column

NAMES = (*FIGURES, *(f"{kind}.{id_}" for kind, other in listings.OTHERS.items() for id_ in other.figures))
"""Every figure that has rows; of outcomes those of the usual list."""
COLUMNS = (
    column("pressed_at", "按键时间", "pressed"), column("id", "通话", "call"), column("terminal", "终端", "terminal"),
    column("area", "社区", "area"), column("service", "服务", "service"), column("target", "接听方", "taken by"),
    column("outcome", "结果", "outcome"), column("wait_s", "等待（秒）", "waited (s)"),
    column("ring_s", "振铃（秒）", "to ring (s)"), column("talk_s", "通话（秒）", "talked (s)"),
    column("rungs", "级数", "rungs"), column("why", "首级原因", "why the first rung"),
)  # fmt: skip


def known(figure: str) -> bool:
    """Whether there is such a figure; of outcomes also one of a site's own list."""
    kind, _, id_ = figure.rpartition(".")
    return figure in FIGURES or (kind in listings.OTHERS and id_ in listings.OTHERS[kind].figures)


def behind(conn: Connection, figure: str, period: Period, only: Filter = presses.EVERYBODY) -> Iterator[Press]:
    """The presses of a figure's id. Raises KeyError where there is no such figure."""
    wanted = FIGURES[figure].behind
    return (press for press in presses.between(conn, period.start, period.end, only) if wanted(press))


def sheet(
    conn: Connection, figure: str, period: Period, only: Filter = presses.EVERYBODY, now: datetime | None = None
) -> Sheet | Refused:
    """As a sheet; its rows are read one by one, inside the caller's transaction. Told as of `now`, or the period's end.

    Figures about presses are named as they are; the others behind the name of their report, like `watch.visits`.
    """
    kind, _, id_ = figure.rpartition(".")
    if figure in FIGURES:
        return _sheet(figure, FIGURES[figure], COLUMNS, (_row(press) for press in behind(conn, figure, period, only)))
    if kind in listings.OTHERS and id_ in listings.OTHERS[kind].figures:
        other = listings.OTHERS[kind]
        return _sheet(figure, other.figures[id_], other.columns, other.rows(conn, id_, period, only, now or period.end))
    return Refused(field="rows", reason=f"there is no figure {figure!r}; there are: {', '.join(NAMES)}")


def _sheet(id_: str, figure: Defined, columns: tuple[Column, ...], rows: Iterable[tuple[Value, ...]]) -> Sheet:
    return Sheet(id=id_, words=figure.name, columns=columns, rows=rows, notes=(figure.means,))


def _row(press: Press) -> tuple[Value, ...]:
    waited = None if press.wait_ms is None else press.wait_ms / 1000
    rang = None if press.ring_ms is None else press.ring_ms / 1000
    return (
        press.pressed_at, press.id, press.terminal, press.area, press.service, press.target, press.outcome,
        waited, rang, press.talk_ms / 1000, press.rungs, press.first_why,
    )  # fmt: skip
