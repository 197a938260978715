"""What the validator refuses, and in which words."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any

import pytest

from ivr.emergency import LadderSettings, Step
from ivr.rungs import Rung, Why, desk_target
from ivr.services import DEFAULT_SERVICES, EMERGENCY
from ivr.site import Desk, Override, Site
from ivr.validation.validate import Problem, refused, validate
from people.ids import AreaId, HouseholdId, ServiceId, TargetId, TerminalId
from people.providers import ALL_DAY, Hours, ProviderNumber, Span

MEALS = ServiceId("meals")
HER = TerminalId("t1001")


def told(problems: tuple[Problem, ...]) -> str:
    return "\n".join(str(problem) for problem in problems)


def first(things: tuple[Any, ...], **changed: object) -> tuple[Any, ...]:
    return (replace(things[0], **changed), *things[1:])


def overridden(site: Site, *targets: str, service: str = "meals", terminal: str = "t1001") -> Site:
    rungs = tuple(Rung(target=TargetId(target), seconds=20, why=Why.OVERRIDE) for target in targets)
    override = Override(terminal=TerminalId(terminal), service=ServiceId(service), rungs=rungs)
    return replace(site, overrides=(override,))


def without_desk(site: Site, name: str) -> Site:
    return replace(site, desks=tuple(desk for desk in site.desks if desk.name != name))


def test_a_good_site_has_no_problem(town: Site, tuesday_noon: datetime) -> None:
    assert validate(town, tuesday_noon) == ()
    assert not refused(())


def test_a_good_override_is_no_problem(town: Site, tuesday_noon: datetime) -> None:
    site = overridden(town, "prov-hall-2", "contact-c1", "own-1", "desk-centre")

    assert validate(site, tuesday_noon) == ()


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (lambda s: replace(s, areas=first(s.areas, id="Gu/cheng")), "'Gu/cheng': is no id"),
        (lambda s: replace(s, areas=(*s.areas, s.areas[0])), "'gucheng': stands there 2 times"),
        (lambda s: replace(s, terminals=first(s.terminals, id="laoshan")), "'laoshan': stands there 2 times"),
        (lambda s: replace(s, providers=(*s.providers, s.providers[0])), "'kitchen': stands there 2 times"),
        (lambda s: replace(s, contacts=first(s.contacts, id="c1")), "contact 'c1': stands there 2 times"),
        (lambda s: replace(s, desks=(*s.desks, s.desks[0])), "desk 'hotline': stands there 2 times"),
        (
            lambda s: replace(s, services=first(s.services, id="meals")),
            "service 'meals': stands there 2 times",
        ),
        (
            lambda s: replace(s, areas=first(s.areas, parent="atlantis")),
            "area gucheng: names the area 'atlantis'",
        ),
        (lambda s: replace(s, areas=first(s.areas, parent="laoshan")), "area gucheng: lies in itself"),
        (lambda s: replace(s, areas=first(s.areas, parent="gucheng")), "area gucheng: lies in itself"),
        (lambda s: replace(s, services=s.services[1:]), "emergency: is not there under 01"),
        (lambda s: replace(s, services=first(s.services, code="31")), "emergency: is not there under 01"),
        (
            lambda s: replace(s, services=(*s.services[:-1], replace(s.services[-1], code="21"))),
            "the code '21'",
        ),
        (
            lambda s: replace(s, services=(*s.services[:-1], replace(s.services[-1], code="1"))),
            "the code '1'",
        ),
        (
            lambda s: replace(s, services=(*s.services[:-1], replace(s.services[-1], code="02"))),
            "shares the code",
        ),
        (
            lambda s: replace(s, providers=first(s.providers, service="dancing")),
            "names the service 'dancing'",
        ),
        (lambda s: replace(s, providers=first(s.providers, area="atlantis")), "names the area 'atlantis'"),
        (
            lambda s: replace(s, households=first(s.households, area="atlantis")),
            "household h1: names the area",
        ),
        (
            lambda s: replace(s, seniors=first(s.seniors, household="h9")),
            "senior s1: names the household 'h9'",
        ),
        (
            lambda s: replace(s, terminals=first(s.terminals, household="h9")),
            "t1001: names the household 'h9'",
        ),
        (lambda s: replace(s, contacts=first(s.contacts, household="h9")), "c2: names the household 'h9'"),
        (
            lambda s: replace(s, contacts=first(s.contacts, number="+8613")),
            "contact c2 of h1: its number '+8613'",
        ),
        (lambda s: overridden(s, "desk-centre", terminal="t9"), "names the terminal 't9'"),
        (lambda s: overridden(s, "desk-centre", service="dancing"), "names the service 'dancing'"),
        (lambda s: overridden(s, "desk-centre", service="emergency"), "is for the emergency"),
        (lambda s: overridden(s, "prov-hall-3"), "provider's number 'prov-hall-3'"),
        (lambda s: overridden(s, "prov-hall"), "provider's number 'prov-hall'"),
        (lambda s: overridden(s, "prov-nobody-1"), "provider's number 'prov-nobody-1'"),
        (lambda s: overridden(s, "desk-nowhere"), "names the desk 'nowhere'"),
        (lambda s: overridden(s, "contact-c9"), "names the contact 'c9'"),
        (lambda s: overridden(s, "amb-120"), "rings 'amb-120'"),
        (lambda s: overridden(s, "own-first"), "rings 'own-first'"),
        (
            lambda s: replace(s, providers=first(s.providers, numbers=())),
            "kitchen (街道中央厨房): has no number",
        ),
        (lambda s: replace(s, providers=first(s.providers, capacity=0)), "can hold 0 calls"),
        (lambda s: replace(s, desks=first(s.desks, endpoints=())), "desk hotline: has no telephone"),
        (lambda s: without_desk(s, "centre"), "desk centre: has no telephone"),
        (lambda s: without_desk(s, "community"), "desk community: has no telephone"),
        (lambda s: replace(s, ladder=LadderSettings(steps=())), "the emergency ladder: the ladder is empty"),
        (lambda s: replace(s, zone="Mars/Olympus"), "time zone 'Mars/Olympus' is unknown"),
        (lambda s: replace(s, zone="Asia/../Shanghai"), "time zone 'Asia/../Shanghai' is unknown"),
    ],
)
def test_a_broken_site_is_refused_in_words(
    town: Site, tuesday_noon: datetime, broken: Callable[[Site], Site], words: str
) -> None:
    problems = validate(broken(town), tuesday_noon)

    assert words in told(problems)
    assert refused(problems)
    assert all(problem.cure for problem in problems)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (ProviderNumber(number="68861234"), "area code"),
        (ProviderNumber(number="120"), "belong in the ladder only"),
        (ProviderNumber(number="13900000001"), "+8613900000001 is meant"),
        (ProviderNumber(number="+8613900000001", seconds=4), "its number 1 rings 4 s"),
        (ProviderNumber(number="+8613900000001", seconds=121), "its number 1 rings 121 s"),
    ],
)
def test_a_number_that_cannot_be_dialled_is_refused(
    town: Site, tuesday_noon: datetime, number: ProviderNumber, words: str
) -> None:
    site = replace(town, providers=first(town.providers, numbers=(number,)))

    assert words in told(validate(site, tuesday_noon))


def test_a_short_company_number_may_be_a_providers(town: Site, tuesday_noon: datetime) -> None:
    site = replace(town, providers=first(town.providers, numbers=(ProviderNumber(number="12345"),)))

    assert validate(site, tuesday_noon) == ()


def test_a_provider_that_rings_for_long_is_a_warning(town: Site, tuesday_noon: datetime) -> None:
    slow = (ProviderNumber(number="+8613900000001", seconds=61),) * 2
    problems = validate(replace(town, providers=first(town.providers, numbers=slow)), tuesday_noon)

    assert "rings 122 s before anybody else does" in told(problems)
    assert not refused(problems)


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (Hours(week=(ALL_DAY,) * 6), "its week has 6 days"),
        (Hours(week=((Span(40, 97),),) * 7), "is no part of a day"),
        (Hours(on_holidays=(Span(40, 40),)), "is no part of a day"),
        (Hours(days=MappingProxyType({date(2026, 3, 11): (Span(1, 5), Span(4, 9))})), "overlap"),
    ],
)
def test_hours_the_grid_cannot_hold_are_refused(town: Site, tuesday_noon: datetime, hours: Hours, words: str) -> None:
    problems = validate(replace(town, providers=first(town.providers, hours=hours)), tuesday_noon)

    assert words in told(problems)
    assert refused(problems)


def test_a_week_without_anybody_at_night_names_hour_service_and_area(town: Site, tuesday_noon: datetime) -> None:
    site = without_desk(town, "hotline")
    told_of_meals = [each for each in validate(site, tuesday_noon) if "service meals" in each.where]

    (problem,) = told_of_meals
    assert problem.where == "service meals, community dining (社区送餐), in area laoshan (老山社区)"
    assert problem.what == (
        "nobody is rung Tuesday 2026-03-10 20:00 to Wednesday 2026-03-11 08:00; "
        "Wednesday 2026-03-11 20:00 to Thursday 2026-03-12 08:00; "
        "Thursday 2026-03-12 20:00 to Friday 2026-03-13 08:00; and 4 more times"
    )


def test_a_hole_in_every_hour_is_one_hole(town: Site, tuesday_noon: datetime) -> None:
    site = without_desk(town, "hotline")
    (problem,) = (each for each in validate(site, tuesday_noon) if "service clinic" in each.where)

    assert problem.what == "nobody is rung Tuesday 2026-03-10 12:00 to Tuesday 2026-03-17 12:00"


def test_the_hotline_itself_has_no_hole_while_the_centre_answers(town: Site, tuesday_noon: datetime) -> None:
    problems = validate(without_desk(town, "hotline"), tuesday_noon)

    assert not [each for each in problems if "service hotline" in each.where]


def test_nobody_lives_in_bajiao_so_its_holes_are_not_told(town: Site, tuesday_noon: datetime) -> None:
    assert "in area bajiao" not in told(validate(without_desk(town, "hotline"), tuesday_noon))


def test_an_override_that_rings_only_a_dead_desk_is_a_hole(town: Site, tuesday_noon: datetime) -> None:
    dead = replace(town, desks=(*town.desks, Desk(name="dead", endpoints=())))

    assert "in terminal t1001" in told(validate(overridden(dead, "desk-dead"), tuesday_noon))


def test_a_provider_open_round_the_clock_leaves_no_hole(town: Site, tuesday_noon: datetime) -> None:
    site = replace(without_desk(town, "hotline"), providers=first(town.providers, hours=Hours()))

    assert "service meals" not in told(validate(site, tuesday_noon))


def test_a_week_the_tables_cannot_hold_is_refused(town: Site, tuesday_noon: datetime) -> None:
    number = ProviderNumber(number="+8613900000003", seconds=5)
    site = replace(town, providers=first(town.providers, numbers=(number,) * 40))
    problems = validate(site, tuesday_noon)

    assert "service meals, community dining (社区送餐), in area bajiao (八角社区): 43 rungs make" in told(problems)
    assert refused(problems)


def test_a_calendar_that_ends_soon_is_a_warning(town: Site, tuesday_noon: datetime) -> None:
    problems = validate(town, tuesday_noon.replace(year=2098))

    assert "knows no public holidays from 2098-03-10 on" in told(problems)
    assert not refused(problems)


def test_a_ladder_without_an_ambulance_is_a_warning(town: Site, tuesday_noon: datetime) -> None:
    ladder = LadderSettings(steps=(Step(seconds=0, target=desk_target("emergency")),))
    problems = validate(replace(town, ladder=ladder), tuesday_noon)

    assert "never rings the ambulance" in told(problems)
    assert not refused(problems)


def test_clocks_off_the_quarter_hour_are_refused(town: Site) -> None:
    before_the_railway = datetime.fromisoformat("1890-01-01T12:00+00:00")

    assert "off the quarter hour" in told(validate(town, before_the_railway))


def test_a_start_without_a_zone_is_refused(town: Site) -> None:
    with pytest.raises(ValueError, match="zone"):
        validate(town, datetime(2026, 3, 10))


def test_a_hole_of_a_service_without_a_name_is_still_told(town: Site, tuesday_noon: datetime) -> None:
    site = replace(without_desk(without_desk(town, "hotline"), "centre"), services=DEFAULT_SERVICES[:1])

    assert "service hotline" in told(validate(site, tuesday_noon))
    assert EMERGENCY not in {each.where for each in validate(site, tuesday_noon)}


def test_validating_takes_no_longer_for_many_homes_in_one_area(town: Site, tuesday_noon: datetime) -> None:
    homes = tuple(replace(town.households[0], id=HouseholdId(f"h{n}")) for n in range(1, 500))
    site = replace(town, households=homes)

    assert validate(site, tuesday_noon + timedelta(minutes=7)) == ()
    assert site.area_of(HER) == AreaId("laoshan")


def test_a_prefix_that_would_take_a_public_emergency_number_is_refused_with_words(town: Site, tuesday_noon: datetime):
    found = validate(replace(town, prefix="1"), tuesday_noon)

    assert refused(found)
    assert "public emergency number 110" in told(found)
