"""What lies in an area, and in what does it lie?"""

from people.areas import Area, AreaKind, downwards, upwards
from people.ids import AreaId


def area(name: str, parent: str = "") -> Area:
    return Area(id=AreaId(name), name=name, kind=AreaKind.COMMUNITY, parent=AreaId(parent) if parent else None)


TOWN = {each.id: each for each in (area("town"), area("north", "town"), area("mill", "north"), area("south", "town"))}
RING = {each.id: each for each in (area("one", "two"), area("two", "one"))}


def test_upwards_leads_from_an_area_to_the_whole_town():
    assert list(upwards(AreaId("mill"), TOWN)) == ["mill", "north", "town"]


def test_downwards_is_the_area_and_everything_in_it():
    assert downwards(AreaId("north"), TOWN) == frozenset({"north", "mill"})
    assert downwards(AreaId("town"), TOWN) == frozenset(TOWN)
    assert downwards(AreaId("mill"), TOWN) == frozenset({"mill"})


def test_an_area_nobody_knows_holds_itself_alone():
    assert downwards(AreaId("moon"), TOWN) == frozenset({"moon"})
    assert list(upwards(AreaId("moon"), TOWN)) == ["moon"]


def test_a_loop_in_the_tree_ends_the_walk():
    assert list(upwards(AreaId("one"), RING)) == ["one", "two"]
    assert downwards(AreaId("one"), RING) == frozenset({"one", "two"})
