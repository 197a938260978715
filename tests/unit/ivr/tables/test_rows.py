"""How a week is written into rows and read back, and what a row that is missing, old or too long means."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.routing import decide, static_route
from ivr.rungs import Rung, Why, desk_target
from ivr.site import Site
from ivr.tables.rows import (
    QUARTER,
    Key,
    Pushed,
    Row,
    Rows,
    ValueTooLong,
    base_of,
    decode,
    decode_rungs,
    encode,
    encode_rungs,
    read,
)
from people.ids import TargetId
from tests.unit.ivr.weeks import EAST, HER, LAOSHAN, MEALS, made, meals_at_noon, moments, sites


@settings(max_examples=40, deadline=None)
@given(sites, moments, st.integers(0, 999_999))
def test_a_week_comes_back_from_its_rows(site: Site, start: datetime, generation: int) -> None:
    for each in made(site, start):
        rows = Rows(encode(each, generation))

        assert decode(rows, each.scope, each.service) == Pushed(week=each, generation=generation)
        assert all(len(row.value.encode()) <= 1000 and row.value.isascii() for row in rows.held)


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


def test_the_base_lies_on_the_quarter_hour_the_start_lies_in() -> None:
    start = datetime(2026, 3, 10, 12, 29, 59, tzinfo=UTC)

    assert base_of(start) == int(datetime(2026, 3, 10, 12, 15, tzinfo=UTC).timestamp())


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


def test_putting_a_row_replaces_it_and_dropping_removes_it() -> None:
    key = Key("week", "east/meals")
    rows = Rows((Row(key, "old"),))

    assert rows.after([Row(key, "new")]).value(key) == "new"
    assert rows.after(dropped=[key]).value(key) == ""
    assert rows.value(key) == "old"
