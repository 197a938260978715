"""A press that nobody took is never over: what must still be done after a call, once, and when."""

from datetime import UTC, datetime, timedelta

import pytest

from ivr import call as rule
from ivr import followup
from ivr.call import Call
from ivr.followup import OpenTask, after_call, after_press
from ivr.incident import Incident

NOON = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def call(**more: object) -> Call:
    fields: dict[str, object] = {
        "id": "exchange-1.1", "terminal_id": "t1001", "service_id": "meals", "via": "terminal",
        "confirmed": True, "caller_id": "", "sip_call_id": "", "route_source": "area", "pressed_at": NOON,
    }  # fmt: skip
    return Call(**(fields | more))  # type: ignore[arg-type]


def ended(**more: object) -> Call:
    return call(**{"state": rule.ENDED, "ended_at": NOON + 60 * SECOND, "outcome": "nobody"} | more)


@pytest.mark.parametrize("outcome", ["nobody", "gave_up", "unknown"])
def test_a_press_that_reached_nobody_is_a_task_however_it_ended(outcome):
    task = after_call(call(state=rule.RINGING), ended(outcome=outcome))

    assert task == OpenTask(
        kind="missed_press", subject="exchange-1.1", terminal_id="t1001", call_id="exchange-1.1",
        opened_at=NOON + 60 * SECOND, due_at=NOON + 60 * SECOND + followup.MISSED_DUE,
    )  # fmt: skip


def test_a_press_that_was_first_heard_of_when_it_had_ended_is_a_task_too():
    task = after_call(None, ended())

    assert task is not None


@pytest.mark.parametrize(("talked", "asked"), [(3, True), (9.9, True), (10, False), (300, False)])
def test_whether_she_was_served_is_asked_where_the_far_end_left_within_ten_seconds(talked, asked):
    reached = NOON + 20 * SECOND
    over = ended(reached_at=reached, ended_at=reached + talked * SECOND, ended_by="them", outcome="reached")

    task = after_call(call(state=rule.REACHED), over)

    assert (task is not None and task.kind == "was_she_served") == asked


def test_that_she_herself_hung_up_soon_asks_nothing():
    over = ended(reached_at=NOON + 55 * SECOND, ended_by="her", outcome="reached")

    assert after_call(call(state=rule.REACHED), over) is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, call(state=rule.RINGING)),
        (ended(), ended()),
        (call(), ended(ended_at=None)),
        (call(), ended(incident_id="exchange-1.1")),
    ],
    ids=["still rings", "ended before", "no end known", "an emergency: its ladder goes on"],
)
def test_nothing_follows_from_a_call_that(before, after):
    assert after_call(before, after) is None


def test_an_open_emergency_is_a_task_due_at_once():
    task = after_press(Incident(id="exchange-1.1", terminal_id="t1001", opened_at=NOON))

    assert (task.kind, task.subject, task.call_id) == ("incident_open", "exchange-1.1", "exchange-1.1")
    assert task.opened_at == task.due_at == NOON
