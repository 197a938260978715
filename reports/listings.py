"""Which emergencies, deliveries, events of the watch and requests lie behind a figure? Each as a row, oldest first."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from sqlalchemy import Connection

from reports import (
    ambulance,
    emergencies,
    emergency_figures,
    listings_of_calls,
    message_figures,
    messages,
    requests,
    watch,
    watch_figures,
)
from reports.emergency_rows import Emergency
from reports.figures import Listing, Row
from reports.periods import Period
from reports.presses import Filter
from reports.requests import Asked
from reports.sheets import column
from reports.watch_rows import Event


def _emergencies(conn: Connection, figure: str, period: Period, only: Filter, _: datetime) -> Iterator[Row]:
    every = emergencies.between(conn, period.start, period.end, only)
    if figure in emergency_figures.FIGURES:
        return map(_emergency, emergency_figures.FIGURES[figure].rows(every))
    called = ambulance.dispatches(conn, every, emergencies.timelines(conn, every))
    return (_emergency(one.emergency) for one in ambulance.FIGURES[figure].rows(called))


def _messages(conn: Connection, figure: str, period: Period, only: Filter, _: datetime) -> Iterator[Row]:
    """Delivery by delivery: of years they are millions."""
    rows = message_figures.FIGURES[figure].rows
    for one in messages.each(conn, period, only):
        for found in rows([one]):
            proven = messages.GRADES.get(found.evidence, "not_dialled")
            yield (found.at, found.id, found.title, found.senior, found.terminal, found.area, proven,
                   "yes" if found.heard else "", found.tries)  # fmt: skip


def _watch(conn: Connection, figure: str, period: Period, only: Filter, _: datetime) -> Iterator[Row]:
    return map(_event, watch_figures.FIGURES[figure].rows(watch.events(conn, period, only)))


def _requests(conn: Connection, figure: str, period: Period, only: Filter, now: datetime) -> Iterator[Row]:
    return map(_asked, requests.FIGURES[figure].rows(requests.asked(conn, period, now, only)))


def _emergency(one: Emergency) -> Row:
    waited = None if one.wait_ms is None else one.wait_ms / 1000
    return (one.opened_at, one.id, one.terminal, one.area, one.presses, one.accepted_at, one.accepted_by, waited,
            one.closed_at, one.closed_by, one.finding)  # fmt: skip


def _event(one: Event) -> Row:
    return one.at, one.kind, one.id, one.senior, one.outcome, one.flagged_at, one.done_at


def _asked(one: Asked) -> Row:
    return (one.opened_at, one.id, one.kind, one.senior, one.terminal, one.provider, one.state, one.promised_by,
            one.done_at, "yes" if one.late else "", one.stars)  # fmt: skip


OTHERS: Mapping[str, Listing] = {
    "emergencies": Listing(
        figures={**emergency_figures.FIGURES, **ambulance.FIGURES}, rows=_emergencies,
        columns=(
            column("opened_at", "开始", "opened"), column("id", "编号", "incident"),
            column("terminal", "终端", "terminal"), column("area", "社区", "area"),
            column("presses", "按键", "presses"), column("accepted_at", "接受", "accepted"),
            column("accepted_by", "接受者", "accepted by"), column("wait_s", "等待（秒）", "waited (s)", 3),
            column("closed_at", "结束", "closed"), column("closed_by", "结束者", "closed by"),
            column("finding", "情况", "what it was"),
        ),
    ),
    "broadcasts": Listing(
        figures=message_figures.FIGURES, rows=_messages,
        columns=(
            column("offered_at", "提供", "offered"), column("id", "编号", "delivery"),
            column("title", "广播", "broadcast"), column("senior", "老人", "person"),
            column("terminal", "终端", "terminal"), column("area", "社区", "area"),
            column("evidence", "证据", "proven"), column("heard", "收听", "listened"),
            column("tries", "拨号次数", "dials"),
        ),
    ),
    "watch": Listing(
        figures=watch_figures.FIGURES, rows=_watch,
        columns=(
            column("at", "时间", "time"), column("kind", "种类", "kind"), column("id", "编号", "id"),
            column("senior", "老人", "person"), column("outcome", "结果", "outcome"),
            column("flagged_at", "发现沉默", "flagged"), column("done_at", "拨号或到达", "dialled or arrived"),
        ),
    ),
    "requests": Listing(
        figures=requests.FIGURES, rows=_requests,
        columns=(
            column("opened_at", "登记", "opened"), column("id", "编号", "request"), column("kind", "类别", "kind"),
            column("senior", "老人", "person"), column("terminal", "终端", "terminal"),
            column("provider", "服务商", "provider"), column("state", "状态", "state"),
            column("promised_by", "承诺时间", "promised"), column("done_at", "办完", "done"),
            column("late", "超时", "late"), column("stars", "星数", "stars"),
        ),
    ),
    **listings_of_calls.LISTINGS,
}  # fmt: skip
