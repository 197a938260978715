"""How do the deliveries of a campaign stand, counted, and what is there to tell of each?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy.sql.elements import ColumnElement

from db.records import fetch
from db.schema.care import deliveries
from db.schema.site import seniors
from db.schema.work import attempts

MEASURED = 500
"""Attempts whose length is looked at: the newest of all campaigns."""


@dataclass(frozen=True, kw_only=True)
class Tally:
    """`people` deliveries that stand alike; `tries`: dials made for them in all."""

    area: str
    state: str
    evidence: str
    heard: bool
    available: bool
    tried: bool
    people: int
    tries: int


@dataclass(frozen=True, kw_only=True)
class Line:
    """One delivery with the name of its senior and the first key pressed in any of its calls."""

    senior_id: str
    name: str
    name_en: str
    area_id: str | None
    state: str
    way: str
    evidence: str
    heard_ms: int | None
    total_ms: int | None
    tries: int
    why: str
    next_try_at: datetime | None
    heard_at: datetime | None
    key: str | None
    reply: str


def tally(conn: Connection, campaign: str) -> list[Tally]:
    """A few rows for each area, whatever the number of people."""
    d = deliveries.c
    alike: list[ColumnElement[Any]] = [
        func.coalesce(d.area_id, ""), d.state, d.evidence,
        d.heard_at.is_not(None), d.available_at.is_not(None), d.tries > 0,
    ]  # fmt: skip
    counted = select(*alike, func.count(), func.sum(d.tries)).where(d.campaign_id == campaign)
    rows: Sequence[Any] = conn.execute(counted.group_by(*alike)).all()
    return [
        Tally(area=area, state=state, evidence=evidence, heard=bool(heard), available=bool(available),
              tried=bool(tried), people=people, tries=int(tries))
        for area, state, evidence, heard, available, tried, people, tries in rows
    ]  # fmt: skip


def mean_call(conn: Connection, campaign: str) -> timedelta | None:
    """How long a dial took, from its making to its end, on average of the newest ones; None: none has ended."""
    newest = (
        select(attempts.c.delivery_id, attempts.c.dialled_at, attempts.c.ended_at)
        .where(attempts.c.kind == "broadcast", attempts.c.id.startswith("bb-"), attempts.c.dialled_at.is_not(None),
               attempts.c.ended_at.is_not(None))
        .order_by(attempts.c.id.desc()).limit(MEASURED).subquery()
    )  # fmt: skip
    statement = (
        select(newest.c.dialled_at, newest.c.ended_at)
        .join(deliveries, deliveries.c.id == newest.c.delivery_id)
        .where(deliveries.c.campaign_id == campaign)
    )  # fmt: skip
    took = [ended - dialled for dialled, ended in conn.execute(statement) if ended > dialled]
    return sum(took, timedelta(0)) / len(took) if took else None


def lines(
    conn: Connection, campaign: str, *, after: str, limit: int, evidence: tuple[str, ...] | None = None
) -> list[Line]:
    """In the order of the seniors' ids, from the one after `after` on; of these grades, where some are given."""
    d = deliveries.c
    key = (
        select(attempts.c.key).where(attempts.c.delivery_id == d.id, attempts.c.key != "")
        .order_by(attempts.c.committed_at, attempts.c.id).limit(1).correlate(deliveries).scalar_subquery()
    )  # fmt: skip
    statement = (
        select(d.senior_id, seniors.c.name, seniors.c.name_en, d.area_id, d.state, d.way, d.evidence, d.heard_ms,
               d.total_ms, d.tries, d.why, d.next_try_at, d.heard_at, key.label("key"), d.reply)
        .join(seniors, seniors.c.id == d.senior_id)
        .where(d.campaign_id == campaign, d.senior_id > after)
    )  # fmt: skip
    if evidence is not None:
        statement = statement.where(d.evidence.in_(evidence))
    return fetch(conn, Line, statement.order_by(d.senior_id).limit(limit))
