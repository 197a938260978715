"""What does the office print every month? The programme's own page, with last month and last year beside it.

Telephones are those installed now: from when each was installed is not kept.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, func, select

from db.schema.site import households, terminals
from reports import emergencies, messages, watch, watch_rows
from reports.counting import Tally, add
from reports.definitions import FIGURES, Number, Words
from reports.emergency_rows import Emergencies
from reports.messages import Messages
from reports.names import Names
from reports.periods import By, Period, month, month_before, year_before
from reports.presses import EVERYBODY, Filter
from reports.reading import press_lines
from reports.sheets import Report, Sheet, Value, column
from reports.watch_rows import Watch

TITLE = Words(zh="月报", en="The month")


@dataclass(frozen=True, kw_only=True)
class Month:
    """Everything on the page for one month; `services`: presses by service's id."""

    period: Period
    calls: Tally
    services: Mapping[str, Tally]
    emergencies: Emergencies
    messages: Messages
    watch: Watch


def read(conn: Connection, period: Period, only: Filter = EVERYBODY) -> Month:
    lines = press_lines(conn, period, By.TOTAL, "service", only)
    return Month(
        period=period, calls=add(line.tally for line in lines), services={line.member: line.tally for line in lines},
        emergencies=emergencies.count(emergencies.between(conn, period.start, period.end, only)),
        messages=messages.add(messages.report(conn, period, By.TOTAL, only).values()),
        watch=watch_rows.count(watch.events(conn, period, only)),
    )  # fmt: skip


def telephones(conn: Connection, only: Filter = EVERYBODY) -> int:
    """Installed and in service now."""
    asked = select(func.count()).select_from(terminals).where(terminals.c.active)
    if only.areas:
        home = households.c.id == terminals.c.household_id
        asked = asked.join(households, home).where(households.c.area_id.in_(only.areas))
    return conn.scalar(asked) or 0


def report(conn: Connection, of: date, zone: str, now: datetime, names: Names, *, only: Filter = EVERYBODY) -> Report:
    """The month that the day lies in."""
    this = month(of, zone)
    three = [read(conn, period, only) for period in (this, month_before(this), year_before(this))]
    return Report(
        id="month", words=TITLE, first=this.first, last=this.last, zone=zone, unfinished=not this.finished(now),
        sheets=(_programme(three, telephones(conn, only)), _services(three, names)),
    )  # fmt: skip


LINES: tuple[tuple[str, Words, Callable[[Month], Number]], ...] = (
    ("presses", FIGURES["presses"].name, lambda m: m.calls.presses),
    ("reached_percent", Words(zh="接通率（%）", en="reached (%)"), lambda m: FIGURES["reached_percent"].of(m.calls)),
    ("person_median", Words(zh="接听时间中位数（秒）", en="seconds to a person (median)"),
     lambda m: m.calls.person.percentile(50)),
    ("emergencies", Words(zh="紧急求助", en="emergencies"), lambda m: m.emergencies.opened),
    ("trips", Words(zh="紧急出动", en="emergency trips"), lambda m: m.emergencies.trips),
    ("people", Words(zh="出动涉及人数", en="people of these trips"), lambda m: m.emergencies.people),
    ("pushed", Words(zh="广播推送", en="broadcasts pushed"), lambda m: m.messages.pushed),
    ("heard", Words(zh="广播收听", en="broadcasts listened to"), lambda m: m.messages.heard),
    ("heard_percent", Words(zh="收听率（%）", en="listened (%)"), lambda m: m.messages.percent),
    ("wellness", Words(zh="关怀电话", en="wellness calls"), lambda m: m.watch.calls),
    ("visits", Words(zh="上门探访", en="visits"), lambda m: m.watch.visits),
    ("tests", FIGURES["tests"].name, lambda m: m.calls.tests + m.emergencies.tests),
)  # fmt: skip


def _programme(three: list[Month], installed: int) -> Sheet:
    rows: list[tuple[Value, ...]] = [
        ("telephones", Words(zh="在用电话", en="telephones in service"), installed, None, None, None, None)
    ]
    for id_, words, of in LINES:
        rows.append((id_, words, *_beside([of(one) for one in three])))
    return Sheet(id="programme", words=Words(zh="项目数据", en="The programme"), columns=_COLUMNS, rows=rows)


def _services(three: list[Month], names: Names) -> Sheet:
    rows: list[tuple[Value, ...]] = []
    for service in sorted({service for one in three for service in one.services}):
        presses = [one.services.get(service, Tally()).presses for one in three]
        rows.append((service, names.of("service", service), *_beside(presses)))
    return Sheet(id="services", words=Words(zh="各服务按键", en="Presses by service"), columns=_COLUMNS, rows=rows)


def _beside(values: list[Number] | list[int]) -> tuple[Value, ...]:
    this, before, year = values
    return this, before, change(this, before), year, change(this, year)


def change(this: Number, before: Number) -> float | None:
    """Per cent more than before, negative where less; None where there was nothing."""
    return None if this is None or not before else 100 * (this - before) / before


_COLUMNS = (
    column("id", "代号", "id"), column("name", "项目", "figure"),
    column("this", "本月", "this month"), column("before", "上月", "last month"),
    column("change", "比上月（%）", "change (%)"), column("year", "去年同月", "last year"),
    column("change_year", "比去年（%）", "on last year (%)"),
)  # fmt: skip
