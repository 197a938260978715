"""Which areas may a reader see? Their own area and what lies in it; everything where they have none.

A1. A member of staff of an area sees the homes in it and below it.
A2. Nobody's home (an unknown caller) is everybody's matter: otherwise nobody would see that emergency.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from fastapi import Request
from sqlalchemy import Connection

from console.frame import reader_of
from db.areas import load_areas
from db.staff import Account
from db.within import seniors_outside, terminals_outside
from people.areas import downwards
from people.ids import AreaId
from wellness_checks.case import Refused

Scope = frozenset[AreaId] | None
"""None: the whole site."""
Whose = tuple[str | None, str | None]
"""Terminal and senior of a row, where it names them."""
R = TypeVar("R")
NOBODY = Refused(field="senior", reason="nobody has this number: find her first")
"""What is said of somebody of another area, and of nobody at all: the same."""


def scope_of(conn: Connection, reader: Account | None) -> Scope:
    """What this reader may see. Nobody signed in sees no area at all."""
    return frozenset() if reader is None else scope_of_area(conn, reader.person.area or "")


def scope_of_area(conn: Connection, area: str) -> Scope:
    """What a reader of this area may see; empty: the whole site."""
    return downwards(AreaId(area), load_areas(conn)) if area else None


def area_of(request: Request) -> str:
    """The reader's area, empty for the whole site: two readers with the same one see the same pages."""
    reader = reader_of(request)
    return (reader.person.area or "") if reader else ""


def sees_area(scope: Scope, area: str | None) -> bool:
    """May a row of this area be shown? A row of no area may (A2)."""
    return scope is None or not area or area in scope


def seen_by(conn: Connection, reader: Account | None, senior: str) -> bool:
    """May this reader do something in her name? Whoever lives elsewhere is nobody to them."""
    return not senior or bool(within(conn, scope_of(conn, reader), [senior], lambda one: (None, one)))


def within(conn: Connection, scope: Scope, rows: Iterable[R], whose: Callable[[R], Whose]) -> Sequence[R]:
    """The rows that may be shown, in their order."""
    found = list(rows)
    if scope is None:
        return found
    named = [whose(row) for row in found]
    telephones = terminals_outside(conn, {terminal for terminal, _ in named if terminal}, scope)
    people = seniors_outside(conn, {senior for _, senior in named if senior}, scope)
    return [
        row
        for row, (terminal, senior) in zip(found, named, strict=True)
        if terminal not in telephones and senior not in people
    ]
