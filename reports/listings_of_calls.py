"""Which waits, transfers and kept outcomes lie behind a figure about the hotline? Each as a row, oldest first."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from sqlalchemy import Connection

from ivr.requests.kinds import OUTCOMES
from reports import outcomes, queue_events, queue_figures, transfer_figures, transfers
from reports.figures import Listing, Row
from reports.outcomes import Kept
from reports.periods import Period
from reports.presses import Filter
from reports.queue_rows import Event
from reports.sheets import column
from reports.transfer_rows import Transfer


def _queue(conn: Connection, figure: str, period: Period, only: Filter, _: datetime) -> Iterator[Row]:
    return map(_event, queue_figures.FIGURES[figure].rows(queue_events.events(conn, period, only)))


def _transfers(conn: Connection, figure: str, period: Period, only: Filter, _: datetime) -> Iterator[Row]:
    return map(_transfer, transfer_figures.FIGURES[figure].rows(transfers.between(conn, period, only)))


def _outcomes(conn: Connection, figure: str, period: Period, only: Filter, _: datetime) -> Iterator[Row]:
    return map(_kept, outcomes.kept(conn, _KEPT[figure], period, only))


def _event(one: Event) -> Row:
    took = None if one.took_ms is None else one.took_ms / 1000
    return (one.at, one.kind, one.id, one.terminal, one.area, one.service, one.queue, one.how, one.done_at, took)


def _transfer(one: Transfer) -> Row:
    took = None if one.took_ms is None else one.took_ms / 1000
    return (one.asked_at, one.id, one.call, one.terminal, one.area, one.service, one.kind, one.target, one.asked_by,
            one.rang_at, one.joined_at, took, one.state, one.status)  # fmt: skip


def _kept(one: Kept) -> Row:
    press = one.press
    return (press.pressed_at, press.id, press.terminal, press.area, press.service, press.target, press.operator,
            press.outcome, one.outcome, one.by, one.at)  # fmt: skip


_KEPT = outcomes.KeptFigures(one.id for one in OUTCOMES)
_HOME = (
    column("terminal", "终端", "terminal"), column("area", "社区", "area"), column("service", "服务", "service"),
)  # fmt: skip
LISTINGS: Mapping[str, Listing] = {
    "queue": Listing(
        figures=queue_figures.FIGURES, rows=_queue,
        columns=(
            column("at", "时间", "time"), column("event", "种类", "kind"), column("id", "编号", "id"), *_HOME,
            column("queue", "队列", "queue"), column("end", "结果", "end"),
            column("done_at", "接听、回电或听取", "taken, rung back or heard"),
            column("took_s", "用时（秒）", "took (s)"),
        ),
    ),
    "transfers": Listing(
        figures=transfer_figures.FIGURES, rows=_transfers,
        columns=(
            column("asked_at", "转接时间", "ordered"), column("id", "编号", "transfer"), column("call", "通话", "call"),
            *_HOME, column("how", "方式", "how"), column("target", "对方", "who was rung"),
            column("asked_by", "座席", "by"), column("rang_at", "振铃", "rang"), column("joined_at", "接通", "taken"),
            column("took_s", "用时（秒）", "took (s)"), column("stands", "状态", "state"),
            column("status", "原因", "why"),
        ),
    ),
    "outcomes": Listing(
        figures=_KEPT, rows=_outcomes,
        columns=(
            column("pressed_at", "按键时间", "pressed"), column("id", "通话", "call"), *_HOME,
            column("target", "接听方", "taken by"), column("operator", "座席", "operator"),
            column("outcome", "线路结果", "as the route left it"), column("kept", "登记的结果", "outcome kept"),
            column("kept_by", "登记人", "kept by"), column("kept_at", "登记时间", "kept at"),
        ),
    ),
}  # fmt: skip
