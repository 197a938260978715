"""At whom is the watch to look now, and whose days are alike? Tens of thousands at once, by sets.

A sweep gathers whoever is due in a table of its own connection, in groups whose days are alike; what the rule says of
each group is put beside it. Whoever has something of her own (a hold, a deadline, a day not measured) is a group alone.
Statements, not rows, pass between here and the database: db/opening.py makes the cases of what was gathered.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    String,
    and_,
    case,
    exists,
    false,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy import text as sql

from db.gathered import ALONE, clear, lay_out, looked, minute_text, verdicts
from db.many import update_each
from db.records import values
from db.schema.care import cases, deliveries, watch
from db.schema.columns import Instant
from db.schema.site import households, senior_tags, seniors, terminals
from db.schema.staff import holds
from db.watch import AT_ONCE, NUMBER, UNPLANNED_AT_ONCE
from people.seniors import Tag
from wellness_checks.guard import Home

_BETWEEN = "|"


@dataclass(frozen=True, kw_only=True)
class Group:
    """People of whom the rule says the same. Instants to the minute: no zone's day begins within one."""

    alike: str
    zone: str
    silent_after_days: int | None
    high_risk: bool
    clock: datetime | None
    sign: datetime | None
    """The last sign of life, if the clock started no later."""
    on_line: bool = False
    """Rung over a trunk, once that was asked."""


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What the rule says of a group; `trigger` empty: no flag has fallen. `look_at`: when to look again."""

    alike: str
    high_risk: bool
    trigger: str = ""
    reason: str = ""
    look_at: datetime | None = None


def gather(conn: Connection, now: datetime) -> bool:
    """Everybody due, then some of those not planned yet; False: nobody is. Others find those locked (PostgreSQL)."""
    due = watch.c.look_at <= now
    new = and_(watch.c.look_at.is_(None), watch.c.oldest_unheard_at.is_not(None))
    if not any(conn.execute(select(literal(1)).where(one).select_from(watch).limit(1)).first() for one in (due, new)):
        return False
    lay_out(conn)
    for people in (_whoever(conn).where(due), _whoever(conn).where(new).limit(UNPLANNED_AT_ONCE)):
        conn.execute(insert(looked).from_select(_GATHERED, people.with_for_update(of=watch, skip_locked=True)))
    return True


def set_apart(conn: Connection, *, area: str = "", building: str = "", prefix: str = "") -> None:
    """Those gathered who live there, or have a fixed line that begins so, are judged one by one."""
    at_home = select(seniors.c.id).join(households, households.c.id == seniors.c.household_id)
    there = at_home.where(households.c.area_id == area, households.c.address.startswith(building, autoescape=True))
    here = _on_lines(prefix) if prefix else looked.c.senior_id.in_(there)
    conn.execute(update(looked).where(here).values(alike=ALONE + looked.c.senior_id))


def tell_lines_apart(conn: Connection) -> None:
    """Groups know from now on whether they are rung over a trunk."""
    in_groups = ~looked.c.alike.startswith(ALONE)
    conn.execute(update(looked).where(in_groups, _on_lines("")).values(alike=looked.c.alike + "1"))


def groups(conn: Connection) -> list[Group]:
    """Those of several people."""
    found = conn.scalars(select(looked.c.alike).where(~looked.c.alike.startswith(ALONE)).distinct())
    return [_group(alike) for alike in found]


def alone(conn: Connection) -> list[str]:
    """Ids of those to be judged one by one."""
    return list(conn.scalars(select(looked.c.senior_id).where(looked.c.alike.startswith(ALONE))))


def judge(conn: Connection, found: Sequence[Verdict]) -> None:
    """What the rule says of the groups."""
    conn.execute(insert(verdicts), [values(one) for one in found])


def fallen(conn: Connection) -> Mapping[str, Home]:
    """Whose flag has fallen and who is not followed yet, with where each lives."""
    number = func.coalesce(NUMBER, literal(""))
    flags = select(verdicts.c.alike).where(verdicts.c.trigger != "")
    statement = (
        select(looked.c.senior_id, households.c.area_id, households.c.address, number)
        .join(seniors, seniors.c.id == looked.c.senior_id)
        .join(households, households.c.id == seniors.c.household_id)
        .where(looked.c.alike.in_(flags), ~looked.c.followed)
    )
    rows = conn.execute(statement).all()
    return {senior: Home(area=area, address=address, number=number) for senior, area, address, number in rows}


def mark(conn: Connection, people: Collection[str], outage: str) -> None:
    """Their silence may be this outage's."""
    update_each(conn, looked, "senior_id", list(people), {"outage_id": outage})


def plan(conn: Connection) -> None:
    """When to look at each of those gathered next; whoever has proven to be well at once, until her case is closed."""
    next_look = case((looked.c.proven, literal(AT_ONCE, Instant)), else_=verdicts.c.look_at)
    theirs = watch.c.senior_id == looked.c.senior_id, looked.c.alike == verdicts.c.alike
    conn.execute(update(watch).where(*theirs).values(look_at=next_look))
    clear(conn)


_GATHERED = ("senior_id", "alike", "followed", "proven")
_HIGH_RISK = exists().where(senior_tags.c.senior_id == watch.c.senior_id, senior_tags.c.tag == Tag.HIGH_RISK.value)
_OF_HER_OWN = or_(
    watch.c.well_by.is_not(None),
    exists().where(holds.c.senior_id == watch.c.senior_id),
    exists().where(
        deliveries.c.senior_id == watch.c.senior_id, sql("deliveries.why = 'not_measured'"),  # as the index says it
        deliveries.c.dialled_at >= watch.c.oldest_unheard_at,
    ),
)  # fmt: skip


def _whoever(conn: Connection) -> Select[Any]:
    """Each lookup of a person is written once: a database works out an expression as often as it stands there."""
    clock, sign = watch.c.oldest_unheard_at, watch.c.last_sign_at
    parts = (
        func.coalesce(seniors.c.silent_after_days.cast(String), ""),
        case((_HIGH_RISK, "1"), else_=""),
        func.coalesce(minute_text(conn, clock), ""),
        case((sign >= clock, minute_text(conn, sign)), else_=""),
        literal(""),
    )
    alike: ColumnElement[str] = seniors.c.zone
    for part in parts:
        alike = alike + literal(_BETWEEN) + part
    apart = case((_OF_HER_OWN, literal(ALONE) + watch.c.senior_id), else_=alike)
    open_case = and_(cases.c.senior_id == watch.c.senior_id, cases.c.closed_at.is_(None))
    proven = func.coalesce(sign >= cases.c.opened_at, false())
    people = watch.join(seniors, seniors.c.id == watch.c.senior_id).outerjoin(cases, open_case)
    return select(watch.c.senior_id, apart, cases.c.id.is_not(None), proven).select_from(people)


def _on_lines(prefix: str) -> ColumnElement[bool]:
    lines = select(seniors.c.id).join(terminals, terminals.c.household_id == seniors.c.household_id)
    begins = terminals.c.number.startswith(prefix, autoescape=True)
    return looked.c.senior_id.in_(lines.where(terminals.c.kind == "line", terminals.c.active, begins))


def _group(alike: str) -> Group:
    zone, days, risk, clock, sign, line = alike.split(_BETWEEN)
    return Group(
        alike=alike, zone=zone, silent_after_days=int(days) if days else None, high_risk=bool(risk),
        clock=_instant(clock), sign=_instant(sign), on_line=bool(line),
    )  # fmt: skip


def _instant(minute: str) -> datetime | None:
    return datetime.fromisoformat(minute).replace(tzinfo=UTC) if minute else None
