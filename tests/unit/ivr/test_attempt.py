"""Does an attempt only move forward, and end with no more than what was proven?"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr import events as e
from ivr.attempt import (
    ANSWERED,
    BROADCAST,
    DIALLED,
    ENDED,
    INTENDED,
    RANK,
    WELLNESS,
    Attempt,
    AttemptEvent,
    OriginateRefused,
    advance,
    settle,
)

NINE = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
ID = e.AttemptId("bb-01")
ORDER = (INTENDED, DIALLED, ANSWERED, ENDED)


def at(seconds: float) -> datetime:
    return NINE + timedelta(seconds=seconds)


def message() -> Attempt:
    return Attempt(id=ID, kind=BROADCAST, committed_at=NINE, total_ms=30_000)


def staff_call() -> Attempt:
    return Attempt(id=ID, kind=WELLNESS, committed_at=NINE)


def rang(seconds: float = 1) -> e.AttemptRang:
    return e.AttemptRang(at=at(seconds), channel=ID, attempt=ID)


def answered(seconds: float = 5) -> e.AttemptAnswered:
    return e.AttemptAnswered(at=at(seconds), channel="c", attempt=ID, terminal="t1", sip_call_id="x")


def heard(ms: int | None, seconds: float = 20, key: str = "", measured: bool = True) -> e.MessageHeard:
    return e.MessageHeard(at=at(seconds), channel=ID, attempt=ID, terminal="t1", ms=ms, measured=measured, key=key)


def key(digit: str, seconds: float = 15) -> e.KeyPressed:
    return e.KeyPressed(at=at(seconds), channel=ID, attempt=ID, terminal="t1", key=digit)


def taken(seconds: float = 3) -> e.StaffAccepted:
    return e.StaffAccepted(at=at(seconds), channel=ID, attempt=ID, terminal="t1", target="desk-hotline")


def her_leg(status: str, seconds: float = 18) -> e.HerLegEnded:
    return e.HerLegEnded(at=at(seconds), channel=ID, attempt=ID, terminal="t1", status=status)


def reported(digit: str, seconds: float = 19) -> e.StaffReported:
    return e.StaffReported(at=at(seconds), channel=ID, attempt=ID, terminal="t1", key=digit)


def hung_up(cause: int = 16, seconds: float = 25, channel: str = ID) -> e.HungUp:
    return e.HungUp(at=at(seconds), channel=channel, cause=cause, by_itself=True)


def refused(seconds: float = 1) -> OriginateRefused:
    return OriginateRefused(at=at(seconds), channel=ID, attempt=ID)


def after(attempt: Attempt, *events: AttemptEvent) -> Attempt:
    for event in events:
        attempt = advance(attempt, event)
    return attempt


def test_a_message_heard_to_its_end_is_dialled_answered_and_ended_with_every_second() -> None:
    done = after(message(), rang(), answered(), heard(None), hung_up())

    assert (done.state, done.outcome, done.heard_ms) == (ENDED, "heard", 30_000)
    assert (done.dialled_at, done.answered_at, done.ended_at) == (at(1), at(5), at(25))


def test_a_hang_up_after_six_seconds_of_thirty_is_six_seconds() -> None:
    done = after(message(), rang(), answered(), heard(6_000), hung_up())

    assert (done.outcome, done.heard_ms, done.total_ms) == ("heard", 6_000, 30_000)


def test_a_key_in_the_message_confirms_it_and_stays_the_first_one() -> None:
    done = after(message(), rang(), answered(), key("1"), key("3"), heard(9_000, key="1"), hung_up())

    assert (done.outcome, done.key, done.heard_ms) == ("confirmed", "1", 9_000)


def test_a_star_is_kept_as_her_key_but_confirms_nothing() -> None:
    done = after(message(), rang(), answered(), heard(9_000, key="*"), hung_up())

    assert (done.outcome, done.key) == ("heard", "*")


def test_a_file_that_was_missing_is_our_fault_whatever_she_pressed() -> None:
    done = after(message(), rang(), answered(), key("1"), heard(0, measured=False), hung_up())

    assert (done.outcome, done.key, done.heard_ms) == ("no_file", "1", None)


@pytest.mark.parametrize(
    ("cause", "outcome"),
    [(17, "busy"), (19, "no_answer"), (16, "no_answer"), (1, "unallocated"), (21, "rejected"),
     (34, "congestion"), (38, "congestion"), (42, "congestion"), (0, "failed"), (127, "failed")],
)  # fmt: skip
def test_a_message_that_nobody_answered_ends_by_the_cause(cause: int, outcome: str) -> None:
    done = after(message(), rang(), hung_up(cause))

    assert (done.state, done.outcome, done.answered_at) == (ENDED, outcome, None)


def test_a_cause_says_nothing_about_a_telephone_that_was_picked_up() -> None:
    done = after(message(), rang(), answered(), hung_up(17))

    assert done.outcome == "answered"


def test_another_channels_end_and_another_attempts_facts_change_nothing() -> None:
    dialled = after(message(), rang())

    assert advance(dialled, hung_up(channel="123.4")) is dialled
    assert advance(dialled, replace(answered(), attempt=e.AttemptId("bb-02"))) is dialled


def test_an_originate_that_is_refused_is_an_end_without_a_dial() -> None:
    done = after(message(), refused())

    assert (done.state, done.outcome, done.dialled_at) == (ENDED, "refused", None)


def test_a_refusal_of_a_channel_that_lives_changes_nothing_and_the_log_corrects_a_wrong_one() -> None:
    living = after(message(), rang())

    assert advance(living, refused(2)) is living
    assert after(message(), refused(), hung_up(17)).outcome == "busy"


def test_what_nobody_can_tell_is_unknown_until_the_log_tells() -> None:
    lost = settle(after(message(), rang()), at(60))

    found = after(lost, answered(), heard(None), hung_up(seconds=30))

    assert (lost.state, lost.outcome) == (ENDED, "unknown")
    assert (found.state, found.outcome, found.answered_at) == (ENDED, "heard", at(5))
    assert after(lost, hung_up(17, seconds=8)).outcome == "busy"


def test_settling_keeps_what_is_proven_and_never_touches_what_has_ended() -> None:
    known = settle(after(message(), rang(), answered()), at(60))

    assert (known.outcome, known.ended_at) == ("answered", at(60))
    assert settle(known, at(90)) is known


def test_facts_told_after_the_end_change_nothing_and_those_before_it_are_still_noted() -> None:
    ended = after(message(), rang(), answered(), hung_up(seconds=25))

    assert advance(ended, key("1", seconds=26)) is ended
    assert advance(ended, key("1", seconds=24)).outcome == "confirmed"
    assert advance(ended, hung_up(17, seconds=40)) is ended


def test_ringing_again_after_the_answer_moves_nothing_back() -> None:
    talking = after(message(), rang(), answered())

    assert advance(talking, rang(6)) is talking


def test_a_staff_call_that_nobody_took_ends_as_staff_unavailable() -> None:
    done = after(staff_call(), rang(), hung_up(19))

    assert (done.outcome, done.taken_by) == ("staff_unavailable", "")


def test_staff_that_left_before_she_was_reached_had_only_taken_it() -> None:
    done = after(staff_call(), rang(), taken(), hung_up())

    assert (done.outcome, done.taken_by, done.answered_at) == ("taken", "desk-hotline", None)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [("NOANSWER", "no_answer"), ("BUSY", "busy"), ("CONGESTION", "congestion"), ("CHANUNAVAIL", "failed"),
     ("CANCEL", "taken"), ("DONTCALL", "failed")],
)  # fmt: skip
def test_how_ringing_her_ended_is_the_outcome_of_a_staff_call(status: str, outcome: str) -> None:
    done = after(staff_call(), rang(), taken(), her_leg(status), hung_up())

    assert done.outcome == outcome


def test_only_the_key_one_of_staff_proves_that_she_was_spoken_with() -> None:
    picked_up = after(staff_call(), rang(), taken(), answered(), her_leg("ANSWER"))

    assert picked_up.outcome == "answered"
    assert after(picked_up, reported("1"), hung_up()).outcome == "spoke"
    assert after(picked_up, reported("2"), hung_up()).outcome == "not_spoke"
    assert after(picked_up, reported(""), hung_up()).outcome == "not_spoke"


EVENTS = st.sampled_from([
    rang(), answered(), heard(6_000), heard(None), heard(0, measured=False), key("1"), key("3"), taken(),
    her_leg("NOANSWER"), her_leg("ANSWER"), reported("1"), reported("2"), hung_up(17), hung_up(16), refused(),
    hung_up(channel="other"),
])  # fmt: skip
STORIES = st.lists(EVENTS, max_size=12)
KINDS = st.sampled_from([message(), staff_call()])


@given(KINDS, STORIES)
def test_states_and_proof_never_go_back_and_an_end_has_an_outcome(fresh: Attempt, story: list[AttemptEvent]):
    steps = [fresh]

    for event in story:
        steps.append(advance(steps[-1], event))

    states = [ORDER.index(step.state) for step in steps]
    proof = [RANK.get(step.outcome or "", -1) for step in steps]
    assert states == sorted(states)
    assert proof == sorted(proof)
    assert all(step.outcome for step in steps if step.state == ENDED)


@given(KINDS, STORIES, STORIES)
def test_a_story_told_again_changes_nothing(fresh, story, more) -> None:
    told = after(fresh, *story, hung_up(17))

    again = after(told, *(event for event in story), hung_up(17))

    assert after(again, *story, hung_up(17)) == again
    assert again.ended_at == told.ended_at


@pytest.mark.parametrize(("key", "outcome"), [("bb-1-m", "no_answer"), ("bb-1", "staff_unavailable")])
def test_a_wellness_call_by_the_exchange_alone_that_nobody_answers_is_a_try_in_vain(key: str, outcome: str) -> None:
    attempt = Attempt(id=key, kind="wellness", committed_at=NINE, state="dialled")

    assert advance(attempt, e.HungUp(at=NINE, channel=key, cause=19, by_itself=False)).outcome == outcome
