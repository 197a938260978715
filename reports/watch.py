"""What did the watch do? Silences followed, wellness calls, visits, and how long each took from the flag.

S1. A case counts on the day its silence was flagged; calls and visits on the day they were made or asked for.
S2. A wellness call is one that was dialled; whoever spoke with staff was reached, whoever only picked up was not.
S3. Times run from the flag: to the first dial, and to the proven arrival at the door.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, func, select

from db.schema.care import cases, visits
from db.schema.site import households, seniors
from db.schema.work import attempts
from reports import waits
from reports.definitions import Words
from reports.periods import By, Period, day_of, named
from reports.presses import EVERYBODY, Filter
from reports.sheets import Report, Sheet, Value, column
from reports.waits import Waits
from wellness_checks.case import SPOKEN

TITLE = Words(zh="关怀与上门", en="The watch")


@dataclass(frozen=True, kw_only=True)
class Event:
    """One case flagged, wellness call dialled or visit asked for; `flagged_at`: of its case."""

    kind: str
    at: datetime
    outcome: str
    flagged_at: datetime | None
    done_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Watch:
    """`to_call`, `to_door`: from the flag (S3)."""

    cases: int = 0
    calls: int = 0
    spoke: int = 0
    visits: int = 0
    found_well: int = 0
    needs_care: int = 0
    emergency: int = 0
    not_found: int = 0
    to_call: Waits = waits.NONE
    to_door: Waits = waits.NONE


def events(conn: Connection, period: Period, only: Filter = EVERYBODY) -> list[Event]:
    """Of the period, oldest first; a case's `done_at` is its first dial, a visit's its arrival."""
    found = []
    for kind, asked in (("case", _cases()), ("call", _calls()), ("visit", _visits())):
        if only.areas:
            asked = asked.where(households.c.area_id.in_(only.areas))
        within = asked.selected_columns["at"]
        rows: Any = conn.execute(asked.where(within >= period.start, within < period.end))
        found += [Event(kind=kind, **row._mapping) for row in rows]
    return sorted(found, key=lambda event: (event.at, event.kind))


def count(every: Iterable[Event]) -> Watch:
    found = list(every)

    def number(kind: str, outcome: str | None = None) -> int:
        return sum(one.kind == kind and outcome in (None, one.outcome) for one in found)

    return Watch(
        cases=number("case"), calls=number("call"), spoke=number("call", SPOKEN), visits=number("visit"),
        found_well=number("visit", "found_well"), needs_care=number("visit", "needs_care"),
        emergency=number("visit", "emergency"), not_found=number("visit", "not_found"),
        to_call=waits.of(_after(one) for one in found if one.kind == "case"),
        to_door=waits.of(_after(one) for one in found if one.kind == "visit"),
    )  # fmt: skip


def report(conn: Connection, period: Period, now: datetime, *, by: By, only: Filter = EVERYBODY) -> Report:
    """A line for each day, week or month in which anything was done."""
    parts: dict[str, list[Event]] = {}
    for event in events(conn, period, only):
        parts.setdefault(named(day_of(event.at, period.zone), by), []).append(event)
    rows = [_values(name, count(some)) for name, some in sorted(parts.items())]
    sheet = Sheet(id="watch", words=TITLE, columns=_COLUMNS, rows=rows, notes=_NOTES)
    return Report(id="watch", words=TITLE, first=period.first, last=period.last, zone=period.zone,
                  unfinished=not period.finished(now), sheets=(sheet,))  # fmt: skip


def _after(event: Event) -> int | None:
    if event.done_at is None or event.flagged_at is None:
        return None
    return round((event.done_at - event.flagged_at) / timedelta(milliseconds=1))


def _values(name: str, found: Watch) -> tuple[Value, ...]:
    def hours(seconds: float | None) -> float | None:
        return None if seconds is None else seconds / 3600

    return (name, found.cases, found.calls, found.spoke, found.visits, found.found_well, found.needs_care,
            found.emergency, found.not_found, hours(found.to_call.percentile(50)), hours(found.to_call.percentile(95)),
            hours(found.to_door.percentile(50)), hours(found.to_door.percentile(95)))  # fmt: skip


def _cases() -> Select[Any]:
    first = select(func.min(attempts.c.dialled_at)).where(attempts.c.case_id == cases.c.id).scalar_subquery()
    at = cases.c.opened_at
    asked = select(at.label("at"), cases.c.outcome.label("outcome"), at.label("flagged_at"), first.label("done_at"))
    return _home(asked, cases, cases.c.senior_id)


def _calls() -> Select[Any]:
    """`case_id > ''` rather than its presence: the index on it then finds these few among all attempts."""
    a = attempts.c
    asked = select(a.dialled_at.label("at"), func.coalesce(a.outcome, "").label("outcome"),
                   cases.c.opened_at.label("flagged_at"), a.answered_at.label("done_at"))  # fmt: skip
    of_cases = attempts.outerjoin(cases, cases.c.id == a.case_id)
    return _home(asked, of_cases, a.senior_id).where(a.case_id > "", a.kind == "wellness")


def _visits() -> Select[Any]:
    v = visits.c
    asked = select(v.opened_at.label("at"), v.outcome.label("outcome"), cases.c.opened_at.label("flagged_at"),
                   v.arrived_at.label("done_at"))  # fmt: skip
    return _home(asked, visits.outerjoin(cases, cases.c.id == v.case_id), v.senior_id)


def _home(asked: Select[Any], source: Any, senior: Any) -> Select[Any]:
    people = source.outerjoin(seniors, seniors.c.id == senior)
    return asked.select_from(people.outerjoin(households, households.c.id == seniors.c.household_id))


_NOTES = (
    Words(zh="关怀电话：拨出的；通话成功：工作人员确认与本人通话。",
          en="Wellness calls: those dialled. Spoken with: staff reported that they spoke with her."),
    Words(zh="时间自发现沉默起算：到第一次拨号，到上门（以密码证明）。",
          en="Times run from the flag of the silence: to the first dial, and to the proven arrival at the door."),
)  # fmt: skip
_COLUMNS = (
    column("part", "日期", "days"), column("cases", "沉默", "silences"), column("calls", "关怀电话", "wellness calls"),
    column("spoke", "通话成功", "spoken with"), column("visits", "上门", "visits"),
    column("found_well", "平安", "found well"), column("needs_care", "需要照料", "needs care"),
    column("emergency", "紧急", "emergency"), column("not_found", "未找到", "not found"),
    column("call_median_h", "到电话（时，中位数）", "to the call (h, median)"),
    column("call_95_h", "到电话（时，95%）", "to the call (h, 95th)"),
    column("door_median_h", "到上门（时，中位数）", "to the door (h, median)"),
    column("door_95_h", "到上门（时，95%）", "to the door (h, 95th)"),
)  # fmt: skip
