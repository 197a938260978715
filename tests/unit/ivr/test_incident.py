"""An emergency is opened by a press, accepted and closed by people; its timeline keeps every line once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr import events as e
from ivr.incident import ACCEPTED, CLOSED, OPEN, Incident, Moment, advance, open_incident

NOON = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
INC = e.IncidentId("exchange-1.1")


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def pressed(second: float = 0, *, channel: str = INC, joined: bool = False) -> e.Pressed:
    return e.Pressed(
        at=at(second), channel=channel, call=e.CallId(channel), terminal="t1001", service="emergency",
        via="terminal", confirmed=True, caller_id="", route_source="", sip_call_id="",
        incident=INC, joined=joined,
    )  # fmt: skip


def rang(second: float, target: str = "desk-emergency") -> e.LadderRang:
    return e.LadderRang(at=at(second), channel="rung", incident=INC, seconds=0, round=1, target=target)


def accepted(second: float, target: str = "contact-c1") -> e.IncidentAccepted:
    return e.IncidentAccepted(at=at(second), channel="leg", incident=INC, terminal="t1001", target=target)


def resumed(second: float) -> e.IncidentResumed:
    return e.IncidentResumed(at=at(second), channel="ladder", incident=INC)


def closed(second: float) -> e.IncidentClosed:
    return e.IncidentClosed(at=at(second), channel="leg", incident=INC, by="contact-c1")


ANSWERED = e.LadderAnswered(at=at(5), channel="leg", incident=INC, seconds=0, target="desk-emergency", sip_call_id="x")
RUNG_ENDED = e.LadderRungEnded(
    at=at(25), channel="rung", incident=INC, seconds=0, round=1, target="desk-emergency", status="NOANSWER"
)
RINGS_BACK = e.RingBackStarted(at=at(31), channel="leg", incident=INC)
NOT_BACK = e.RingBackEnded(at=at(76), channel="back", incident=INC, status="NOANSWER")
NIGHT = (
    rang(0.3), ANSWERED, RUNG_ENDED, accepted(30), RINGS_BACK, NOT_BACK, resumed(80),
    accepted(90, "desk-community"), pressed(95, channel="exchange-1.9", joined=True), closed(200),
)  # fmt: skip


def told(*events, opened_by=None) -> Incident:
    incident = open_incident(opened_by or pressed())
    for event in events:
        incident = advance(incident, event)
    return incident


def test_a_press_opens_it():
    incident = told()

    assert (incident.id, incident.terminal_id, incident.state, incident.presses) == (INC, "t1001", OPEN, 1)
    assert incident.timeline == (Moment(at=NOON, what="pressed", detail="terminal"),)


def test_a_press_without_an_incident_of_its_own_is_one_by_itself():
    incident = open_incident(replace(pressed(), incident=None))

    assert incident.id == INC


def test_it_is_the_same_whether_the_first_telephone_rang_before_the_press_was_written_or_after():
    press_first = told(rang(0.3), opened_by=pressed(0.4))
    ring_first = told(pressed(0.4), opened_by=rang(0.3))

    assert ring_first == press_first
    assert (ring_first.terminal_id, ring_first.opened_at, ring_first.presses) == ("t1001", at(0.4), 1)


def test_a_whole_night_is_told_line_by_line():
    incident = told(*NIGHT)

    assert [(moment.what, moment.detail) for moment in incident.timeline] == [
        ("pressed", "terminal"), ("rang", "desk-emergency"), ("answered", "desk-emergency"),
        ("ended", "desk-emergency NOANSWER"), ("accepted", "contact-c1"), ("rings_her_back", ""),
        ("ring_back_ended", "NOANSWER"), ("resumed", ""), ("accepted", "desk-community"),
        ("pressed_again", "terminal"), ("closed", "contact-c1"),
    ]  # fmt: skip
    assert (incident.state, incident.closed_at, incident.closed_by) == (CLOSED, at(200), "contact-c1")
    assert (incident.presses, incident.rung_back) == (2, "noanswer")


def test_who_takes_it_has_it_and_the_first_moment_stands():
    incident = told(accepted(30), resumed(80), accepted(90, "desk-community"))

    assert (incident.state, incident.accepted_by, incident.accepted_at) == (
        ACCEPTED,
        "desk-community",
        at(30),
    )


def test_whoever_leaves_without_closing_leaves_it_open():
    assert told(accepted(30), resumed(80)).state == OPEN


def test_while_she_is_rung_back_it_says_so():
    assert told(accepted(30), RINGS_BACK).rung_back == "ringing"


def test_a_closed_one_takes_late_lines_and_nothing_else():
    incident = told(closed(200))

    late = advance(incident, accepted(30))

    assert (late.state, late.accepted_at, late.accepted_by) == (CLOSED, None, "")
    assert [moment.what for moment in late.timeline] == ["pressed", "accepted", "closed"]


@pytest.mark.parametrize("event", NIGHT, ids=lambda event: type(event).__name__)
def test_a_fact_told_twice_changes_nothing(event):
    once = told(event)

    assert advance(once, event) is once


@given(st.lists(st.sampled_from(NIGHT), max_size=20))
def test_in_any_order_nothing_but_a_closing_closes_it_and_nothing_opens_it_again(events):
    incident = told()

    for event in events:
        incident, before = advance(incident, event), incident
        assert (incident.state == CLOSED) == (before.state == CLOSED or isinstance(event, e.IncidentClosed))

    assert told(*events, *events) == told(*events)
