"""What does the console list? Calls of a stretch of time with the names of who and what, newest first."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, ScalarSelect, Select, func, or_, select

from db.calls import CallRow
from db.schema.calls import calls
from db.schema.site import areas, households, seniors, services

_CALL = tuple(field.name for field in fields(CallRow))


@dataclass(frozen=True, kw_only=True)
class CallLine:
    """A call in words. Names: empty for an unknown caller, joined by 、 for two people of one home."""

    call: CallRow
    names: str
    names_en: str
    address: str
    area: str
    service: str
    service_en: str


def calls_between(
    conn: Connection, since: datetime, until: datetime, limit: int = 200, areas: Collection[str] | None = None
) -> list[CallLine]:
    """Pressed at or after `since` and before `until`; with `areas`, of homes in them and of nobody's home."""
    statement = _lines().where(calls.c.pressed_at >= since, calls.c.pressed_at < until)
    if areas is not None:
        statement = statement.where(or_(households.c.area_id.in_(areas), households.c.id.is_(None)))
    rows = conn.execute(statement.order_by(calls.c.pressed_at.desc(), calls.c.id).limit(limit))
    return [_line(tuple(row)) for row in rows]


def calls_of_household(conn: Connection, household: str, limit: int = 50) -> list[CallLine]:
    """Her last calls, newest first."""
    statement = _lines().where(calls.c.household_id == household)
    rows = conn.execute(statement.order_by(calls.c.pressed_at.desc(), calls.c.id).limit(limit))
    return [_line(tuple(row)) for row in rows]


def _lines() -> Select[Any]:
    where = calls.outerjoin(households, households.c.id == calls.c.household_id)
    where = where.outerjoin(areas, areas.c.id == households.c.area_id)
    where = where.outerjoin(services, services.c.id == calls.c.service_id)
    return select(
        *(calls.c[name] for name in _CALL), _names("name"), _names("name_en"),
        households.c.address, areas.c.name, services.c.name, services.c.name_en,
    ).select_from(where)  # fmt: skip


def _names(column: str) -> ScalarSelect[str]:
    joined = func.aggregate_strings(seniors.c[column], "、")
    return select(joined).where(seniors.c.household_id == calls.c.household_id).scalar_subquery()


def _line(row: tuple[Any, ...]) -> CallLine:
    call = CallRow(**dict(zip(_CALL, row, strict=False)))
    names, names_en, address, area, service, service_en = (text or "" for text in row[len(_CALL) :])
    return CallLine(
        call=call, names=names, names_en=names_en.strip("、"), address=address, area=area,
        service=service, service_en=service_en,
    )  # fmt: skip
