"""How many messages were pushed, and who listened? Counted message by message, day by day, area by area.

M1. Pushed: offered to a person and not taken back. Its day is the one it was offered on.
M2. Heard: proven, at least 80 % of it or a key (L2); also when she listened later at `*20`.
M3. The grades say what is proven at best; they and nothing else add up to the pushed.
M4. Taken back before she heard it: withdrawn, on the day the message was to begin.
M5. A message that began in the time of a test or drill is one: for everybody, or for that terminal.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, delete, exists, func, insert, or_, select
from sqlalchemy.sql.elements import ColumnElement

from db.schema.care import campaigns, deliveries
from db.schema.reports import MESSAGE_COUNTS, drills, report_messages
from reports.marks import counted_zone, stale_messages
from reports.periods import By, Period, day_of, named
from reports.presses import EVERYBODY, Filter

GRADES: Mapping[str, str] = {
    "": "not_dialled", "not_dialled": "not_dialled", "not_reached": "not_reached", "rang": "rang",
    "answered": "answered", "heard": "listened", "confirmed": "confirmed",
}  # fmt: skip
"""The words of `deliveries.evidence`, and the counts they go to."""
EVERYWHERE = ""


@dataclass(frozen=True, kw_only=True)
class Messages:
    """Numbers of people, a person counted once for each message; `dials`: how often they were rung in all."""

    pushed: int = 0
    tests: int = 0
    withdrawn: int = 0
    by_lamp: int = 0
    dials: int = 0
    heard: int = 0
    not_dialled: int = 0
    not_reached: int = 0
    rang: int = 0
    answered: int = 0
    listened: int = 0
    confirmed: int = 0

    @property
    def percent(self) -> float | None:
        """Heard of the pushed; None where none was."""
        return 100 * self.heard / self.pushed if self.pushed else None


NUMBERS = tuple(one.name for one in fields(Messages))
Place = tuple[date, str]
"""Day and area; the area `EVERYWHERE` is all of them together."""


def count(conn: Connection, campaign: str, zone: str) -> dict[Place, Messages]:
    """From the deliveries themselves."""
    sums: dict[Place, dict[str, int]] = {}
    for row in conn.execute(_same(campaign)):
        day = day_of(row.at, zone)
        for area in {row.area, EVERYWHERE}:
            _into(sums.setdefault((day, area), {}), row)
    return {place: Messages(**numbers) for place, numbers in sums.items()}


def keep(conn: Connection, campaign: str, counted: Mapping[Place, Messages]) -> None:
    """Replace what is kept of it."""
    conn.execute(delete(report_messages).where(report_messages.c.campaign_id == campaign))
    rows = [
        {"start": day.isoformat(), "campaign_id": campaign, "area": area,
         **{name: getattr(found, name) for name in MESSAGE_COUNTS}}
        for (day, area), found in sorted(counted.items())
    ]  # fmt: skip
    if rows:
        conn.execute(insert(report_messages), rows)


def report(conn: Connection, period: Period, by: By, only: Filter = EVERYBODY) -> dict[str, Messages]:
    """One line for each part of the period in which any message was offered, oldest first."""
    found: dict[str, list[Messages]] = {}
    for day, one in _every(conn, period, only.areas or frozenset({EVERYWHERE})):
        found.setdefault(named(day, by), []).append(one)
    return {name: add(every) for name, every in sorted(found.items())}


def add(every: Iterable[Messages]) -> Messages:
    rows = [tuple(getattr(one, name) for name in NUMBERS) for one in every]
    return Messages(**dict(zip(NUMBERS, map(sum, zip(*rows, strict=True)), strict=True))) if rows else Messages()


def _every(conn: Connection, period: Period, areas: frozenset[str]) -> Iterator[tuple[date, Messages]]:
    kept = counted_zone(conn) == period.zone
    stale = stale_messages(conn) if kept else frozenset(conn.scalars(select(campaigns.c.id)))
    if kept:
        yield from _kept(conn, period, areas, stale)
    for campaign in sorted(stale):
        for (day, area), one in count(conn, campaign, period.zone).items():
            if area in areas and period.first <= day <= period.last:
                yield day, one


def _kept(
    conn: Connection, period: Period, areas: frozenset[str], but: frozenset[str]
) -> Iterator[tuple[date, Messages]]:
    c = report_messages.c
    days = (c.start >= period.first.isoformat(), c.start <= period.last.isoformat())
    asked = select(c.start, c.campaign_id, *(c[name] for name in NUMBERS)).where(c.area.in_(areas), *days)
    for row in conn.execute(asked):
        if row.campaign_id not in but:
            yield date.fromisoformat(row.start), Messages(**dict(zip(NUMBERS, row[2:], strict=True)))


def each(conn: Connection, period: Period, only: Filter = EVERYBODY) -> Iterator[Any]:
    """Every delivery of the period, as `counts_in` wants it, one by one: message by message, oldest first."""
    d = deliveries.c
    alike = _alike()
    told = (d.id.label("id"), d.campaign_id.label("campaign"), d.senior_id.label("senior"),
            func.coalesce(d.terminal_id, "").label("terminal"), d.tries.label("tries"), campaigns.c.title)  # fmt: skip
    joined = deliveries.join(campaigns, campaigns.c.id == d.campaign_id)
    asked = select(*alike, *told).select_from(joined).order_by(d.id)
    if only.areas:
        asked = asked.where(d.area_id.in_(only.areas))
    for campaign in _offered_in(conn, period):
        within = (d.campaign_id == campaign, alike[0] >= period.start, alike[0] < period.end)
        yield from conn.execute(asked.where(*within))


def _offered_in(conn: Connection, period: Period) -> list[str]:
    """The messages of which anything may have been offered in the period, oldest first."""
    if counted_zone(conn) != period.zone:
        return sorted(conn.scalars(select(campaigns.c.id)))
    c = report_messages.c
    days = (c.start >= period.first.isoformat(), c.start <= period.last.isoformat())
    kept = conn.scalars(select(c.campaign_id).where(c.area == EVERYWHERE, *days).distinct())
    return sorted({*kept, *stale_messages(conn)})


def _same(campaign: str) -> Any:
    alike = _alike()
    asked = select(*alike, func.count().label("people"), func.sum(deliveries.c.tries).label("dials"))
    joined = deliveries.join(campaigns, campaigns.c.id == deliveries.c.campaign_id)
    return asked.select_from(joined).where(deliveries.c.campaign_id == campaign).group_by(*alike)


def _alike() -> list[ColumnElement[Any]]:
    """What a delivery is counted by; the first is when it was offered."""
    d = deliveries.c
    began = func.coalesce(campaigns.c.starts_at, campaigns.c.created_at, type_=campaigns.c.created_at.type)
    offered = func.coalesce(d.available_at, began, type_=campaigns.c.created_at.type)
    return [
        offered.label("at"), func.coalesce(d.area_id, "").label("area"), d.evidence.label("evidence"),
        d.heard_at.is_not(None).label("heard"), d.available_at.is_(None).label("taken_back"),
        (d.way == "waiting").label("lamp"), _is_test(began).label("test"),
    ]  # fmt: skip


def _is_test(began: ColumnElement[datetime]) -> ColumnElement[bool]:
    """M5."""
    here = or_(drills.c.terminal_id.is_(None), drills.c.terminal_id == deliveries.c.terminal_id)
    return exists().where(drills.c.starts_at <= began, began < drills.c.ends_at, here)


def counts_in(row: Any) -> tuple[str, ...]:
    """The numbers of people that a delivery is one of (M1 to M5)."""
    if row.test:
        return ("tests",)
    if row.taken_back and not row.heard:
        return ("withdrawn",)
    more = (*(("heard",) if row.heard else ()), *(("by_lamp",) if row.lamp else ()))
    return ("pushed", GRADES.get(row.evidence, "not_dialled"), *more)


def _into(sums: dict[str, int], row: Any) -> None:
    names = counts_in(row)
    for name in names:
        sums[name] = sums.get(name, 0) + row.people
    if "pushed" in names:
        sums["dials"] = sums.get("dials", 0) + row.dials
