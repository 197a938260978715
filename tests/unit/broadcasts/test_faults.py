"""Is a fault of our lines never taken for her silence, and her own never for ours?"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from broadcasts.faults import OWN, SHARED, Fault, shared_fault

NOON = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)


def fault(n: int, second: float = 0, *, home: str = "", way: str = "trunka", outcome: str = "congestion") -> Fault:
    at = NOON + timedelta(seconds=second)
    return Fault(attempt=f"bb-{n}", home=home or f"h{n}", way=way, outcome=outcome, at=at)


def test_three_homes_within_a_minute_on_one_trunk_are_a_fault_of_ours() -> None:
    found = shared_fault([fault(1), fault(2, 30), fault(3, 60, outcome="failed")])

    assert found == {"bb-1", "bb-2", "bb-3"}


def test_two_homes_or_three_over_a_longer_time_are_their_own() -> None:
    assert shared_fault([fault(1), fault(2, 1)]) == frozenset()
    assert shared_fault([fault(1), fault(2, 30), fault(3, 61)]) == frozenset()


def test_one_home_that_fails_three_times_is_its_own_fault() -> None:
    assert shared_fault([fault(n, n, home="h1") for n in range(3)]) == frozenset()


def test_faults_on_different_ways_have_nothing_in_common() -> None:
    assert shared_fault([fault(1), fault(2, way="trunkb"), fault(3, way="")]) == frozenset()


def test_busy_and_no_answer_are_hers() -> None:
    assert shared_fault([fault(n, outcome="busy") for n in range(5)]) == frozenset()


def test_what_nobody_could_tell_is_not_measured_even_alone() -> None:
    assert shared_fault([fault(1, outcome="unknown"), fault(2)]) == {"bb-1"}


def test_a_street_of_unplugged_telephones_is_no_fault_of_ours() -> None:
    unplugged = [replace(fault(n, n, way=""), lost=OWN) for n in range(5)]

    assert shared_fault(unplugged) == frozenset()
    assert shared_fault([*unplugged, fault(8, way=""), fault(9, way="")]) == frozenset()


def test_a_telephone_lost_with_its_whole_building_is_not_measured_even_alone() -> None:
    assert shared_fault([replace(fault(1, way=""), lost=SHARED), fault(2, way="")]) == {"bb-1"}


FAULTS = st.lists(
    st.tuples(st.integers(0, 200), st.sampled_from(["h1", "h2", "h3", "h4"]), st.sampled_from(["", "trunka"])),
    max_size=12,
).map(lambda rows: [fault(n, at, home=home, way=way) for n, (at, home, way) in enumerate(rows)])


@given(FAULTS)
def test_whoever_is_excused_was_one_of_three_homes_around_that_minute(faults: list[Fault]) -> None:
    excused = shared_fault(faults)

    for one in (fault for fault in faults if fault.attempt in excused):
        near = {f.home for f in faults if f.way == one.way and abs((f.at - one.at).total_seconds()) <= 60}
        assert len(near) >= 3


@given(FAULTS)
def test_the_order_in_which_they_are_told_changes_nothing(faults: list[Fault]) -> None:
    assert shared_fault(faults) == shared_fault(reversed(faults))
