"""Which skill does a call need, as rows of Asterisk's tables?"""

from ivr.queue.needs import Skill, need_rows
from ivr.site import Site
from people.areas import Area, AreaKind
from people.ids import AreaId, HouseholdId, SeniorId, TerminalId
from people.seniors import Household, Senior
from people.terminals import Terminal

MEDICAL = Skill(name="medical", services=frozenset({"clinic"}))
SICHUAN = Skill(name="sichuan", dialects=frozenset({"四川话"}))
NORTH = Skill(name="north", areas=frozenset({"a2"}))
HOMES = ("h1", "a1", ""), ("h2", "a2", "四川话"), ("h3", "a2", "")
SITE = Site(
    areas=tuple(Area(id=AreaId(area), name=area, kind=AreaKind.COMMUNITY) for area in ("a1", "a2")),
    households=tuple(Household(id=HouseholdId(home), area=AreaId(area), address="") for home, area, _ in HOMES),
    seniors=tuple(
        Senior(id=SeniorId(f"s{home}"), household=HouseholdId(home), name="王", dialect=dialect)
        for home, _, dialect in HOMES
    ),
    terminals=tuple(Terminal(id=TerminalId(f"t{home}"), household=HouseholdId(home)) for home, _, _ in HOMES),
)


def rows(*skills: Skill) -> dict[tuple[str, str], str]:
    return {(row.at.family, row.at.key): row.value for row in need_rows(SITE, skills)}


def test_a_service_that_needs_a_skill_has_its_row_and_no_home_has():
    assert rows(MEDICAL) == {("need-service", "clinic"): "medical"}


def test_a_dialect_goes_before_the_area():
    assert rows(SICHUAN, NORTH) == {("need-home", "th2"): "sichuan", ("need-home", "th3"): "north"}


def test_the_first_of_two_skills_for_one_thing_counts():
    again = Skill(name="nurse", services=frozenset({"clinic"}))

    assert rows(again, MEDICAL) == {("need-service", "clinic"): "nurse"}
