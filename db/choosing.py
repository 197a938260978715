"""Who gets a message and why does somebody not, for all of them at once? `broadcasts/audience.py` in SQL.

Every senior stands in one row with the reason why she is left out (empty: she is not). Counting and filling stay in
the database, so that 400,000 people take no memory here.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    FromClause,
    Subquery,
    and_,
    case,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    true,
)

from broadcasts.audience import HOSPITAL, Why, born_by
from broadcasts.filters import Filter
from db.areas import load_areas
from db.known import among_ids
from db.schema.care import deliveries
from db.schema.site import households, senior_tags, seniors, terminals
from db.schema.staff import holds
from people.areas import upwards

OFFERED = ""
"""The reason of whoever is not left out."""
Condition = ColumnElement[bool]


@dataclass(frozen=True, kw_only=True)
class Counted:
    """How many seniors of an area share a fate; `why` is OFFERED or a `Why`."""

    why: str
    area: str
    people: int


@dataclass(frozen=True, kw_only=True)
class Placed:
    """One senior and why she is left out; `terminal` None: no telephone in service."""

    senior: str
    name: str
    area: str
    terminal: str | None
    why: str


def placed(conn: Connection, now: datetime, chosen: Filter) -> Subquery:
    """Every senior with: id, name, area_id, household_id, terminal_id, message_way, why."""
    today = _todays(conn, now)
    home = households.alias("home")
    why = case(
        (~_is_chosen(conn, chosen, today, home), Why.NOT_CHOSEN.value),
        (~seniors.c.consents_to_broadcasts, Why.NO_CONSENT.value),
        (_away(today, hospital=False), Why.ON_HOLD.value),
        (_away(today, hospital=True), Why.IN_HOSPITAL.value),
        (_reached(chosen.not_reached_by), Why.ALREADY_REACHED.value),
        (~_has_telephone(), Why.NO_TERMINAL.value),
        else_=OFFERED,
    )
    return (
        select(seniors.c.id, seniors.c.name, seniors.c.household_id, seniors.c.message_way, home.c.area_id,
               _first_telephone().label("terminal_id"), why.label("why"))
        .join(home, home.c.id == seniors.c.household_id)
        .subquery("placed")
    )  # fmt: skip


def count(conn: Connection, now: datetime, chosen: Filter) -> list[Counted]:
    everybody = placed(conn, now, chosen)
    told = (everybody.c.why, everybody.c.area_id)
    rows = conn.execute(select(*told, func.count()).group_by(*told))
    return [Counted(why=why, area=area, people=people) for why, area, people in rows]


def count_left_out(conn: Connection, now: datetime, chosen: Filter) -> Mapping[str, int]:
    """People by the reason why they are left out."""
    everybody = placed(conn, now, chosen)
    why = everybody.c.why
    rows = conn.execute(select(why, func.count()).where(why != OFFERED).group_by(why).order_by(why))
    return {reason: people for reason, people in rows}


def listed_people(
    conn: Connection, now: datetime, chosen: Filter, why: str | None, *, after: str = "", limit: int = 100
) -> list[Placed]:
    """In the order of their ids, from the one after `after` on; `why` None: everybody left out."""
    everybody = placed(conn, now, chosen)
    c = everybody.c
    wanted = c.why != OFFERED if why is None else c.why == why
    statement = select(c.id, c.name, c.area_id, c.terminal_id, c.why).where(wanted, c.id > after)
    rows = conn.execute(statement.order_by(c.id).limit(limit))
    return [Placed(senior=key, name=name, area=area, terminal=at, why=left) for key, name, area, at, left in rows]


def _todays(conn: Connection, now: datetime) -> Mapping[str, date]:
    """The day of each zone in which somebody lives."""
    zones = conn.scalars(select(seniors.c.zone).distinct())
    return {zone: now.astimezone(ZoneInfo(zone)).date() for zone in zones}


def _by_zone(days: Mapping[str, date]) -> ColumnElement[Any]:
    """The day of her zone; as literal as it can be where all live in one."""
    same = set(days.values())
    if len(same) < 2:
        return literal(next(iter(same), date.min), Date)
    return case(*((seniors.c.zone == zone, literal(day, Date)) for zone, day in days.items()))


def _has_telephone() -> Condition:
    return exists().where(terminals.c.household_id == seniors.c.household_id, terminals.c.active)


def _first_telephone() -> ColumnElement[str | None]:
    hers = (terminals.c.household_id == seniors.c.household_id, terminals.c.active)
    working = select(func.min(terminals.c.id)).where(*hers)
    return working.correlate(seniors).scalar_subquery()


def _is_chosen(conn: Connection, chosen: Filter, today: Mapping[str, date], home: FromClause) -> Condition:
    telephone = terminals.alias("telephone")
    hers = telephone.c.household_id == seniors.c.household_id
    tagged = senior_tags.c.senior_id == seniors.c.id
    below = _with_all_below(conn, chosen.areas)
    return and_(
        true(),
        *([among_ids(conn, home.c.area_id, below)] if chosen.areas else []),
        *([exists().where(tagged, senior_tags.c.tag.in_(sorted(chosen.tags)))] if chosen.tags else []),
        *([exists().where(hers, among_ids(conn, telephone.c.id, chosen.terminals))] if chosen.terminals else []),
        *([among_ids(conn, seniors.c.id, chosen.seniors)] if chosen.seniors else []),
        *([seniors.c.language == chosen.language] if chosen.language else []),
        *(_of_age(chosen, today) if chosen.by_age else []),
    )


def _with_all_below(conn: Connection, named: Collection[str]) -> Collection[str]:
    known = load_areas(conn) if named else {}
    return [area for area in known if not set(named).isdisjoint(upwards(area, known))]


def _of_age(chosen: Filter, today: Mapping[str, date]) -> list[Condition]:
    """Whose age is not known is of no age."""
    found: list[Condition] = [seniors.c.born.is_not(None)]
    if chosen.min_age is not None:
        least = chosen.min_age
        found.append(seniors.c.born <= _by_zone({zone: born_by(least, day) for zone, day in today.items()}))
    if chosen.max_age is not None:
        above = chosen.max_age + 1
        found.append(seniors.c.born > _by_zone({zone: born_by(above, day) for zone, day in today.items()}))
    return found


def _away(today: Mapping[str, date], *, hospital: bool) -> Condition:
    """A list of those who are away is short; it is made once where all people have the same day."""
    day = _by_zone(today)
    said = or_(*(func.lower(holds.c.reason).contains(word) for word in HOSPITAL))
    now_away = (holds.c.starts_on <= day, holds.c.ends_on >= day, said if hospital else ~said)
    if len(set(today.values())) < 2:
        return seniors.c.id.in_(select(holds.c.senior_id).where(*now_away))
    return exists().where(holds.c.senior_id == seniors.c.id, *now_away)


def _reached(campaign: str) -> Condition:
    if not campaign:
        return false()
    heard = (deliveries.c.campaign_id == campaign, deliveries.c.heard_at.is_not(None))
    return exists().where(deliveries.c.senior_id == seniors.c.id, *heard)
