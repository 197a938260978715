"""Are as many dialled as lines are free, and never two telephones of one home?"""

from hypothesis import given
from hypothesis import strategies as st

from broadcasts.pacing import Candidate, may_dial

HOMES = st.sampled_from(["h1", "h2", "h3", "h4"])
WAITING = st.lists(HOMES, max_size=12).map(
    lambda homes: [Candidate(id=f"d{n}", household=home) for n, home in enumerate(homes)]
)


def test_the_longest_waiting_are_dialled_first_up_to_the_limit() -> None:
    waiting = [Candidate(id=f"d{n}", household=f"h{n}") for n in range(5)]

    assert may_dial(waiting, limit=3, in_use=1) == ("d0", "d1")


def test_a_home_in_a_call_of_ours_is_passed_over() -> None:
    waiting = [Candidate(id="d0", household="h1"), Candidate(id="d1", household="h2")]

    assert may_dial(waiting, limit=9, in_use=0, busy=["h1"]) == ("d1",)


@given(WAITING, st.integers(0, 6), st.integers(0, 6), st.sets(HOMES))
def test_never_more_than_free_lines_never_a_busy_home_never_two_of_one(waiting, limit, in_use, busy) -> None:
    chosen = may_dial(waiting, limit=limit, in_use=in_use, busy=busy)

    homes = [candidate.household for candidate in waiting if candidate.id in chosen]
    assert len(chosen) <= max(0, limit - in_use)
    assert len(set(homes)) == len(homes)
    assert not set(homes) & busy


@given(WAITING, st.integers(0, 6), st.sets(HOMES))
def test_no_line_is_left_idle_while_a_free_home_waits(waiting, limit, busy) -> None:
    chosen = may_dial(waiting, limit=limit, in_use=0, busy=busy)

    free_homes = {candidate.household for candidate in waiting} - busy
    assert len(chosen) == min(limit, len(free_homes))
