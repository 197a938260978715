"""Can a case take only the steps of its rung, and end only with outcome, person and time?"""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellness_checks import ladder
from wellness_checks.case import Closing, Refused, State
from wellness_checks.ladder import OUTCOMES, PLAIN, STEPS, AtTheDoor, Rung, rung_of, take

NOON = datetime(2026, 3, 7, 4, 0, tzinfo=UTC)
GIVEN = {"offer": {"to": "li"}, "accept": {"by": "li"}, "set_out": {"by": "li"}, "give_back": {"by": "li"},
         "arrive": {"by": "li"}}  # fmt: skip
DOORS = [
    ladder.VisitOffered(to="li"), ladder.Accepted(visitor="li"), ladder.OnTheWay(visitor="li"),
    ladder.Arrived(visitor="li"),
]  # fmt: skip
EVERY = [*PLAIN.values(), *DOORS]


def climbed(*steps: str, start: Rung | None = None) -> Rung:
    rung = start or ladder.Silent()
    for step in steps:
        taken = take(rung, step, **GIVEN.get(step, {}))
        assert not isinstance(taken, Refused), taken
        rung = taken
    return rung


def test_the_whole_way_from_silence_to_her_door() -> None:
    rung = climbed(
        "due", "ring", "in_vain", "ring", "in_vain", "ask_others", "visit", "offer", "accept", "set_out", "arrive"
    )

    assert rung == ladder.Arrived(visitor="li")


@pytest.mark.parametrize(
    "steps",
    [
        ("due", "spoken"), ("due", "visit"), ("due", "ring", "spoken"), ("due", "ring", "nobody_rang"),
        ("due", "ring", "in_vain", "spoken"), ("due", "ring", "in_vain", "nobody_rang"),
        ("due", "ring", "in_vain", "visit", "accept", "give_back", "arrive"),
        ("due", "visit", "offer", "not_taken"), ("due", "visit", "offer", "arrive"),
        ("due", "visit", "accept", "accept", "arrive"), ("due", "visit", "accept", "set_out", "set_out", "give_back"),
        ("due", "visit", "spoken"), ("due", "visit", "accept", "set_out", "not_found", "visit"),
        ("due", "visit", "not_found", "spoken"), ("due", "ring", "in_vain", "ask_others", "spoken"),
    ],
)  # fmt: skip
def test_these_ways_are_open(steps: tuple[str, ...]) -> None:
    assert isinstance(climbed(*steps), Rung)


def test_a_step_that_the_rung_does_not_have_is_refused_with_the_reason() -> None:
    assert take(ladder.Silent(), "visit") == Refused(field="state", reason="a case that is silent cannot be visited")
    arrived = take(ladder.Arrived(visitor="li"), "accept", by="wu")
    assert arrived == Refused(field="state", reason="a case that is Arrived cannot be accepted")


@pytest.mark.parametrize("step", ["accept", "set_out", "give_back"])
def test_what_one_visitor_has_no_other_one_takes(step: str) -> None:
    assert take(ladder.Accepted(visitor="li"), step, by="wu") == Refused(field="by", reason="the visit is li's")


@pytest.mark.parametrize("step", ["set_out", "give_back"])
def test_whoever_is_on_the_way_is_the_one_who_accepted(step: str) -> None:
    assert isinstance(take(ladder.OnTheWay(visitor="li"), step, by="wu"), Refused)


@pytest.mark.parametrize("rung", [ladder.VisitDue(), ladder.VisitOffered(to="li")])
def test_nobody_in_particular_cannot_accept(rung: Rung) -> None:
    assert take(rung, "accept", by="") == Refused(field="by", reason="who accepts it is not said")


def test_closed_is_the_end() -> None:
    closed = PLAIN[State.CLOSED.value]

    assert all(isinstance(take(closed, step), Refused) for step in STEPS)
    assert all(isinstance(closed.close(outcome=one, by="li", at=NOON, note="n"), Refused) for one in OUTCOMES)


def test_a_case_closes_with_outcome_person_and_time() -> None:
    closing = ladder.Arrived(visitor="li").close(outcome="found_well", by="li", at=NOON)

    assert closing == Closing(outcome="found_well", by="li", at=NOON)


@pytest.mark.parametrize(
    ("rung", "given", "field"),
    [
        (ladder.Spoke(), {"outcome": "spoke", "by": ""}, "by"),
        (ladder.Spoke(), {"outcome": "", "by": "li"}, "outcome"),
        (ladder.Ringing(), {"outcome": "found_well", "by": "li"}, "outcome"),
        (ladder.Arrived(visitor="li"), {"outcome": "not_found", "by": "li"}, "outcome"),
        (ladder.Searching(), {"outcome": "found_elsewhere", "by": "li"}, "note"),
    ],
)
def test_what_cannot_close_a_case_is_refused_with_what_to_mend(rung: Rung, given: dict[str, str], field: str) -> None:
    refused = rung.close(at=NOON, **given)

    assert isinstance(refused, Refused)
    assert refused.field == field


def test_an_accepted_visit_is_not_called_off_by_a_key_that_anybody_may_have_pressed() -> None:
    assert isinstance(ladder.VisitDue().close(outcome="sign_of_life", by="her", at=NOON), Closing)
    assert isinstance(ladder.OnTheWay(visitor="li").close(outcome="sign_of_life", by="her", at=NOON), Refused)


@pytest.mark.parametrize(
    ("visit", "rung"),
    [
        (None, ladder.VisitDue()),
        (AtTheDoor(state="due"), ladder.VisitDue()),
        (AtTheDoor(state="due", offered_to="li"), ladder.VisitOffered(to="li")),
        (AtTheDoor(state="accepted", visitor="li"), ladder.Accepted(visitor="li")),
        (AtTheDoor(state="accepted", visitor="li", on_the_way=True), ladder.OnTheWay(visitor="li")),
        (AtTheDoor(state="arrived", visitor="li"), ladder.Arrived(visitor="li")),
    ],
)
def test_the_rows_tell_the_rung(visit: AtTheDoor | None, rung: Rung) -> None:
    assert rung_of("visit_due", visit) == rung


def test_every_word_of_a_row_has_its_rung() -> None:
    assert PLAIN.keys() == {state.value for state in State}


@given(st.lists(st.sampled_from(sorted(STEPS)), max_size=30))
def test_whatever_is_tried_in_whatever_order_only_methods_of_the_rung_move_it(steps: list[str]) -> None:
    rung: Rung = ladder.Silent()
    for step in steps:
        taken = take(rung, step, **GIVEN.get(step, {}))
        assert isinstance(taken, Refused) is not hasattr(rung, step)
        rung = rung if isinstance(taken, Refused) else taken
        assert not isinstance(rung, ladder.Closed)


@given(
    st.sampled_from(EVERY),
    st.sampled_from([*sorted(OUTCOMES), "", "no_answer", "not_found"]),
    st.sampled_from(["", "li"]),
)
def test_nothing_closes_without_a_person_and_an_outcome_of_its_rung(rung: Rung, outcome: str, by: str) -> None:
    closing = rung.close(outcome=outcome, by=by, at=NOON, note="said")

    assert isinstance(closing, Closing) is (bool(by) and outcome in rung.ends)
