"""Whom a press reaches, in which order, and why."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

import pytest

from ivr.routing import Route, decide, decide_for, static_route
from ivr.rungs import Rings, Rung, Why, contact_target, provider_of
from ivr.services import EMERGENCY, FAMILY, HOTLINE
from ivr.site import Override, Site
from people.ids import AreaId, ContactId, ProviderId, ServiceId, TargetId, TerminalId
from people.providers import ALL_DAY, Hours, Provider, Span
from people.terminals import Accepts

MEALS, REPAIRS = ServiceId("meals"), ServiceId("repairs")
LAOSHAN, BAJIAO = AreaId("laoshan"), AreaId("bajiao")
HALL, KITCHEN = ProviderId("hall"), ProviderId("kitchen")
HER = TerminalId("t1001")
BEIJING = ZoneInfo("Asia/Shanghai")


def told(route: Route) -> list[str]:
    return [f"{rung.target} {rung.why}" for rung in route.rungs]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BEIJING)


def with_hall(town: Site, hall: Provider) -> Site:
    return replace(town, providers=(town.providers[0], hall))


def hall_of(town: Site) -> Provider:
    return town.providers[1]


def test_the_nearest_provider_is_rung_first_then_outward_then_the_hotline_then_the_family(
    town: Site, tuesday_noon: datetime
) -> None:
    route = decide(MEALS, LAOSHAN, town, tuesday_noon)

    assert told(route) == [
        "prov-hall-1 open",
        "prov-hall-2 next",
        "prov-kitchen-1 next",
        "desk-hotline hotline",
        "own-1 family",
        "own-2 family",
    ]


def test_each_rung_carries_its_ring_time_its_acceptance_and_its_capacity(town: Site, tuesday_noon: datetime) -> None:
    hall, _, kitchen, hotline, daughter, _ = decide(MEALS, LAOSHAN, town, tuesday_noon).rungs

    assert (hall.seconds, hall.accepts, hall.max) == (20, Accepts.ANSWER, 2)
    assert (kitchen.seconds, kitchen.max) == (15, None)
    assert (hotline.seconds, hotline.accepts, hotline.max) == (30, Accepts.ANSWER, None)
    assert (daughter.seconds, daughter.accepts) == (25, Accepts.PRESS_1)


def test_a_neighbouring_community_does_not_ring_this_dining_hall(town: Site, tuesday_noon: datetime) -> None:
    route = decide(MEALS, BAJIAO, town, tuesday_noon)

    assert told(route)[0] == "prov-kitchen-1 open"
    assert "hall" not in str(route)


def test_a_press_when_the_dining_hall_is_closed_goes_to_the_kitchen_that_says_why(town: Site) -> None:
    route = decide(MEALS, LAOSHAN, town, at("2026-03-10T09:59"))

    assert told(route)[0] == "prov-kitchen-1 closed"


def test_on_a_public_holiday_the_kitchen_hears_that_it_stands_in_for_the_holiday(town: Site) -> None:
    route = decide(MEALS, LAOSHAN, town, at("2026-10-01T12:00"))

    assert told(route)[0] == "prov-kitchen-1 holiday"


def test_a_press_when_everybody_is_closed_goes_to_the_hotline(town: Site) -> None:
    route = decide(MEALS, LAOSHAN, town, at("2026-03-10T23:00"))

    assert told(route) == ["desk-hotline closed", "own-1 family", "own-2 family"]


def test_where_nobody_offers_the_service_the_hotline_says_so(town: Site, tuesday_noon: datetime) -> None:
    assert told(decide(REPAIRS, LAOSHAN, town, tuesday_noon))[0] == "desk-hotline none"
    assert told(decide(MEALS, AreaId("elsewhere"), town, tuesday_noon))[0] == "desk-hotline none"


def test_a_holiday_at_night_is_just_closed(town: Site) -> None:
    only_hall = replace(town, providers=(hall_of(town),))

    assert told(decide(MEALS, LAOSHAN, only_hall, at("2026-10-01T22:00")))[0] == "desk-hotline closed"
    assert told(decide(MEALS, LAOSHAN, only_hall, at("2026-10-01T12:00")))[0] == "desk-hotline holiday"


def test_own_holiday_hours_hold_on_a_public_holiday(town: Site) -> None:
    hall = replace(hall_of(town), hours=Hours(on_holidays=(Span(44, 48),)))
    site = with_hall(town, hall)

    assert told(decide(MEALS, LAOSHAN, site, at("2026-10-01T11:30")))[0] == "prov-hall-1 open"
    assert told(decide(MEALS, LAOSHAN, site, at("2026-10-01T12:00")))[0] == "prov-kitchen-1 holiday"


def test_holidays_are_like_any_day_where_nothing_else_is_said(town: Site) -> None:
    site = with_hall(town, replace(hall_of(town), hours=Hours(week=(ALL_DAY,) * 7)))

    assert told(decide(MEALS, LAOSHAN, site, at("2026-10-01T03:00")))[0] == "prov-hall-1 open"


def test_a_single_day_wins_over_the_holiday_and_the_week(town: Site) -> None:
    days = MappingProxyType({date(2026, 10, 1): ALL_DAY, date(2026, 3, 10): ()})
    site = with_hall(town, replace(hall_of(town), hours=replace(hall_of(town).hours, days=days)))

    assert told(decide(MEALS, LAOSHAN, site, at("2026-10-01T03:00")))[0] == "prov-hall-1 open"
    assert told(decide(MEALS, LAOSHAN, site, at("2026-03-10T12:00")))[0] == "prov-kitchen-1 closed"


def test_a_make_up_sunday_is_a_working_day(town: Site) -> None:
    assert told(decide(MEALS, LAOSHAN, town, at("2026-01-04T12:00")))[0] == "prov-hall-1 open"
    assert told(decide(MEALS, LAOSHAN, town, at("2026-01-11T12:00")))[0] == "prov-kitchen-1 closed"


@pytest.mark.parametrize(
    ("minute", "first"),
    [
        ("09:59:59", "prov-kitchen-1 closed"),
        ("10:00:00", "prov-hall-1 open"),
        ("13:29:59", "prov-hall-1 open"),
        ("13:30:00", "prov-kitchen-1 closed"),
    ],
)
def test_hours_begin_and_end_on_the_second(town: Site, minute: str, first: str) -> None:
    assert told(decide(MEALS, LAOSHAN, town, at(f"2026-03-10T{minute}")))[0] == first


def test_hours_are_read_by_the_clocks_of_the_site(town: Site, tuesday_noon: datetime) -> None:
    same_moment = tuesday_noon.astimezone(ZoneInfo("America/New_York"))

    assert decide(MEALS, LAOSHAN, town, same_moment) == decide(MEALS, LAOSHAN, town, tuesday_noon)


def test_a_full_provider_is_passed_over_and_the_next_hears_why(town: Site, tuesday_noon: datetime) -> None:
    route = decide(MEALS, LAOSHAN, town, tuesday_noon, busy=frozenset({HALL}))

    assert told(route)[:2] == ["prov-kitchen-1 busy", "desk-hotline hotline"]


def test_a_provider_without_a_limit_is_never_full(town: Site, tuesday_noon: datetime) -> None:
    route = decide(MEALS, LAOSHAN, town, tuesday_noon, busy=frozenset({KITCHEN}))

    assert route == decide(MEALS, LAOSHAN, town, tuesday_noon)


@pytest.mark.parametrize("out", [{"active": False}, {"numbers": ()}, {"capacity": 0}])
def test_a_provider_that_cannot_take_a_call_is_as_if_it_were_not_there(
    town: Site, tuesday_noon: datetime, out: dict[str, object]
) -> None:
    site = with_hall(town, replace(hall_of(town), **out))  # type: ignore[arg-type]

    assert told(decide(MEALS, LAOSHAN, site, tuesday_noon))[0] == "prov-kitchen-1 open"


def test_the_family_service_rings_her_contacts_then_the_hotline(town: Site, tuesday_noon: datetime) -> None:
    route = decide(FAMILY, LAOSHAN, town, tuesday_noon)

    assert told(route) == ["own-1 family", "own-2 family", "own-3 family", "desk-hotline hotline"]
    assert {rung.accepts for rung in route.rungs[:3]} == {Accepts.PRESS_1}


def test_the_hotline_rings_its_desk_then_the_centre(town: Site, tuesday_noon: datetime) -> None:
    route = decide(HOTLINE, LAOSHAN, town, tuesday_noon)

    assert told(route) == ["desk-hotline hotline", "desk-centre next"]
    assert route == static_route(HOTLINE)


def test_the_static_route_takes_the_ring_times_of_the_site() -> None:
    hotline, centre = static_route(MEALS, Rings(hotline=11, centre=12)).rungs

    assert (hotline.seconds, centre.seconds) == (11, 12)


def test_the_emergency_is_no_route(town: Site, tuesday_noon: datetime) -> None:
    with pytest.raises(ValueError, match="ladder"):
        decide(EMERGENCY, LAOSHAN, town, tuesday_noon)
    with pytest.raises(ValueError, match="ladder"):
        static_route(EMERGENCY)


def test_a_time_without_a_zone_is_refused(town: Site) -> None:
    with pytest.raises(ValueError, match="zone"):
        decide(MEALS, LAOSHAN, town, datetime(2026, 3, 10, 12))


def override(*targets: str, full_at: int | None = None) -> Override:
    rungs = (Rung(target=TargetId(target), seconds=20, max=full_at, why=Why.OVERRIDE) for target in targets)
    return Override(terminal=HER, service=MEALS, rungs=tuple(rungs))


def test_an_override_stands_before_the_hotline_and_the_family(town: Site, tuesday_noon: datetime) -> None:
    site = replace(town, overrides=(override(contact_target(ContactId("c2"))),))

    assert told(decide_for(HER, MEALS, site, tuesday_noon)) == [
        "contact-c2 override",
        "desk-hotline hotline",
        "own-1 family",
        "own-2 family",
    ]


def test_an_override_that_rings_a_desk_is_taken_as_it_is(town: Site, tuesday_noon: datetime) -> None:
    site = replace(town, overrides=(override("desk-community"),))

    assert told(decide_for(HER, MEALS, site, tuesday_noon)) == ["desk-community override"]


def test_a_full_provider_of_an_override_is_passed_over(town: Site, tuesday_noon: datetime) -> None:
    site = replace(town, overrides=(override("prov-hall-1", full_at=2),))
    route = decide_for(HER, MEALS, site, tuesday_noon, busy=frozenset({HALL}))

    assert told(route)[0] == "desk-hotline busy"


def test_an_override_changes_no_other_service_and_no_other_terminal(town: Site, tuesday_noon: datetime) -> None:
    site = replace(town, overrides=(override("desk-community"),))

    assert decide_for(HER, REPAIRS, site, tuesday_noon) == decide(REPAIRS, LAOSHAN, site, tuesday_noon)
    assert told(decide_for(TerminalId("t9"), MEALS, site, tuesday_noon))[0] == "desk-hotline none"


def test_a_terminal_of_an_unknown_home_still_reaches_the_hotline(town: Site, tuesday_noon: datetime) -> None:
    site = replace(town, households=())

    assert told(decide_for(HER, MEALS, site, tuesday_noon))[0] == "desk-hotline none"


def test_providers_of_one_area_are_rung_in_the_order_of_the_site(town: Site, tuesday_noon: datetime) -> None:
    second = replace(hall_of(town), id=ProviderId("annex"))
    site = replace(town, providers=(*town.providers, second))

    assert told(decide(MEALS, LAOSHAN, site, tuesday_noon))[:4] == [
        "prov-hall-1 open",
        "prov-hall-2 next",
        "prov-annex-1 next",
        "prov-annex-2 next",
    ]


def test_a_second_hall_of_the_same_community_is_no_stand_in(town: Site) -> None:
    early = replace(hall_of(town), id=ProviderId("early"), hours=Hours(week=((Span(28, 40),),) * 7))
    site = replace(town, providers=(hall_of(town), early))

    assert told(decide(MEALS, LAOSHAN, site, at("2026-03-10T08:00")))[0] == "prov-early-1 open"


def test_areas_that_lie_in_a_circle_still_route(town: Site, tuesday_noon: datetime) -> None:
    street = replace(town.areas[0], parent=LAOSHAN)
    site = replace(town, areas=(street, *town.areas[1:]))

    assert decide(MEALS, LAOSHAN, site, tuesday_noon) == decide(MEALS, LAOSHAN, town, tuesday_noon)


def test_only_a_providers_target_has_a_provider() -> None:
    assert provider_of(TargetId("prov-hall-2")) == HALL
    assert provider_of(TargetId("desk-hotline")) is None


def test_the_same_hour_of_the_next_week_has_the_same_route(town: Site, tuesday_noon: datetime) -> None:
    later = tuesday_noon + timedelta(days=7)

    assert decide(MEALS, LAOSHAN, town, later) == decide(MEALS, LAOSHAN, town, tuesday_noon)
