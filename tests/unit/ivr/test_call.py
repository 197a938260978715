"""A press becomes one row that only moves forward, whatever the order in which its facts are told."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr import events as e
from ivr.call import ENDED, FORWARD, PRESSED, REACHED, RINGING, Call, CallEvent, advance, begin, settle

NOON = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
CALL = e.CallId("exchange-1.1")


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def pressed(**more: object) -> e.Pressed:
    event = e.Pressed(
        at=NOON, channel=CALL, call=CALL, terminal="t1001", service="meals", via="terminal", confirmed=True,
        caller_id="1001", route_source="area", sip_call_id="abc",
    )  # fmt: skip
    return replace(event, **more)  # type: ignore[arg-type]


def rung(position: int, second: float, target: str = "prov-hall-1", seconds: int = 20) -> e.RungStarted:
    return e.RungStarted(
        at=at(second), channel=CALL, call=CALL, position=position, target=target, seconds=seconds, why="open"
    )


def answered(position: int, second: float) -> e.LegAnswered:
    return e.LegAnswered(
        at=at(second), channel="leg", call=CALL, position=position, target="prov-hall-1", sip_call_id="leg"
    )


def rung_ended(position: int, second: float, status: str = "NOANSWER") -> e.RungEnded:
    return e.RungEnded(at=at(second), channel=CALL, call=CALL, position=position, status=status, cause=19)


def exhausted(second: float) -> e.RungsExhausted:
    return e.RungsExhausted(at=at(second), channel=CALL, call=CALL)


def joined(position: int, second: float, target: str = "prov-hall-2") -> e.PersonJoined:
    return e.PersonJoined(at=at(second), channel="leg", call=CALL, position=position, target=target)


def hung_up(second: float, channel: str = CALL, *, by_itself: bool = True) -> e.HungUp:
    return e.HungUp(at=at(second), channel=channel, cause=16, by_itself=by_itself)


def told(*events: CallEvent) -> Call:
    call = begin(pressed())
    for event in events:
        call = advance(call, event)
    return call


def test_a_leg_keeps_which_telephone_of_a_desk_picked_up():
    begun = told(rung(1, 0), replace(answered(1, 3), by="desk2"))
    taken = advance(begun, joined(1, 4))

    assert [leg.answered_by for leg in (*begun.legs, *taken.legs)] == ["desk2", "desk2"]


def test_a_leg_keeps_by_which_ways_it_tried_to_leave():
    begun = told(rung(1, 0), replace(answered(1, 3), tried="trunka.SILENT.0+trunkb"))
    over = advance(begun, replace(rung_ended(1, 9), tried="trunka.SILENT.0+trunkb.ANSWER.16+"))

    assert begun.legs[0].tried == "trunka.SILENT.0+trunkb"
    assert over.legs[0].tried == "trunka.SILENT.0+trunkb.ANSWER.16+"


def test_the_row_of_a_press_says_who_pressed_what_and_how():
    press = pressed(incident=e.IncidentId("inc"), confirmed=False, via="access")

    call = begin(press)

    assert (call.id, call.terminal_id, call.service_id, call.via) == (CALL, "t1001", "meals", "access")
    assert (call.confirmed, call.caller_id, call.sip_call_id) == (False, "1001", "abc")
    assert (call.state, call.pressed_at, call.incident_id) == (PRESSED, NOON, "inc")
    assert (call.rungs, call.ms_to_ring, call.ms_to_person, call.talk_ms) == (0, None, None, None)


def test_a_press_that_the_second_rung_takes_keeps_its_seconds():
    call = told(
        rung(1, 0.2), rung_ended(1, 20.2), rung(2, 20.25), answered(2, 26), joined(2, 28.5),
        hung_up(88.5, by_itself=False),
    )  # fmt: skip

    assert (call.state, call.outcome, call.ended_by, call.target) == (ENDED, "reached", "them", "prov-hall-2")
    assert (call.rungs, call.ms_to_ring, call.ms_to_person, call.talk_ms) == (2, 200, 28_500, 60_000)
    assert [(leg.status, leg.sip_call_id) for leg in call.legs] == [("NOANSWER", ""), ("joined", "leg")]


def test_that_something_answered_does_not_make_her_reached():
    call = told(rung(1, 1), answered(1, 5))

    assert (call.state, call.reached_at) == (RINGING, None)
    assert call.legs[0].status == "answered"


def test_a_provider_at_its_capacity_is_a_rung_but_no_ringing():
    call = told(rung(1, 1, seconds=0), rung_ended(1, 1, "FULL"), rung(2, 2))

    assert call.ms_to_ring == 2000
    assert call.legs[0].status == "FULL"


@pytest.mark.parametrize(
    ("events", "by", "outcome"),
    [
        ([rung(1, 1), hung_up(4)], "her", "gave_up"),
        ([rung(1, 1), hung_up(4, by_itself=False)], "exchange", "gave_up"),
        ([rung(1, 1), rung_ended(1, 21), exhausted(21), hung_up(30, by_itself=False)], "exchange", "nobody"),
        ([rung(1, 1), joined(1, 5), hung_up(9)], "her", "reached"),
        ([hung_up(0.1)], "her", "gave_up"),
    ],
)
def test_how_it_ended_and_by_whom(events, by, outcome):
    call = told(*events)

    assert (call.state, call.ended_by, call.outcome) == (ENDED, by, outcome)


def test_the_end_of_another_channel_is_not_hers():
    call = told(rung(1, 1), hung_up(3, channel="leg"))

    assert call.state == RINGING


def test_a_second_end_changes_nothing():
    once = told(rung(1, 1), hung_up(4))

    assert advance(once, hung_up(9, by_itself=False)) is once
    assert advance(once, exhausted(9)) is once
    assert settle(once, at(60)) is once


def test_a_person_who_was_joined_before_the_end_counts_though_it_is_told_late():
    call = told(rung(1, 1), hung_up(9), joined(1, 5))

    assert (call.state, call.outcome, call.ms_to_person, call.talk_ms) == (ENDED, "reached", 5000, 4000)


def test_a_person_after_the_end_was_not_joined_to_her():
    ended = told(rung(1, 1), hung_up(9))

    assert advance(ended, joined(1, 9.5)) is ended


def test_the_first_person_is_the_one_who_reached_her():
    call = told(rung(1, 1), joined(1, 5), joined(2, 6, "desk-hotline"))

    assert (call.target, call.ms_to_person) == ("prov-hall-2", 5000)


def test_rungs_told_after_she_is_reached_or_told_twice_are_not_new():
    reached = told(rung(1, 1), joined(1, 5))

    assert advance(reached, rung(2, 6)) is reached
    assert told(rung(1, 1), rung(1, 3, "desk-hotline")) == told(rung(1, 1))


@pytest.mark.parametrize(("events", "outcome"), [([rung(1, 1)], "unknown"), ([rung(1, 1), joined(1, 5)], "reached")])
def test_what_nobody_will_ever_tell_is_ended_as_far_as_it_is_known(events, outcome):
    call = settle(told(*events), at(60))

    assert (call.state, call.ended_by, call.outcome, call.ended_at) == (ENDED, "exchange", outcome, at(60))


LIFE: Sequence[CallEvent] = (
    rung(1, 0.2), answered(1, 4), rung_ended(1, 20), rung(2, 20.1), rung_ended(2, 20.1, "FULL"),
    rung(3, 20.2), answered(3, 25), joined(3, 27), exhausted(27.5), hung_up(40, "leg"),
    hung_up(60), hung_up(61, by_itself=False),
)  # fmt: skip
lives = st.lists(st.sampled_from(LIFE), max_size=30)
ORDER = (PRESSED, RINGING, REACHED, ENDED)


@given(lives)
def test_statuses_only_move_forward_in_any_order_with_any_repeats(events):
    call, steps = begin(pressed()), []

    for event in events:
        call, before = advance(call, event), call
        steps.append((before.state, call.state))

    changed = [(old, new) for old, new in steps if old != new]
    assert all(new in FORWARD[old] and ORDER.index(old) < ORDER.index(new) for old, new in changed)
    assert [new for _, new in changed].count(ENDED) == (hung_up(60) in events or LIFE[-1] in events)


@given(lives)
def test_what_once_stands_in_the_row_stays_in_any_order(events):
    fixed = ("ring_at", "reached_at", "ended_at", "target", "ended_by")
    call = begin(pressed())

    for event in events:
        call, before = advance(call, event), call
        assert all(getattr(before, name) in (None, "", getattr(call, name)) for name in fixed)
        assert len(call.legs) >= len(before.legs)
        assert call.outcome in (before.outcome, "reached") if before.outcome else True


@given(st.permutations(LIFE))
def test_once_everything_was_told_in_any_order_telling_it_again_twice_moves_nothing_more(events):
    once = told(*events)

    twice, thrice = told(*events, *LIFE), told(*events, *LIFE, *LIFE)

    assert thrice == twice
    assert (twice.state, twice.ended_at, twice.reached_at) == (once.state, once.ended_at, once.reached_at)


@given(st.lists(st.integers(0, len(LIFE) - 1), max_size=20), st.data())
def test_repeats_of_what_was_told_in_its_order_change_nothing(repeats, data):
    """As Asterisk's log is: in order, and a fact may come again at any time after."""
    events: list[CallEvent] = list(LIFE)
    for n in sorted(repeats):
        place = data.draw(st.integers(events.index(LIFE[n]) + 1, len(events)))
        events.insert(place, LIFE[n])

    assert told(*events) == told(*LIFE)
