"""What the second exchange would not carry of a site, in which words, with which cure."""

from dataclasses import replace

from ivr.problems import Severity
from ivr.site import Site
from ivr.validation.second import second_problems

EVERY_DESK = ("hotline", "centre", "emergency", "community")
MOBILE = ("+8613900000021",)


def told(site: Site, **desks: tuple[str, ...]) -> str:
    return "\n".join(str(problem) for problem in second_problems(site, desks))


def numbered(site: Site) -> Site:
    """Every telephone has a number."""
    homes = tuple(replace(one, number=f"+86106661{n:04}") for n, one in enumerate(site.terminals))
    return replace(site, terminals=homes)


def test_the_ambulances_rung_is_named_with_whoever_is_rung_instead(town: Site) -> None:
    said = told(town, emergency=MOBILE)

    assert "120, is never dialled through the second exchange; the desk emergency is rung there instead" in said
    assert "whoever accepts rings 120 from another telephone" in said


def test_the_desk_ambulance_goes_before_the_desk_emergency(town: Site) -> None:
    assert "the desk ambulance is rung there instead" in told(town, emergency=MOBILE, ambulance=MOBILE)


def test_without_a_mobile_for_it_the_cure_is_a_setting(town: Site) -> None:
    said = told(town, emergency=("120",))

    assert "no mobile is there to be rung instead. Set BIGBUTTON_TWILIO__DESKS" in said


def test_a_desk_that_rings_nowhere_is_named(town: Site) -> None:
    said = told(town, hotline=MOBILE)

    assert "desk centre: rings nowhere while the second exchange carries" in said
    assert "desk hotline" not in said


def test_homes_without_a_number_are_counted_and_they_are_warnings(town: Site) -> None:
    bare = replace(town, terminals=tuple(replace(one, number="") for one in town.terminals))
    homes = len({one.household for one in town.terminals if one.active})

    assert f"{homes} of {homes} have no number" in told(bare)
    assert "have no number" not in told(numbered(town))
    assert {problem.severity for problem in second_problems(bare, {})} == {Severity.WARNING}


def test_a_site_that_is_carried_whole_has_only_the_ambulance_left_to_say(town: Site) -> None:
    found = second_problems(numbered(town), dict.fromkeys(EVERY_DESK, MOBILE))

    assert {problem.where for problem in found} == {"the emergency ladder"}
