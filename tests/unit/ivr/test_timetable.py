"""The week as Asterisk's tables hold it: for anybody, at any minute, it reads as the rule decides."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.holidays import NoHolidays
from ivr.pushing import keys_to_drop, keys_to_drop_later, next_generation, pushed, rows_to_put
from ivr.routing import decide, decide_for, static_route
from ivr.rows import (
    QUARTER,
    QUARTERS,
    Key,
    Pushed,
    Row,
    Rows,
    ValueTooLong,
    Week,
    base_of,
    decode,
    decode_rungs,
    encode,
    encode_rungs,
    read,
    week_key,
)
from ivr.rungs import Rings, Rung, Why, desk_target
from ivr.services import DEFAULT_SERVICES, EMERGENCY, FAMILY, HOTLINE
from ivr.site import Override, Site
from ivr.timetable import TooManyVariants, Unmade, all_pairs, gone, touched, week, weeks
from people.areas import Area, AreaKind
from people.ids import AreaId, HouseholdId, ProviderId, ServiceId, TargetId, TerminalId
from people.providers import ALL_DAY, Hours, Provider, ProviderNumber, Span
from people.seniors import Household
from people.terminals import Accepts, Terminal

MEALS, REPAIRS = ServiceId("meals"), ServiceId("repairs")
CITY, STREET, EAST, WEST = (AreaId(name) for name in ("city", "street", "east", "west"))
LAOSHAN = AreaId("laoshan")
HER = TerminalId("t1")
NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
YEAR = 365 * 24 * 3600
LAST_START = (QUARTERS - 1) * QUARTER

AREAS = (
    Area(id=CITY, name="区", kind=AreaKind.DISTRICT),
    Area(id=STREET, name="街道", kind=AreaKind.STREET, parent=CITY),
    Area(id=EAST, name="东", kind=AreaKind.COMMUNITY, parent=STREET),
    Area(id=WEST, name="西", kind=AreaKind.COMMUNITY, parent=STREET),
)
DAYS = ((), ALL_DAY, (Span(36, 46),), (Span(0, 1), Span(52, 70)), (Span(28, 41), Span(41, 95)))

zones = st.sampled_from(["Asia/Shanghai", "Europe/London", "Australia/Lord_Howe", "Asia/Kathmandu"])
spans = st.sampled_from(DAYS)
moments = st.integers(0, YEAR - 1).map(lambda second: NEW_YEAR + timedelta(seconds=second))
dates = st.integers(0, 364).map(lambda n: date(2026, 1, 1) + timedelta(days=n))
single_days: st.SearchStrategy[Mapping[date, tuple[Span, ...]]] = st.dictionaries(dates, spans, max_size=3).map(
    MappingProxyType
)
hours = st.builds(Hours, week=st.tuples(*[spans] * 7), on_holidays=st.none() | spans, days=single_days)
numbers = st.lists(
    st.builds(
        ProviderNumber,
        number=st.just("+8613900000001"),
        seconds=st.integers(5, 60),
        accepts=st.sampled_from(Accepts),
    ),
    max_size=2,
).map(tuple)


def provider(n: int) -> st.SearchStrategy[Provider]:
    return st.builds(
        Provider,
        id=st.just(ProviderId(f"p{n}")),
        name=st.just("p"),
        service=st.sampled_from([MEALS, REPAIRS]),
        area=st.sampled_from([CITY, STREET, EAST]),
        numbers=numbers,
        hours=hours,
        capacity=st.none() | st.integers(0, 3),
        active=st.sampled_from([True, True, True, False]),
    )


providers = st.integers(0, 4).flatmap(lambda count: st.tuples(*(provider(n) for n in range(count))))
overrides = st.lists(
    st.builds(
        Override,
        terminal=st.just(HER),
        service=st.sampled_from([MEALS, FAMILY]),
        rungs=st.lists(
            st.builds(
                Rung,
                target=st.sampled_from([TargetId("prov-p1-1"), TargetId("desk-centre"), TargetId("contact-c1")]),
                seconds=st.integers(5, 60),
                max=st.none() | st.just(2),
                why=st.just(Why.OVERRIDE),
            ),
            min_size=1,
            max_size=2,
        ).map(tuple),
    ),
    max_size=2,
    unique_by=lambda override: override.service,
).map(tuple)
sites = st.builds(
    Site,
    areas=st.just(AREAS),
    providers=providers,
    overrides=overrides,
    households=st.just((Household(id=HouseholdId("h1"), area=EAST, address=""),)),
    terminals=st.just((Terminal(id=HER, household=HouseholdId("h1")),)),
    rings=st.builds(Rings, hotline=st.integers(10, 40)),
    zone=zones,
)
services = st.sampled_from([MEALS, REPAIRS, FAMILY, HOTLINE, ServiceId("clinic")])
busy_sets = st.frozensets(st.sampled_from([ProviderId(f"p{n}") for n in range(4)]))
ages = st.integers(0, LAST_START).map(lambda second: timedelta(seconds=second))


def made(site: Site, start: datetime) -> tuple[Week, ...]:
    return tuple(found for found in weeks(site, start) if isinstance(found, Week))


def table(held: tuple[Pushed, ...]) -> Rows:
    return Rows(rows_to_put((), held))


@settings(max_examples=100, deadline=None)
@given(sites, services, moments, ages, busy_sets)
def test_what_is_read_from_a_pushed_week_is_what_the_rule_decides(
    site: Site, service: ServiceId, at: datetime, age: timedelta, busy: frozenset[ProviderId]
) -> None:
    rows = table(pushed((), made(site, at - age), 1))

    assert read(rows, (HER, EAST), service, at, busy) == decide_for(HER, service, site, at, busy).rungs
    assert read(rows, (TerminalId("t2"), WEST), service, at, busy) == decide(service, WEST, site, at, busy).rungs


@settings(max_examples=40, deadline=None)
@given(sites, sites, services, moments, ages, busy_sets, st.data())
def test_a_half_pushed_set_reads_wholly_old_or_wholly_new(
    site: Site,
    other: Site,
    service: ServiceId,
    at: datetime,
    age: timedelta,
    busy: frozenset[ProviderId],
    data: st.DataObject,
) -> None:
    old = pushed((), made(site, at - age), 7)
    new = pushed(old, made(other, at - age / 2), 8, gone(site, other))
    puts = rows_to_put(old, new)
    arrived = puts[: data.draw(st.integers(0, len(puts)), label="rows that arrived")]

    half = table(old).after(put=arrived)

    for scope in (HER, EAST, WEST):
        seen = read(half, (scope,), service, at, busy)
        assert seen in [read(table(held), (scope,), service, at, busy) for held in (old, new)] or (
            (scope, service) in gone(site, other)
        )


@settings(max_examples=40, deadline=None)
@given(sites, sites, services, moments, ages, busy_sets)
def test_once_all_is_put_and_the_old_is_dropped_the_new_week_is_read(
    site: Site,
    other: Site,
    service: ServiceId,
    at: datetime,
    age: timedelta,
    busy: frozenset[ProviderId],
) -> None:
    old = pushed((), made(site, at - age), 7)
    new = pushed(old, made(other, at - age / 2), 8, gone(site, other))

    rows = table(old).after(rows_to_put(old, new), keys_to_drop(old, new))
    tidy = rows.after(dropped=keys_to_drop_later(old, new))

    wanted = decide_for(HER, service, other, at, busy).rungs
    assert read(rows, (HER, EAST), service, at, busy) == wanted
    assert read(tidy, (HER, EAST), service, at, busy) == wanted
    assert {row.at for row in tidy.held} == {row.at for row in table(new).held}


@settings(max_examples=40, deadline=None)
@given(sites, moments, st.integers(0, 999_999))
def test_a_week_comes_back_from_its_rows(site: Site, start: datetime, generation: int) -> None:
    for each in made(site, start):
        rows = Rows(encode(each, generation))

        assert decode(rows, each.scope, each.service) == Pushed(week=each, generation=generation)
        assert all(len(row.value.encode()) <= 1000 and row.value.isascii() for row in rows.held)


@settings(max_examples=40, deadline=None)
@given(sites, sites, moments)
def test_only_the_touched_pairs_change(site: Site, other: Site, start: datetime) -> None:
    other = replace(other, zone=site.zone, rings=site.rings)
    before = {each.pair: each for each in made(site, start)}

    for after in made(other, start):
        assert before.get(after.pair) == after or after.pair in touched(site, other)


def meals_at_noon(town: Site, noon: datetime) -> Week:
    return week(LAOSHAN, MEALS, town, noon)


@pytest.mark.parametrize("change", [date(2026, 3, 29), date(2026, 10, 25)])
def test_the_week_in_which_the_clocks_change_keeps_the_hours_of_the_clocks(town: Site, change: date) -> None:
    london = replace(town, zone="Europe/London")
    start = datetime(change.year, change.month, change.day, tzinfo=UTC) - timedelta(days=2)
    rows = Rows(encode(week(LAOSHAN, MEALS, london, start), 1))

    for n in range(QUARTERS):
        at = start + timedelta(minutes=15 * n + 7)
        assert read(rows, (LAOSHAN,), MEALS, at) == decide(MEALS, LAOSHAN, london, at).rungs


def test_the_week_row_is_base_generation_and_672_names(town: Site, tuesday_noon: datetime) -> None:
    found = meals_at_noon(town, tuesday_noon + timedelta(minutes=14, seconds=59))

    *_, last = encode(found, 42)

    assert last.at == Key("week", "laoshan/meals")
    assert last.value[:16] == f"{int(tuesday_noon.timestamp())}000042"
    assert len(last.value) == 16 + 672


def test_a_route_row_is_written_as_the_dialplan_reads_it(town: Site, tuesday_noon: datetime) -> None:
    found = meals_at_noon(town, tuesday_noon)
    rows = Rows(encode(found, 42))

    assert rows.value(Key("route", f"laoshan/meals/000042/{found.grid[0]}")) == (
        "prov-hall-1,20,answer,2,open|prov-hall-2,20,answer,2,next|prov-kitchen-1,15,answer,,next"
        "|desk-hotline,30,answer,,hotline|own-1,25,press-1,,family|own-2,25,press-1,,family"
    )


def test_the_week_row_is_put_last(town: Site, tuesday_noon: datetime) -> None:
    held = pushed((), made(town, tuesday_noon), 1)
    families = [row.at.family for row in rows_to_put((), held)]

    assert families == sorted(families)


def test_the_base_lies_on_the_quarter_hour_the_start_lies_in() -> None:
    start = datetime(2026, 3, 10, 12, 29, 59, tzinfo=UTC)

    assert base_of(start) == int(datetime(2026, 3, 10, 12, 15, tzinfo=UTC).timestamp())


def test_a_start_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        base_of(datetime(2026, 3, 10))


def test_without_a_row_the_static_route_is_rung(tuesday_noon: datetime) -> None:
    assert read(Rows(), (HER, EAST), MEALS, tuesday_noon) == static_route(MEALS).rungs


def test_the_files_may_hold_another_static_route(tuesday_noon: datetime) -> None:
    centre = (Rung(target=desk_target("centre"), seconds=9, why=Why.HOTLINE),)

    assert read(Rows(), (EAST,), MEALS, tuesday_noon, static=centre) == centre


@pytest.mark.parametrize(
    ("later", "is_static"),
    [
        (timedelta(seconds=-QUARTER), True),
        (timedelta(seconds=-1), True),
        (timedelta(0), False),
        (timedelta(days=7, seconds=-1), False),
        (timedelta(days=7), True),
    ],
)
def test_outside_its_week_a_row_counts_as_none(
    town: Site, tuesday_noon: datetime, later: timedelta, is_static: bool
) -> None:
    rows = Rows(encode(meals_at_noon(town, tuesday_noon), 1))
    seen = read(rows, (LAOSHAN,), MEALS, tuesday_noon + later)

    assert (seen == static_route(MEALS).rungs) is is_static


def test_a_week_row_whose_routes_are_not_there_counts_as_none(town: Site, tuesday_noon: datetime) -> None:
    rows = Rows(encode(meals_at_noon(town, tuesday_noon), 1)[-1:])

    assert read(rows, (LAOSHAN,), MEALS, tuesday_noon) == static_route(MEALS).rungs


def test_a_terminals_lost_routes_leave_it_to_its_area(town: Site, tuesday_noon: datetime) -> None:
    found = meals_at_noon(town, tuesday_noon)
    hers = encode(replace(found, scope=HER), 1)[-1:]
    rows = Rows((*hers, *encode(found, 1)))

    assert read(rows, (HER, LAOSHAN), MEALS, tuesday_noon) == decide(MEALS, LAOSHAN, town, tuesday_noon).rungs


def test_there_is_nothing_to_decode_where_nothing_was_pushed() -> None:
    assert decode(Rows(), EAST, MEALS) is None


def test_an_empty_route_has_no_rungs() -> None:
    assert decode_rungs("") == ()


def test_a_value_over_1000_bytes_is_refused() -> None:
    rung = Rung(target=TargetId("prov-p1-1"), seconds=20, why=Why.OPEN)

    with pytest.raises(ValueTooLong, match="60 rungs"):
        encode_rungs((rung,) * 60)


@pytest.mark.parametrize("generation", [-1, 1_000_000])
def test_a_generation_has_six_digits(town: Site, tuesday_noon: datetime, generation: int) -> None:
    with pytest.raises(ValueError, match="six digits"):
        encode(meals_at_noon(town, tuesday_noon), generation)


def test_after_the_last_generation_the_count_begins_again() -> None:
    assert next_generation(41) == 42
    assert next_generation(999_999) == 1


def many(count: int, numbers: int) -> tuple[Provider, ...]:
    """Providers of one area, each open in another hour of the day: every hour has a route of its own."""
    number = ProviderNumber(number="+8613900000001")
    return tuple(
        Provider(
            id=ProviderId(f"provider{n:02d}"),
            name="",
            service=MEALS,
            area=EAST,
            numbers=(number,) * numbers,
            hours=Hours(week=((Span(n, n + 1),),) * 7),
        )
        for n in range(count)
    )


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


def test_an_unchanged_week_is_not_put_again(town: Site, tuesday_noon: datetime) -> None:
    old = pushed((), made(town, tuesday_noon), 1)
    new = pushed(old, made(town, tuesday_noon), 2)

    assert new == old
    assert rows_to_put(old, new) == ()


def test_a_week_under_another_generation_is_put_whole(town: Site, tuesday_noon: datetime) -> None:
    old = pushed((), made(town, tuesday_noon), 1)
    again = pushed((), made(town, tuesday_noon), 2)

    assert rows_to_put(old, again) == rows_to_put((), again)


def test_a_week_that_only_moved_on_needs_its_week_row_alone(town: Site, tuesday_noon: datetime) -> None:
    old = pushed((), made(town, tuesday_noon), 1)
    new = pushed(old, made(town, tuesday_noon + timedelta(days=1)), 2)

    assert {row.at.family for row in rows_to_put(old, new)} == {"week"}
    assert keys_to_drop_later(old, new) == ()


def test_a_change_of_one_dining_hall_touches_its_own_community_only(town: Site, tuesday_noon: datetime) -> None:
    kitchen, hall = town.providers
    changed = replace(town, providers=(kitchen, replace(hall, hours=Hours())))
    old = pushed((), made(town, tuesday_noon), 1)

    pairs = touched(town, changed)
    new = pushed(old, [week(*pairs[0], changed, tuesday_noon)], 2, gone(town, changed))

    assert pairs == ((LAOSHAN, MEALS),)
    assert len(new) == len(old)
    assert {row.at.key.split("/")[0] for row in rows_to_put(old, new)} == {"laoshan"}


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


def test_an_override_taken_back_is_dropped_at_once_and_its_routes_later(town: Site, tuesday_noon: datetime) -> None:
    rungs = (Rung(target=desk_target("centre"), seconds=20, why=Why.OVERRIDE),)
    before = replace(town, overrides=(Override(terminal=HER, service=MEALS, rungs=rungs),))
    old = pushed((), made(before, tuesday_noon), 1)
    new = pushed(old, [], 2, gone(before, town))

    assert keys_to_drop(old, new) == (week_key(HER, MEALS),)
    assert keys_to_drop_later(old, new) == (Key("route", "t1/meals/000001/0"),)
    assert rows_to_put(old, new) == ()


def test_an_override_of_a_service_the_site_does_not_offer_has_no_week(town: Site) -> None:
    override = Override(terminal=HER, service=ServiceId("dancing"), rungs=())

    assert all_pairs(replace(town, overrides=(override,))) == all_pairs(town)


def test_putting_a_row_replaces_it_and_dropping_removes_it() -> None:
    key = Key("week", "east/meals")
    rows = Rows((Row(key, "old"),))

    assert rows.after([Row(key, "new")]).value(key) == "new"
    assert rows.after(dropped=[key]).value(key) == ""
    assert rows.value(key) == "old"
