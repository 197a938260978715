"""Is a sign of life only what she did herself?"""

from datetime import UTC, datetime

import pytest

from ivr import events as e
from wellness_checks.signs import Sign, sign_of

NINE = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def key(name: str) -> e.KeyPressed:
    return e.KeyPressed(at=NINE, channel="1.2", terminal="t1", key=name)


def call(outgoing: bool) -> e.OrdinaryCall:
    return e.OrdinaryCall(at=NINE, channel="1.2", terminal="t1", outgoing=outgoing)


def press(call: str) -> e.Pressed:
    return e.Pressed(
        at=NINE, channel="1.2", call=e.CallId(call), terminal="t1", service="meals", via="terminal",
        confirmed=True, caller_id="", route_source="", sip_call_id="",
    )  # fmt: skip


def test_a_press_that_a_visitor_had_us_make_is_none_of_hers() -> None:
    assert sign_of(press("bb-visit-V1")) is None


def test_a_press_is_a_sign_of_life() -> None:
    assert sign_of(press("1.2")) == Sign(terminal="t1", at=NINE, kind="press", source="1.2/press")


@pytest.mark.parametrize("name", ["well", "listen", "next"])
def test_her_own_codes_are_signs_of_life(name: str) -> None:
    assert sign_of(key(name)) == Sign(terminal="t1", at=NINE, kind=name, source=f"1.2/{name}")


@pytest.mark.parametrize("name", ["visit", "1"])
def test_the_visitors_code_and_keys_of_a_message_are_none_here(name: str) -> None:
    assert sign_of(key(name)) is None


def test_a_number_that_she_dials_is_one_if_the_site_says_so_and_being_rung_never_is() -> None:
    assert sign_of(call(outgoing=True)) is not None
    assert sign_of(call(outgoing=True), ordinary_calls=False) is None
    assert sign_of(call(outgoing=False)) is None


def test_that_a_channel_is_gone_says_nothing_of_anybody() -> None:
    assert sign_of(e.HungUp(at=NINE, channel="1.2", cause=16, by_itself=True)) is None
