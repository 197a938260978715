"""Which emergencies were there, how soon did a person take each, and what happened second by second?

E1. An emergency is one incident, however often she pressed; tests and drills are counted apart.
E2. A trip is an emergency that a person accepted; the people are the homes with at least one trip.
E3. A second person's turn has its own clock: from a resumed incident to its next acceptance.
E4. It was false where a member of staff said so: a false alarm, a mistaken press, a try of the key. It stays an
    emergency and a trip, for people ran; a try that was noted as a drill is none (E1).
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, exists, func, or_, select

from db.records import batches
from db.schema.calls import incident_events, incident_findings, incidents
from db.schema.reports import drills
from db.schema.site import households, terminals
from reports import ambulance, missed, waits
from reports.definitions import Words
from reports.emergency_figures import FIGURES
from reports.emergency_rows import Emergencies, Emergency, Moment
from reports.names import Names
from reports.periods import By, Period, day_of, named
from reports.presses import EVERYBODY, Filter
from reports.sheets import Report, Sheet, Value, column

TITLE = Words(zh="紧急求助", en="Emergencies")


def between(conn: Connection, start: datetime, end: datetime, only: Filter = EVERYBODY) -> list[Emergency]:
    """Opened at or after `start` and before `end`, oldest first; tests are among them."""
    c = incidents.c
    home = incidents.outerjoin(terminals, terminals.c.id == c.terminal_id)
    asked = (
        select(
            c.id, func.coalesce(c.terminal_id, "").label("terminal"),
            func.coalesce(terminals.c.household_id, "").label("household"),
            func.coalesce(households.c.area_id, "").label("area"), c.opened_at, c.accepted_at, c.accepted_by,
            c.closed_at, c.closed_by, c.presses, _is_test().label("test"),
            func.coalesce(incident_findings.c.what, "").label("finding"),
        )
        .select_from(home.outerjoin(households, households.c.id == terminals.c.household_id)
                     .outerjoin(incident_findings, incident_findings.c.incident_id == c.id))
        .where(c.opened_at >= start, c.opened_at < end).order_by(c.opened_at, c.id)
    )  # fmt: skip
    if only.areas:
        asked = asked.where(households.c.area_id.in_(only.areas))
    return [Emergency(**row._mapping) for row in conn.execute(asked)]


def count(every: Iterable[Emergency]) -> Emergencies:
    found = list(every)
    real = [one for one in found if not one.test]
    trips = [one for one in real if one.accepted_at is not None]
    return Emergencies(
        opened=len(real), trips=len(trips), people=len({one.person for one in trips}),
        open=sum(one.closed_at is None for one in real), tests=len(found) - len(real),
        false=sum(one.false for one in real),
        unsaid=sum(one.closed_at is not None and not one.finding for one in real),
        waits=waits.of(one.wait_ms for one in real),
    )  # fmt: skip


def timelines(conn: Connection, every: Sequence[Emergency]) -> Iterator[Moment]:
    """Every line of each, in the order of the emergencies and of what happened."""
    opened = {one.id: one.opened_at for one in every}
    c = incident_events.c
    for some in batches(opened):
        asked = select(c.incident_id, c.at, c.what, c.detail).where(c.incident_id.in_(some))
        rows: Any = conn.execute(asked.order_by(c.at, c.seq)).all()
        for row in sorted(rows, key=lambda row: (opened[row.incident_id], row.incident_id)):
            yield Moment(incident=row.incident_id, at=row.at, after=row.at - opened[row.incident_id],
                         what=row.what, detail=row.detail)  # fmt: skip


def transfers(moments: Iterable[Moment]) -> list[timedelta]:
    """E3: how long each handed-on emergency waited for its next person."""
    resumed: dict[str, datetime] = {}
    found = []
    for moment in moments:
        if moment.what == "resumed":
            resumed[moment.incident] = moment.at
        elif moment.what == "accepted" and moment.incident in resumed:
            found.append(moment.at - resumed.pop(moment.incident))
    return found


def report(
    conn: Connection, period: Period, now: datetime, names: Names, *, by: By, only: Filter = EVERYBODY
) -> Report:
    """Figures by day, week or month; each emergency; its timeline."""
    every = between(conn, period.start, period.end, only)
    moments = list(timelines(conn, [one for one in every if not one.test]))
    return Report(
        id="emergencies", words=TITLE, first=period.first, last=period.last, zone=period.zone,
        unfinished=not period.finished(now),
        sheets=(_figures(every, period, by), _each(every, names), _timeline(moments), _missed(every, moments),
                _transfers(moments), _ambulance(ambulance.dispatches(conn, every, moments))),
    )  # fmt: skip


def _is_test() -> Any:
    at = incidents.c.opened_at
    here = or_(drills.c.terminal_id.is_(None), drills.c.terminal_id == incidents.c.terminal_id)
    return exists().where(and_(drills.c.starts_at <= at, at < drills.c.ends_at, here))


def _figures(every: Iterable[Emergency], period: Period, by: By) -> Sheet:
    parts: dict[str, list[Emergency]] = {}
    for one in every:
        parts.setdefault(named(day_of(one.opened_at, period.zone), by), []).append(one)
    rows = [_values(name, count(some)) for name, some in sorted(parts.items())]
    return Sheet(id="figures", words=TITLE, columns=_FIGURES, rows=rows,
                 notes=tuple(figure.note for figure in FIGURES.values()))  # fmt: skip


def _values(name: str, found: Emergencies) -> tuple[Value, ...]:
    return (name, *(figure.of(found) for figure in FIGURES.values()))


def _each(every: Iterable[Emergency], names: Names) -> Sheet:
    rows = [
        (one.opened_at, one.id, one.terminal, names.of("area", one.area), one.presses, one.accepted_at,
         names.target(one.accepted_by), None if one.wait_ms is None else one.wait_ms / 1000,
         one.closed_at, one.closed_by, one.finding, "yes" if one.test else "")
        for one in every
    ]  # fmt: skip
    return Sheet(id="emergencies", words=Words(zh="每一次", en="Each of them"), columns=_EACH, rows=rows)


def _timeline(moments: Iterable[Moment]) -> Sheet:
    rows = [(one.incident, one.at, one.after.total_seconds(), one.what, one.detail) for one in moments]
    return Sheet(id="timeline", words=Words(zh="经过", en="Timeline"), columns=_TIMELINE, rows=rows)


def _missed(every: Sequence[Emergency], moments: Sequence[Moment]) -> Sheet:
    """Why the targets were missed: for each limit its causes, the numbers adding up to those that missed it."""
    rows: list[tuple[Value, ...]] = []
    for seconds in LIMITS:
        for why, some in missed.count(every, timedelta(seconds=seconds), moments).items():
            rows.append((seconds, missed.CAUSES[why], len(some), ", ".join(one.id for one in some[:NAMED])))
    return Sheet(id="missed", words=Words(zh="未达标原因", en="Why targets were missed"), columns=_MISSED, rows=rows)


def _transfers(moments: Iterable[Moment]) -> Sheet:
    found = waits.of(round(one / timedelta(milliseconds=1)) for one in transfers(moments))
    rows = [(found.number, found.mean, found.percentile(95))]
    return Sheet(id="transfers", words=Words(zh="转接等待", en="Waits when handed on"), columns=_TRANSFERS, rows=rows)


def _ambulance(every: Iterable[ambulance.Dispatch]) -> Sheet:
    found = ambulance.count(every)
    rows = [tuple(figure.of(found) for figure in ambulance.FIGURES.values())] if found.called else []
    return Sheet(id="ambulance", words=Words(zh="呼叫 120", en="Calls to 120"), rows=rows,
                 columns=tuple(figure.column for figure in ambulance.FIGURES.values()),
                 notes=tuple(figure.note for figure in ambulance.FIGURES.values()))  # fmt: skip


_FIGURES = (column("part", "日期", "days"), *(figure.column for figure in FIGURES.values()))
LIMITS = (10, 60, 180)
"""Seconds, of the targets about emergencies."""
NAMED = 20
"""So many of a cause are named; all of them are in the list of each."""
_MISSED = (
    column("limit_s", "时限（秒）", "limit (s)"), column("cause", "原因", "cause"),
    column("number", "件数", "emergencies"), column("which", "编号", "which"),
)  # fmt: skip
_EACH = (
    column("opened_at", "开始", "opened"), column("id", "编号", "incident"), column("terminal", "终端", "terminal"),
    column("area", "社区", "area"), column("presses", "按键", "presses"), column("accepted_at", "接受", "accepted"),
    column("accepted_by", "接受者", "accepted by"), column("wait_s", "等待（秒）", "waited (s)", 3),
    column("closed_at", "结束", "closed"), column("closed_by", "结束者", "closed by"),
    column("finding", "情况", "what it was"), column("test", "测试", "test"),
)  # fmt: skip
_TIMELINE = (
    column("incident", "编号", "incident"), column("at", "时间", "time"),
    column("after_s", "之后（秒）", "after (s)", 3),
    column("what", "发生", "what"), column("detail", "细节", "detail"),
)  # fmt: skip
_TRANSFERS = (
    column("number", "次数", "times"), column("mean_s", "平均（秒）", "mean (s)"),
    column("p95_s", "95%（秒）", "95th (s)"),
)  # fmt: skip
