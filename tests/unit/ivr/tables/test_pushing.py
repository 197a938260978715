"""Which rows are put and dropped when a week changes, in which order, and which does no push want any more?"""

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.routing import decide_for
from ivr.rungs import Rung, Why, desk_target
from ivr.site import Override, Site
from ivr.tables.pushing import (
    Leftover,
    keys_to_drop,
    keys_to_drop_later,
    leftover,
    next_generation,
    pushed,
    rows_to_put,
)
from ivr.tables.rows import (
    Key,
    Pushed,
    Week,
    encode,
    read,
    week_key,
)
from ivr.timetable import gone, touched, week
from people.ids import AreaId, ProviderId, ServiceId, TerminalId
from people.providers import Hours
from tests.unit.ivr.weeks import EAST, HER, LAOSHAN, MEALS, WEST, ages, busy_sets, made, moments, services, sites, table


def held(town: Site, noon: datetime, generation: int = 7) -> tuple[Pushed, ...]:
    made: Week = week(AreaId("laoshan"), MEALS, town, noon)
    return pushed((), [made], generation)


def test_a_row_that_is_wanted_is_never_left_over(town: Site, tuesday_noon: datetime) -> None:
    weeks = held(town, tuesday_noon)
    stored = {row.at for row in encode(weeks[0].week, 7)} | {Key("who", "t1001")}

    assert leftover(stored, weeks, {Key("who", "t1001")}) == Leftover()


def test_what_was_removed_meanwhile_goes_now(town: Site, tuesday_noon: datetime) -> None:
    removed = (
        Key("caller", "01066660001"), Key("did", "66660001"), Key("ladder", "t9"), Key("target", "contact-c9"),
        Key("week", "t9/meals"), Key("who", "t9"),
    )  # fmt: skip

    assert leftover(removed, held(town, tuesday_noon), ()) == Leftover(now=removed)


def test_a_route_of_a_generation_before_goes_later(town: Site, tuesday_noon: datetime) -> None:
    weeks = held(town, tuesday_noon)
    before = [row.at for row in encode(weeks[0].week, 6) if row.at.family == "route"]

    assert leftover(before, weeks, ()) == Leftover(later=tuple(before))


def test_rows_that_no_push_writes_are_not_looked_at(town: Site, tuesday_noon: datetime) -> None:
    others = [Key("waiting", "t9"), Key("inc-closed", "t9"), Key("ps_auth", "auth/t9"), Key("registrar", "x")]

    assert leftover(others, held(town, tuesday_noon), ()) == Leftover()


def test_the_week_of_a_terminal_that_has_no_override_any_more_goes_and_its_areas_stays(
    town: Site, tuesday_noon: datetime
) -> None:
    weeks = held(town, tuesday_noon)
    own = Key("week", f"{TerminalId('t1001')}/{MEALS}")

    assert leftover([own, Key("week", f"laoshan/{MEALS}")], weeks, ()) == Leftover(now=(own,))


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


def test_the_week_row_is_put_last(town: Site, tuesday_noon: datetime) -> None:
    held = pushed((), made(town, tuesday_noon), 1)
    families = [row.at.family for row in rows_to_put((), held)]

    assert families == sorted(families)


def test_after_the_last_generation_the_count_begins_again() -> None:
    assert next_generation(41) == 42
    assert next_generation(999_999) == 1


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


def test_an_override_taken_back_is_dropped_at_once_and_its_routes_later(town: Site, tuesday_noon: datetime) -> None:
    rungs = (Rung(target=desk_target("centre"), seconds=20, why=Why.OVERRIDE),)
    before = replace(town, overrides=(Override(terminal=HER, service=MEALS, rungs=rungs),))
    old = pushed((), made(before, tuesday_noon), 1)
    new = pushed(old, [], 2, gone(before, town))

    assert keys_to_drop(old, new) == (week_key(HER, MEALS),)
    assert keys_to_drop_later(old, new) == (Key("route", "t1/meals/000001/0"),)
    assert rows_to_put(old, new) == ()
