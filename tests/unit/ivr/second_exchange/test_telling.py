"""What the second exchange's facts mean to the rules; whatever cannot be read means nothing."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr import events as e
from ivr.attempt import ENDED, Attempt, OriginateRefused, advance
from ivr.second_exchange.telling import Dial, Dials, events_of, token_of, token_over
from ivr.twilio.journal_rows import Fact

NOON = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
MESSAGE, STAFF_CALL = Dial(kind="originate_message", total_ms=5000), Dial(kind="originate_staff_call")
DIALS = Dials(given={"bb-1": MESSAGE, "bb-2": STAFF_CALL})


def fact(kind: str, **body: Any) -> Fact:
    return Fact(n=1, key=kind, at=NOON, kind=kind, body=json.dumps(body))


def status(word: str, token: str = "bb-1", seconds: int = 0) -> Fact:
    return fact("status", sid="CA1", status=word, token=token, seconds=seconds)


def after(*facts: Fact, token: str = "bb-1", kind: str = "broadcast") -> Attempt:
    attempt = Attempt(id=token, kind=kind, committed_at=NOON, total_ms=5000)
    for one in facts:
        for event in events_of(one, DIALS):
            attempt = advance(attempt, event)  # type: ignore[arg-type]
    return attempt


def test_a_message_that_rang_and_was_heard_to_its_end_is_heard_whole() -> None:
    attempt = after(
        status("ringing"), status("in-progress"), fact("played", token="bb-1"), fact("message_finished", token="bb-1"),
        status("completed", seconds=9),
    )  # fmt: skip

    assert (attempt.state, attempt.outcome, attempt.heard_ms) == (ENDED, "heard", 5000)


def test_a_message_she_left_counts_the_seconds_less_one() -> None:
    attempt = after(status("ringing"), status("in-progress"), status("completed", seconds=4))

    assert (attempt.outcome, attempt.heard_ms) == ("heard", 3000)


def test_her_key_confirms() -> None:
    attempt = after(status("ringing"), fact("message_key", token="bb-1", digit="1"), status("completed", seconds=8))

    assert (attempt.outcome, attempt.key) == ("confirmed", "1")


@pytest.mark.parametrize(
    ("word", "outcome"),
    [("busy", "busy"), ("no-answer", "no_answer"), ("failed", "congestion"), ("canceled", "no_answer")],
)
def test_a_call_that_was_not_answered_says_why(word: str, outcome: str) -> None:
    assert after(status("ringing"), status(word)).outcome == outcome


def test_what_twilio_refused_was_never_dialled() -> None:
    refused = fact("asked", token="bb-1", answer="refused", why="no such number")

    assert after(refused).outcome == "refused"
    assert token_over(refused) == "bb-1"
    assert isinstance(events_of(refused, DIALS)[0], OriginateRefused)


def test_a_staff_call_is_what_staff_report_of_it() -> None:
    attempt = after(
        status("ringing", "bb-2"), status("in-progress", "bb-2"), fact("wellness_accepted", token="bb-2"),
        fact("wellness_end", token="bb-2", status="completed", seconds=60),
        fact("wellness_report", token="bb-2", digit="1"), status("completed", "bb-2", 90),
        token="bb-2", kind="wellness",
    )  # fmt: skip

    assert (attempt.outcome, attempt.taken_by) == ("spoke", "second-exchange")


def test_staff_who_picked_up_are_not_her() -> None:
    attempt = after(status("ringing", "bb-2"), status("in-progress", "bb-2"), token="bb-2", kind="wellness")

    assert attempt.answered_at is None


def test_her_silence_in_a_staff_call_is_told() -> None:
    events = events_of(fact("wellness_end", token="bb-2", status="no-answer", seconds=0), DIALS)

    assert [type(event) for event in events] == [e.HerLegEnded]


def test_a_press_there_is_never_confirmed() -> None:
    [pressed] = events_of(fact("press", sid="CA1", service="meals", terminal="t1", caller="+8610"), DIALS)

    assert isinstance(pressed, e.Pressed)
    assert (pressed.confirmed, pressed.via, pressed.call) == (False, "access", "CA1")


def test_an_emergency_is_told_by_its_incident_and_a_second_press_joins_it() -> None:
    told = {"terminal": "t1", "caller": "+8610", "incident": "CA1"}
    [first] = events_of(fact("incident", sid="CA1", **told), DIALS)
    [second] = events_of(fact("incident_joined", sid="CA2", **told), DIALS)

    assert isinstance(first, e.Pressed)
    assert isinstance(second, e.Pressed)
    assert (first.joined, second.joined, second.incident) == (False, True, "CA1")
    assert events_of(fact("press", sid="CA1", service="emergency", terminal="t1", caller=""), DIALS) == []


EACH: list[tuple[Fact, list[Any]]] = [
    (fact("rung", sid="CA1", n="1", target="desk-hotline", status="no-answer"), [e.RungStarted, e.RungEnded]),
    (fact("accepted", sid="CA1", n="1", target="desk-hotline"), [e.PersonJoined]),
    (fact("reached", sid="CA1", target="desk-hotline"), [e.PersonJoined, e.HungUp]),
    (fact("missed", sid="CA1", service="meals"), [e.RungsExhausted, e.HungUp]),
    (fact("left", sid="CA1"), [e.HungUp]),
    (fact("incident_accepted", incident="CA1", token="CA1.1.0", target="desk-emergency"), [e.IncidentAccepted]),
    (status("completed", "unknown"), []),
    (fact("sms", sid="SM1", status="sent", token="x"), []),
]


@pytest.mark.parametrize(("one", "kinds"), EACH)
def test_each_fact_is_its_event(one: Fact, kinds: list[Any]) -> None:
    assert [type(event) for event in events_of(one, DIALS)] == kinds


@pytest.mark.parametrize(
    ("one", "token"),
    [(status("completed"), "bb-1"), (status("ringing"), ""), (fact("sms", status="delivered", token="t"), "t"),
     (fact("asked", token="bb-1", answer="taken"), ""), (fact("press"), "")],
)  # fmt: skip
def test_an_order_is_over_with_its_last_status(one: Fact, token: str) -> None:
    assert token_over(one) == token


WORD = st.sampled_from(["status", "sms", "asked", "press", "rung", "wellness_end", "incident", "message_key"])
BODY = st.dictionaries(
    st.sampled_from(["sid", "token", "status", "n", "seconds", "digit", "target", "answer"]),
    st.one_of(st.none(), st.integers(), st.text(max_size=8), st.sampled_from(["bb-1", "completed", "refused"])),
) | st.lists(st.integers())


@given(kind=WORD, body=BODY)
def test_whatever_is_told_breaks_nothing(kind: str, body: Any) -> None:
    one = Fact(n=1, key="k", at=NOON, kind=kind, body=json.dumps(body))

    assert isinstance(events_of(one, DIALS), list)
    assert isinstance(token_over(one), str)
    assert isinstance(token_of(one), str)


def test_a_body_that_is_no_json_says_nothing() -> None:
    broken = Fact(n=1, key="k", at=NOON, kind="status", body="{")

    assert (events_of(broken, DIALS), token_over(broken)) == ([], "")


@given(order=st.permutations([0, 1, 2, 3]), repeats=st.lists(st.integers(0, 3), max_size=4))
def test_callbacks_in_any_order_and_repeated_end_in_one_outcome(order: list[int], repeats: list[int]) -> None:
    told = [status("ringing"), status("in-progress"), fact("message_key", token="bb-1", digit="1"),
            status("completed", seconds=9)]  # fmt: skip
    attempt = after(*(told[n] for n in (*order, *repeats)))

    assert (attempt.state, attempt.outcome) == (ENDED, "confirmed")
