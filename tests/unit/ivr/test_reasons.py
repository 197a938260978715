"""One sentence says why a call went as it went, in the words of its legs."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from ivr.call import Call, Leg
from ivr.reasons import reason

NOON = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)


def leg(position: int, target: str, status: str, why: str = "open") -> Leg:
    return Leg(position=position, target=target, seconds=20, why=why, status=status, started_at=NOON)


def call(*legs: Leg, **more: object) -> Call:
    return Call(
        id="c", terminal_id="t1001", service_id="meals", via="terminal", confirmed=True, caller_id="",
        sip_call_id="", route_source="area", pressed_at=NOON, legs=legs, **more,  # type: ignore[arg-type]
    )  # fmt: skip


def test_nothing_has_happened_yet_and_nothing_is_said():
    assert reason(call()) == ""


def test_a_call_that_climbed_says_who_did_not_take_it_and_who_did():
    legs = (
        leg(1, "prov-hall-1", "NOANSWER"),
        leg(2, "prov-hall-2", "BUSY"),
        leg(3, "desk-hotline", "joined"),
    )

    text = reason(call(*legs, reached_at=NOON, target="desk-hotline", outcome="reached"))

    assert text == "prov-hall-1 did not answer; prov-hall-2 was engaged; desk-hotline took it"


@pytest.mark.parametrize(
    ("why", "words"),
    [
        ("closed", "the providers near her are closed"),
        ("holiday", "the providers near her keep the holiday"),
        ("none", "nobody near her offers it"),
        ("override", "chosen by hand for her"),
    ],
)
def test_why_it_did_not_go_the_usual_way_is_said_first(why, words):
    text = reason(call(leg(1, "desk-hotline", "joined", why), reached_at=NOON))

    assert text == f"{words}; a person took it"


@pytest.mark.parametrize(
    ("outcome", "words"), [("nobody", "nobody took it"), ("gave_up", "she hung up first"), ("unknown", "")]
)
def test_how_a_call_ended_that_reached_nobody(outcome, words):
    text = reason(call(leg(1, "own-1", "answered"), outcome=outcome))

    assert text == "; ".join(part for part in ("own-1 answered, nobody accepted", words) if part)


def test_an_emergency_whose_caller_is_gone_says_that_it_goes_on():
    assert reason(call(incident_id="c", outcome="gave_up")) == "the ladder goes on without her"
    assert reason(call(incident_id="c")) == ""


def test_a_status_nobody_foresaw_is_said_as_it_is():
    assert reason(call(leg(1, "own-1", "DONTCALL"))) == "own-1 ended: dontcall"


@pytest.mark.parametrize(
    ("tried", "words"),
    [
        ("trunka", "nobody took it"),
        ("trunka.SILENT.0+trunkb", "trunka carried nothing, trunkb did; nobody took it"),
        ("trunka.CONGESTION.34+trunkb.SILENT.0+", "trunka and trunkb carried nothing; nobody took it"),
    ],
)
def test_a_way_out_that_carried_nothing_is_named_once(tried, words):
    legs = tuple(replace(leg(n, "desk-hotline", "joined"), tried=tried) for n in (1, 2))

    assert reason(call(*legs, outcome="nobody")) == words
