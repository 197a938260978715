"""What is there to see of people's telephones: those given out, and those who should have one?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from db import onboarding
from db.areas import load_areas
from db.homes import seniors_of_households
from db.onboarding import OnboardingLine
from db.without_telephone import Without, how_many, without_telephone
from ivr.telephones.rules import TelephoneRules
from people.areas import Area
from people.ids import AreaId
from people.seniors import Senior

MOST = 300
"""Lines on a page; the files have all of them."""


@dataclass(frozen=True, kw_only=True)
class GivenOut:
    """A telephone on its way into service, and who lives there."""

    line: OnboardingLine
    people: tuple[Senior, ...]
    area: Area
    late: bool


@dataclass(frozen=True, kw_only=True)
class Missing:
    """`number`: all of them; `rows`: as many as a page shows."""

    number: int
    rows: Sequence[Without]


def given_out(
    conn: Connection, only: frozenset[AreaId] | None, now: datetime, within: timedelta, *, waiting: bool
) -> list[GivenOut]:
    """The longest waiting first, or all with the latest first."""
    lines = onboarding.lines(conn, only, waiting=waiting, limit=MOST)
    areas, homes = load_areas(conn), _people(conn, lines)
    return [
        GivenOut(
            line=line, people=homes.get(line.household, ()), area=areas[AreaId(line.area)],
            late=line.first_press_at is None and now - line.given_out_at >= within,
        )
        for line in lines
    ]  # fmt: skip


def missing(conn: Connection, rules: TelephoneRules, today: date, only: frozenset[AreaId] | None) -> Missing:
    return Missing(
        number=how_many(conn, rules.entitlement, today, only),
        rows=list(without_telephone(conn, rules.entitlement, today, only, MOST)),
    )  # fmt: skip


def _people(conn: Connection, lines: Sequence[OnboardingLine]) -> Mapping[str, tuple[Senior, ...]]:
    found = seniors_of_households(conn, {line.household for line in lines})
    return {str(home): people for home, people in found.items()}
