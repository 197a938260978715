"""Who should have a telephone and lives where there is none: the database finds whom the rule means."""

from datetime import date

import pytest
from sqlalchemy import Engine

from db import areas, homes, terminals
from db.engine import reading, writing
from db.without_telephone import how_many, without_telephone
from people.areas import Area, AreaKind
from people.entitled import Because, Entitlement
from people.ids import AreaId, HouseholdId, SeniorId, TerminalId
from people.seniors import Household, Senior
from people.terminals import Terminal

TODAY = date(2026, 11, 21)
PEOPLE: tuple[tuple[str, date | None, frozenset[str], Because | None], ...] = (
    ("old", date(1946, 11, 21), frozenset(), Because.AGE), ("young", date(1946, 11, 22), frozenset(), None),
    ("alone", date(1951, 11, 21), frozenset({"lives_alone", "walks_badly"}), Because.TAGS),
    ("told", None, frozenset({"very_old"}), Because.TOLD), ("served", date(1930, 1, 1), frozenset(), None),
)  # fmt: skip


@pytest.fixture
def town(engine: Engine) -> Engine:
    """Each in a home of their own; `served` has a telephone, `old` one that is out of service."""
    with writing(engine) as conn:
        areas.save_areas(conn, [Area(id=AreaId("a"), name="古城", kind=AreaKind.STREET)])
        for name, born, tags, _ in PEOPLE:
            home = HouseholdId(f"h{name}")
            homes.save_households(conn, [Household(id=home, area=AreaId("a"), address=name)])
            homes.save_seniors(conn, [Senior(id=SeniorId(name), household=home, name=name, born=born, tags=tags)])
        for name, active in (("served", True), ("old", False)):
            terminal = Terminal(id=TerminalId(f"t{name}"), household=HouseholdId(f"h{name}"), active=active)
            terminals.save_terminals(conn, [terminals.SecretTerminal(terminal=terminal, secret="x" * 16)])
    return engine


def test_the_list_is_whom_the_rule_means_and_says_why(town):
    with reading(town) as conn:
        found = list(without_telephone(conn, Entitlement(), TODAY))
        assert how_many(conn, Entitlement(), TODAY) == len(found)

    assert {row.senior: row.because for row in found} == {name: why for name, _, _, why in PEOPLE if why}
    assert next(row.tags for row in found if row.senior == "alone") == ("lives_alone", "walks_badly")


def test_another_areas_people_are_not_among_them(town):
    with reading(town) as conn:
        assert list(without_telephone(conn, Entitlement(), TODAY, ["b"])) == []
        assert how_many(conn, Entitlement(), TODAY, ["a"]) == 3
