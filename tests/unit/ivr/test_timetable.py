"""The week as Asterisk's tables hold it: for anybody, at any minute, it reads as the rule decides."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings

from ivr.holidays import NoHolidays
from ivr.routing import decide, decide_for
from ivr.rungs import Rings, Rung, Why, desk_target
from ivr.services import DEFAULT_SERVICES, EMERGENCY, HOTLINE
from ivr.site import Override, Site
from ivr.tables.pushing import pushed
from ivr.tables.rows import (
    QUARTERS,
    Rows,
    base_of,
    encode,
    read,
)
from ivr.timetable import TooManyVariants, Unmade, all_pairs, touched, week, weeks
from people.areas import Area, AreaKind
from people.ids import AreaId, ProviderId, ServiceId, TerminalId
from tests.unit.ivr.weeks import (
    AREAS,
    EAST,
    HER,
    LAOSHAN,
    MEALS,
    WEST,
    ages,
    busy_sets,
    made,
    many,
    moments,
    services,
    sites,
    table,
)


@settings(max_examples=100, deadline=None)
@given(sites, services, moments, ages, busy_sets)
def test_what_is_read_from_a_pushed_week_is_what_the_rule_decides(
    site: Site, service: ServiceId, at: datetime, age: timedelta, busy: frozenset[ProviderId]
) -> None:
    rows = table(pushed((), made(site, at - age), 1))

    assert read(rows, (HER, EAST), service, at, busy) == decide_for(HER, service, site, at, busy).rungs
    assert read(rows, (TerminalId("t2"), WEST), service, at, busy) == decide(service, WEST, site, at, busy).rungs


@settings(max_examples=40, deadline=None)
@given(sites, sites, moments)
def test_only_the_touched_pairs_change(site: Site, other: Site, start: datetime) -> None:
    other = replace(other, zone=site.zone, rings=site.rings)
    before = {each.pair: each for each in made(site, start)}

    for after in made(other, start):
        assert before.get(after.pair) == after or after.pair in touched(site, other)


@pytest.mark.parametrize("change", [date(2026, 3, 29), date(2026, 10, 25)])
def test_the_week_in_which_the_clocks_change_keeps_the_hours_of_the_clocks(town: Site, change: date) -> None:
    london = replace(town, zone="Europe/London")
    start = datetime(change.year, change.month, change.day, tzinfo=UTC) - timedelta(days=2)
    rows = Rows(encode(week(LAOSHAN, MEALS, london, start), 1))

    for n in range(QUARTERS):
        at = start + timedelta(minutes=15 * n + 7)
        assert read(rows, (LAOSHAN,), MEALS, at) == decide(MEALS, LAOSHAN, london, at).rungs


def test_a_start_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        base_of(datetime(2026, 3, 10))


def test_a_week_with_more_routes_than_names_is_refused_and_keeps_no_other_from_being_made(
    tuesday_noon: datetime,
) -> None:
    site = Site(areas=AREAS, providers=many(63, 1))

    with pytest.raises(TooManyVariants, match="64 different routes"):
        week(EAST, MEALS, site, tuesday_noon)
    unmade = [each for each in weeks(site, tuesday_noon) if isinstance(each, Unmade)]
    assert [(each.scope, each.service) for each in unmade] == [(EAST, MEALS)]
    assert len(made(site, tuesday_noon)) == len(all_pairs(site)) - 1


def test_a_route_that_fits_no_row_is_told_not_pushed(tuesday_noon: datetime) -> None:
    site = Site(areas=AREAS, providers=many(1, 40))

    (unmade,) = weeks(site, tuesday_noon, [(EAST, MEALS)])

    assert isinstance(unmade, Unmade)
    assert "1000" in unmade.reason


def test_62_routes_fit(tuesday_noon: datetime) -> None:
    found = week(EAST, MEALS, Site(areas=AREAS, providers=many(61, 1)), tuesday_noon)

    assert len(found.variants) == 62


def test_the_emergency_has_no_week(town: Site, tuesday_noon: datetime) -> None:
    assert EMERGENCY not in {service for _, service in all_pairs(town)}
    with pytest.raises(ValueError, match="ladder"):
        week(LAOSHAN, EMERGENCY, town, tuesday_noon)


def test_every_area_has_every_service_and_the_hotline(town: Site) -> None:
    pairs = all_pairs(town)

    assert len(pairs) == len(set(pairs)) == 3 * len(DEFAULT_SERVICES)
    assert (AreaId("gucheng"), HOTLINE) in pairs


@pytest.mark.parametrize("change", [{"zone": "Asia/Tokyo"}, {"rings": Rings(hotline=5)}, {"calendar": NoHolidays()}])
def test_other_clocks_or_rings_touch_everything(town: Site, change: dict[str, object]) -> None:
    assert touched(town, replace(town, **change)) == all_pairs(town)  # type: ignore[arg-type]


def test_a_new_area_and_a_new_override_are_touched(town: Site) -> None:
    rungs = (Rung(target=desk_target("centre"), seconds=20, why=Why.OVERRIDE),)
    area = Area(id=AreaId("new"), name="新", kind=AreaKind.COMMUNITY)
    grown = replace(town, areas=(*town.areas, area), overrides=(Override(terminal=HER, service=MEALS, rungs=rungs),))
    changed = replace(grown, overrides=(Override(terminal=HER, service=MEALS, rungs=rungs * 2),))

    assert set(touched(town, grown)) == set(all_pairs(grown)) - set(all_pairs(town))
    assert touched(grown, changed) == ((HER, MEALS),)
    assert touched(grown, grown) == ()


def test_an_override_of_a_service_the_site_does_not_offer_has_no_week(town: Site) -> None:
    override = Override(terminal=HER, service=ServiceId("dancing"), rungs=())

    assert all_pairs(replace(town, overrides=(override,))) == all_pairs(town)
