"""Which way out a leg takes, in which order, and why."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ivr.failover import Purpose, Way, clears_silence, unreachable_numbers, ways_out
from ivr.ways.health import Circuit, Health

NOON = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
A, B, CLOUD = Way(name="a"), Way(name="b"), Way(name="twilio", takes_emergency_numbers=False)
ALL = (A, B, CLOUD)
DEAD = Health(registered=False)
RESTING = Health(circuit=Circuit.OPEN, opened_at=NOON, rest=timedelta(seconds=30))
RESTED = replace(RESTING, opened_at=NOON - timedelta(minutes=1))
MOBILE = "+8613900000001"


def told(purpose: Purpose, ways: tuple[Way, ...] = ALL, number: str = MOBILE, **health: Health) -> list[str]:
    found = ways_out(ways, health, purpose=purpose, number=number, now=NOON)
    return [f"{choice.way} {choice.why}" for choice in found]


def test_ways_that_are_well_are_tried_in_the_order_of_the_site() -> None:
    assert told(Purpose.PRESS) == ["a first", "b next", "twilio next"]


def test_a_way_that_has_rested_is_probed_behind_those_that_are_well() -> None:
    assert told(Purpose.BROADCAST, a=RESTED) == ["b next", "twilio next", "a probe"]


def test_ordinary_work_leaves_a_dead_and_a_resting_way_alone() -> None:
    assert told(Purpose.WELLNESS, a=DEAD, b=RESTING) == ["twilio next"]


@pytest.mark.parametrize("purpose", [Purpose.WELLNESS, Purpose.BROADCAST])
def test_ordinary_work_waits_where_nothing_is_left(purpose: Purpose) -> None:
    assert told(purpose, a=DEAD, b=RESTING, twilio=DEAD) == []


def test_a_press_tries_even_the_dead_ways_where_nothing_is_left() -> None:
    assert told(Purpose.PRESS, a=DEAD, b=RESTING, twilio=DEAD) == ["b last_hope", "a last_hope", "twilio last_hope"]


def test_an_emergency_tries_every_one() -> None:
    tried = told(Purpose.EMERGENCY, a=DEAD, b=RESTED)

    assert tried == ["twilio next", "b probe", "a last_hope"]


def test_a_way_without_a_free_line_is_passed_over_but_by_an_emergency() -> None:
    full = (replace(A, free=0), replace(B, free=1), CLOUD)

    assert told(Purpose.PRESS, full) == ["b next", "twilio next"]
    assert told(Purpose.EMERGENCY, full)[0] == "a first"


@pytest.mark.parametrize("number", ["120", "999", "110"])
def test_a_short_emergency_number_never_leaves_through_the_cloud(number: str) -> None:
    assert told(Purpose.EMERGENCY, number=number, a=DEAD, b=DEAD) == ["a last_hope", "b last_hope"]


def test_where_there_is_no_way_there_is_no_choice() -> None:
    assert told(Purpose.EMERGENCY, ()) == []


def test_with_the_cloud_alone_the_short_numbers_cannot_be_reached() -> None:
    asked = frozenset({"120", "999", MOBILE})

    assert unreachable_numbers((CLOUD,), asked) == ("120", "999")
    assert unreachable_numbers(ALL, asked) == ()


def test_a_call_known_by_its_caller_id_alone_clears_no_silence_by_itself() -> None:
    assert not clears_silence(by_caller_id_alone=True, key="")
    assert clears_silence(by_caller_id_alone=True, key="1")
    assert clears_silence(by_caller_id_alone=False, key="")
