"""Whom would the message reach now, and why not the others? Counted before anybody is rung."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from broadcasts.audience import Why
from broadcasts.filters import Filter
from broadcasts.settings import BroadcastSettings
from db import choosing
from db.choosing import OFFERED
from db.homes import load_seniors
from people.ids import SeniorId


@dataclass(frozen=True, kw_only=True)
class Person:
    """One of those who would get it, or (`why`) would not."""

    senior: str
    name: str
    name_en: str
    area: str
    why: Why | None = None


@dataclass(frozen=True, kw_only=True)
class Preview:
    """`total`: everybody there is; each stands in `chosen` or under one reason in `excluded`."""

    total: int
    chosen: int
    excluded: Mapping[Why, int]
    by_area: Mapping[str, int]
    """Of the chosen."""
    sample: tuple[Person, ...]
    """A few of the chosen."""


def preview(conn: Connection, now: datetime, audience: Filter, settings: BroadcastSettings | None = None) -> Preview:
    """Nothing is written and nobody is read one by one: a city in under two seconds."""
    size = (settings or BroadcastSettings()).sample
    counted = choosing.count(conn, now, audience)
    by_area, excluded = Counter[str](), Counter[Why]()
    for one in counted:
        if one.why == OFFERED:
            by_area[one.area] += one.people
        else:
            excluded[Why(one.why)] += one.people
    chosen = by_area.total()
    return Preview(
        total=chosen + excluded.total(),
        chosen=chosen,
        excluded={why: excluded[why] for why in Why if excluded[why]},
        by_area=dict(by_area),
        sample=_people(conn, now, audience, OFFERED, "", size) if chosen else (),
    )


def excluded_people(
    conn: Connection, now: datetime, audience: Filter, *, why: Why | None = None, after: str = "", limit: int = 100
) -> tuple[Person, ...]:
    """Who is left out, for one reason or for any, in the order of their ids, from the one after `after` on."""
    return _people(conn, now, audience, None if why is None else why.value, after, limit)


def _people(
    conn: Connection, now: datetime, audience: Filter, why: str | None, after: str, limit: int
) -> tuple[Person, ...]:
    found = choosing.listed_people(conn, now, audience, why, after=after, limit=limit)
    known = load_seniors(conn, [one.senior for one in found])
    return tuple(
        Person(
            senior=one.senior, name=one.name, name_en=known[SeniorId(one.senior)].name_en, area=one.area,
            why=Why(one.why) if one.why else None,
        )
        for one in found
    )  # fmt: skip
