"""How a way out is judged: causes, circuit, probes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ivr.ways.health import Circuit, Fitness, Health, WayRules, began, ended, fitness, told, verdict

NOON = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
RULES = WayRules()
SECOND = timedelta(seconds=1)
CONGESTION, BUSY, NOT_TOLD = 42, 17, 0


def after(causes: list[int], health: Health | None = None, start: datetime = NOON) -> Health:
    health = health or Health()
    for n, cause in enumerate(causes):
        health = ended(health, verdict(cause), start + n * SECOND, RULES)
    return health


@pytest.fixture
def broken() -> Health:
    return after([CONGESTION] * 5)


@pytest.mark.parametrize(
    ("cause", "says"), [(CONGESTION, False), (38, False), (BUSY, True), (1, True), (NOT_TOLD, None)]
)
def test_a_cause_speaks_of_the_way_or_of_whoever_was_rung(cause: int, says: bool | None) -> None:
    assert verdict(cause) is says


def test_a_way_of_which_nothing_is_known_is_fit() -> None:
    assert fitness(Health(), NOON, RULES) is Fitness.FIT


def test_a_way_that_is_not_registered_or_silent_to_options_is_unreachable() -> None:
    assert fitness(told(Health(), registered=False), NOON, RULES) is Fitness.UNREACHABLE
    assert fitness(told(Health(registered=True), answers=False), NOON, RULES) is Fitness.UNREACHABLE


def test_what_is_not_spoken_of_stays() -> None:
    assert told(Health(registered=False, answers=True), registered=True) == Health(registered=True, answers=True)


def test_five_failures_in_a_row_open_the_circuit(broken: Health) -> None:
    assert after([CONGESTION] * 4).circuit is Circuit.CLOSED
    assert broken.circuit is Circuit.OPEN


def test_half_of_ten_legs_failing_opens_it_too() -> None:
    assert after([CONGESTION, BUSY] * 4 + [CONGESTION]).circuit is Circuit.CLOSED
    assert after([BUSY, CONGESTION] * 5).circuit is Circuit.OPEN


def test_failures_older_than_the_window_are_forgotten() -> None:
    health = after([CONGESTION] * 4)

    late = ended(health, verdict(CONGESTION), NOON + timedelta(seconds=90), RULES)

    assert (late.circuit, len(late.results)) == (Circuit.CLOSED, 1)


def test_busy_telephones_never_open_it() -> None:
    assert after([BUSY] * 50).circuit is Circuit.CLOSED


def test_a_cause_that_says_nothing_is_not_counted() -> None:
    assert after([NOT_TOLD] * 50).results == ()


def test_an_open_way_rests_and_is_then_probed_by_one_leg_at_a_time(broken: Health) -> None:
    rested = NOON + timedelta(seconds=40)
    assert fitness(broken, NOON + timedelta(seconds=20), RULES) is Fitness.RESTING
    assert fitness(broken, rested, RULES) is Fitness.PROBE

    probing = began(broken, rested, RULES)

    assert fitness(probing, rested + SECOND, RULES) is Fitness.RESTING


def test_a_leg_on_a_way_that_is_fit_or_resting_is_no_probe(broken: Health) -> None:
    assert began(Health(), NOON, RULES) == Health()
    assert began(broken, NOON + timedelta(seconds=5), RULES) == broken


def test_two_good_probes_close_the_circuit(broken: Health) -> None:
    later = NOON + timedelta(seconds=40)
    once = ended(began(broken, later, RULES), verdict(BUSY), later + SECOND, RULES)
    assert (once.circuit, fitness(once, later + SECOND, RULES)) == (Circuit.OPEN, Fitness.PROBE)

    twice = ended(began(once, later + 2 * SECOND, RULES), verdict(BUSY), later + 3 * SECOND, RULES)

    assert twice == Health()


def test_a_bad_probe_makes_it_rest_twice_as_long_but_not_for_ever(broken: Health) -> None:
    health, now, rests = broken, NOON + timedelta(seconds=4), []
    for _ in range(7):
        now += health.rest
        health = ended(began(health, now, RULES), verdict(CONGESTION), now, RULES)
        rests.append(health.rest / SECOND)

    assert rests == [60, 120, 240, 480, 600, 600, 600]


def test_a_bad_end_of_a_leg_from_before_the_circuit_opened_lengthens_nothing(broken: Health) -> None:
    assert after([CONGESTION], broken).rest == broken.rest


def test_a_probe_that_ends_without_a_word_lets_another_one_go(broken: Health) -> None:
    later = NOON + timedelta(seconds=40)

    quiet = ended(began(broken, later, RULES), verdict(NOT_TOLD), later, RULES)

    assert fitness(quiet, later, RULES) is Fitness.PROBE


def test_a_probe_of_which_nothing_is_heard_is_forgotten(broken: Health) -> None:
    lost = began(broken, NOON + timedelta(seconds=40), RULES)

    assert fitness(lost, NOON + timedelta(seconds=161), RULES) is Fitness.PROBE


def test_an_open_circuit_without_its_moment_may_be_probed(broken: Health) -> None:
    assert fitness(replace(broken, opened_at=None), NOON, RULES) is Fitness.PROBE
