"""Who is meant by what somebody typed? Names, ids, addresses and telephone numbers that contain it."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Select, Table, or_, select

from db.schema.site import contacts, households, seniors, terminals

LEAST_DIGITS = 4
"""Of a number: fewer are a house or a flat."""


@dataclass(frozen=True, slots=True)
class Found:
    senior_id: str
    household_id: str
    area_id: str


def people_like(conn: Connection, text: str, limit: int) -> list[Found]:
    """In the order of their names. `text` is taken as it is: a per cent sign finds a per cent sign."""
    if not text:
        return []
    statement = (
        select(seniors.c.id, seniors.c.household_id, households.c.area_id)
        .join(households, households.c.id == seniors.c.household_id)
        .where(_like(text))
        .order_by(seniors.c.name, seniors.c.id)
        .limit(limit)
    )
    return [Found(*row) for row in conn.execute(statement)]


def _like(text: str) -> ColumnElement[bool]:
    words = (seniors.c.name, seniors.c.name_en, households.c.address)
    fits = [column.icontains(text, autoescape=True) for column in words]
    fits.append(seniors.c.id == text)
    fits.append(seniors.c.household_id.in_(select(terminals.c.household_id).where(terminals.c.id == text)))
    digits = "".join(letter for letter in text if letter.isdigit())
    if len(digits) >= LEAST_DIGITS and not any(letter.isalpha() for letter in text):
        fits += [seniors.c.household_id.in_(_with_number(table, digits)) for table in (terminals, contacts)]
    return or_(*fits)


def _with_number(table: Table, digits: str) -> Select[tuple[str]]:
    return select(table.c.household_id).where(table.c.number.contains(digits, autoescape=True))
