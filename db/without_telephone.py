"""Who should have a telephone of ours, and lives where there is none?"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, or_, select

from db.schema.site import areas, households, senior_tags, seniors, terminals
from people.entitled import Because, Entitlement, latest_birth
from people.seniors import Tag


@dataclass(frozen=True, kw_only=True)
class Without:
    """One person; `area`: its id, with its names. Tags in order."""

    senior: str
    name: str
    name_en: str
    born: date | None
    area: str
    area_name: str
    area_name_en: str
    address: str
    tags: tuple[str, ...]
    because: Because


def without_telephone(
    conn: Connection, rule: Entitlement, today: date, only: Collection[str] | None = None, limit: int | None = None
) -> Iterator[Without]:
    """By area, the oldest first. `only`: of these areas."""
    s, h = seniors.c, households.c
    asked = select(
        s.id, s.name, s.name_en, s.born, h.area_id, areas.c.name, areas.c.name_en, h.address, _tags(conn)
    )  # fmt: skip
    asked = _whose(asked, rule, today, only).order_by(areas.c.name, h.area_id, s.born, s.id)
    for row in conn.execute(asked.limit(limit), execution_options={"yield_per": 500}):
        tags = _apart(row[8])
        because = rule.because(row[3], frozenset(tags), today)
        if because is not None:
            yield Without(
                senior=row[0], name=row[1], name_en=row[2], born=row[3], area=row[4], area_name=row[5],
                area_name_en=row[6], address=row[7], tags=tags, because=because,
            )  # fmt: skip


def _apart(joined: str | None) -> tuple[str, ...]:
    return tuple(sorted(joined.split(","))) if joined else ()


def how_many(conn: Connection, rule: Entitlement, today: date, only: Collection[str] | None = None) -> int:
    return conn.scalar(_whose(select(func.count()), rule, today, only)) or 0


def _whose(asked: Select[Any], rule: Entitlement, today: date, only: Collection[str] | None) -> Select[Any]:
    home = seniors.join(households, households.c.id == seniors.c.household_id)
    asked = asked.select_from(home.join(areas, areas.c.id == households.c.area_id))
    has = exists().where(terminals.c.household_id == households.c.id, terminals.c.active)
    asked = asked.where(~has, _entitled(rule, today))
    return asked if only is None else asked.where(households.c.area_id.in_(list(only)))


def _entitled(rule: Entitlement, today: date) -> ColumnElement[bool]:
    """The rule of `people/entitled.py`, for the database."""
    born = seniors.c.born
    return or_(
        born <= latest_birth(rule.from_age, today),
        and_(born <= latest_birth(rule.from_age_with_tags, today), _tagged(rule.tags)),
        and_(born.is_(None), _tagged({Tag.VERY_OLD})),
    )


def _tagged(tags: Collection[str]) -> ColumnElement[bool]:
    return exists().where(senior_tags.c.senior_id == seniors.c.id, senior_tags.c.tag.in_(sorted(tags)))


def _tags(conn: Connection) -> ColumnElement[Any]:
    joined: Any = func.group_concat if conn.dialect.name == "sqlite" else func.string_agg
    return select(joined(senior_tags.c.tag, ",")).where(senior_tags.c.senior_id == seniors.c.id).scalar_subquery()
