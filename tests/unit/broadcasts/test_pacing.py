"""Are as many dialled as lines are free, never two telephones of one home, and is everybody else told why?"""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcasts.pacing import (
    Bucket,
    Candidate,
    Lines,
    Passed,
    Room,
    TrunkUse,
    may_dial,
    room,
    room_of_campaign,
)

NOON = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
HOMES = st.sampled_from(["h1", "h2", "h3", "h4"])
WAITING = st.lists(st.tuples(HOMES, st.sampled_from(["c1", "c2"]), st.booleans()), max_size=12).map(
    lambda found: [
        Candidate(id=f"d{n}", household=home, campaign=campaign, outside=outside)
        for n, (home, campaign, outside) in enumerate(found)
    ]
)


def waiting(count: int, *, outside: bool = False) -> list[Candidate]:
    return [Candidate(id=f"d{n}", household=f"h{n}", campaign="c1", outside=outside) for n in range(count)]


def test_the_longest_waiting_are_dialled_first_up_to_the_limit() -> None:
    found = may_dial(waiting(3), Room(calls=2))

    assert dict(found.chosen) == {"d0": "", "d1": ""}
    assert found.passed == {"d2": Passed.NO_LINE}


def test_a_home_whose_telephone_is_in_use_is_passed_over_and_told_so() -> None:
    found = may_dial(waiting(2), Room(calls=9), busy=["h0"])

    assert (list(found.chosen), found.passed) == (["d1"], {"d0": Passed.IN_USE})


def test_the_second_of_a_home_waits_for_the_first() -> None:
    couple = [Candidate(id="d0", household="h1"), Candidate(id="d1", household="h1")]

    found = may_dial(couple, Room(calls=9))

    assert (list(found.chosen), found.passed) == (["d0"], {"d1": Passed.IN_USE})


def test_a_campaign_at_its_own_limit_leaves_the_lines_to_the_others() -> None:
    mixed = [*waiting(2), Candidate(id="other", household="h9", campaign="c2")]

    found = may_dial(mixed, Room(calls=9, campaigns={"c1": 1}))

    assert (list(found.chosen), found.passed) == (["d0", "other"], {"d1": Passed.CAMPAIGN_FULL})


def test_a_fixed_line_leaves_by_the_first_trunk_with_room_and_a_telephone_of_ours_needs_none() -> None:
    mixed = [*waiting(3, outside=True), Candidate(id="ours", household="h9")]

    found = may_dial(mixed, Room(calls=9, trunks={"trunka": 1, "trunkb": 1}))

    assert dict(found.chosen) == {"d0": "trunka", "d1": "trunkb", "ours": ""}
    assert found.passed == {"d2": Passed.NO_LINE}
    assert (found.left.calls, found.left.trunks) == (6, {"trunka": 0, "trunkb": 0})
    assert found.busy == {"h0", "h1", "h9"}


def test_what_is_kept_back_and_what_presses_use_is_not_ours() -> None:
    trunk = TrunkUse(name="trunka", limit=30, reserve=2, others=5)

    before = room(Lines(channels=60, dials=9, trunks=(trunk,)), in_use=20, on_trunks={"trunka": 20}, campaigns={})
    rising = TrunkUse(name="trunka", limit=30, reserve=2, others=12)
    after = room(Lines(channels=60, dials=9, trunks=(rising,)), in_use=20, on_trunks={"trunka": 20}, campaigns={})

    assert (before.trunks, after.trunks) == ({"trunka": 3}, {"trunka": 0})


def test_the_node_and_the_rate_both_limit_and_never_below_nothing() -> None:
    assert room(Lines(channels=10, dials=99), in_use=4, on_trunks={}, campaigns={}).calls == 6
    assert room(Lines(channels=10, dials=3), in_use=4, on_trunks={}, campaigns={}).calls == 3
    assert room(Lines(channels=10, dials=3), in_use=40, on_trunks={}, campaigns={}).calls == 0


@pytest.mark.parametrize(
    ("channels", "per_minute", "left"),
    [(None, None, None), (5, None, 2), (None, 20, 10), (5, 11, 1), (2, None, 0), (9, 4, 0)],
)
def test_a_campaign_has_room_for_the_lesser_of_its_two_limits(
    channels: int | None, per_minute: int | None, left: int | None
) -> None:
    assert room_of_campaign(channels=channels, in_use=3, per_minute=per_minute, made=10) == left


def test_dials_are_saved_up_at_the_rate_so_that_a_late_look_loses_none() -> None:
    bucket = Bucket(at=NOON).filled(NOON + timedelta(milliseconds=300), 10)

    assert bucket.dials == pytest.approx(3)
    assert bucket.taken(3).until_next(10) == timedelta(milliseconds=100)
    assert bucket.until_next(10) == timedelta()


def test_no_more_than_a_second_s_worth_is_saved_up_and_a_clock_set_back_takes_nothing() -> None:
    assert Bucket(at=NOON).filled(NOON + timedelta(hours=1), 10).dials == 10
    assert Bucket(at=NOON).filled(NOON + timedelta(hours=1), 0.5).dials == 1
    assert Bucket(at=NOON, dials=2).filled(NOON - timedelta(hours=1), 10).dials == 2


@given(WAITING, st.integers(0, 6), st.integers(0, 4), st.integers(0, 4), st.sets(HOMES))
def test_no_limit_is_ever_passed_and_everybody_is_chosen_or_told_why(candidates, calls, trunk, campaign, busy) -> None:
    found = may_dial(candidates, Room(calls=calls, trunks={"t": trunk}, campaigns={"c1": campaign}), busy=busy)

    chosen = [candidate for candidate in candidates if candidate.id in found.chosen]
    assert len(chosen) <= calls
    assert sum(candidate.outside for candidate in chosen) <= trunk
    assert sum(candidate.campaign == "c1" for candidate in chosen) <= campaign
    assert len({candidate.household for candidate in chosen}) == len(chosen)
    assert not {candidate.household for candidate in chosen} & busy
    assert sorted([*found.chosen, *found.passed]) == sorted(candidate.id for candidate in candidates)


@given(WAITING, st.integers(0, 6), st.sets(HOMES))
def test_no_line_is_left_idle_while_a_free_home_waits(candidates, calls, busy) -> None:
    found = may_dial(candidates, Room(calls=calls, trunks={"t": 99}), busy=busy)

    free_homes = {candidate.household for candidate in candidates} - busy
    assert len(found.chosen) == min(calls, len(free_homes))
