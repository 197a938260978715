"""Which commands the second exchange carries out, at whose number, and why not the others."""

from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import unquote_plus

import pytest

from ivr.commands import (
    Command,
    OriginateMessage,
    OriginateStaffCall,
    OriginateWellnessMessage,
    PlayToStaff,
    RingContact,
    RingDrillDesk,
    RingSupervisor,
    RingVisitor,
    TellFamily,
    TellFamilyOfVisit,
)
from ivr.events import AttemptId
from ivr.failover import Purpose
from ivr.second_exchange.orders import Ground, Known, OutOfReach, order_of
from ivr.twilio.journal_rows import Order
from ivr.twilio.our_calls import words_of
from people.seniors import Language

NOON = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
HER, DAUGHTER, HOTLINE, SECOND_HOTLINE = "+861066610001", "+8613900000011", "+8613900000021", "+8613900000022"
GROUND = Ground(
    site="老山", language=Language.CHINESE, number="+861066600000", desks={"hotline": (HOTLINE, SECOND_HOTLINE)}
)
KNOWN = Known(
    numbers={"t1": HER, "t2": ""}, names={"t1": "王秀兰"}, contacts={"c1": DAUGHTER}, words={"bb-1": "明天停水。"}
)
TO_HER = OriginateMessage(attempt=AttemptId("bb-1"), terminal="t1", file="/f", trunk="twilio", number=HER)


def made(command: Command, token: str = "bb-1", known: Known = KNOWN, ground: Ground = GROUND) -> Order:
    order = order_of(token, command, known, ground, NOON)
    assert isinstance(order, Order), order
    return order


def refused(command: Command, token: str = "bb-1", known: Known = KNOWN, ground: Ground = GROUND) -> str:
    order = order_of(token, command, known, ground, NOON)
    assert isinstance(order, OutOfReach), order
    return order.reason


def test_a_message_keeps_its_attempt_its_number_and_its_words() -> None:
    order = made(TO_HER)

    assert (order.token, order.number, order.purpose) == ("bb-1", HER, Purpose.BROADCAST)
    assert words_of(order) == "明天停水。"


def test_neither_words_nor_numbers_stand_in_an_address_that_twilio_asks_for() -> None:
    call = OriginateStaffCall(attempt=AttemptId("bb-1"), terminal="t1", why="wellness", number=DAUGHTER)
    told = RingContact(case="c", terminal="t1", contact="c1")

    for order in (made(TO_HER), made(call), made(told)):
        address = unquote_plus(order.asked)
        assert not any(secret in address for secret in ("明天停水", "王秀兰", HER, DAUGHTER))
    assert made(call).said["her"] == HER
    assert words_of(replace(made(told), path="/twilio/sms?text=before")) == "before"


def test_a_home_is_rung_at_the_number_of_its_telephone() -> None:
    order = made(OriginateMessage(attempt=AttemptId("bb-1"), terminal="t1", file="/f"))

    assert order.number == HER


def test_a_telephone_without_a_number_is_out_of_reach() -> None:
    silent = OriginateMessage(attempt=AttemptId("bb-1"), terminal="t2", file="/f")
    call = OriginateStaffCall(attempt=AttemptId("bb-1"), terminal="t2", why="wellness")

    assert "t2 has no number" in refused(silent)
    assert "t2 has no number" in refused(call)


def test_a_recording_is_played_where_it_lies_there_even_if_it_has_words() -> None:
    order = made(TO_HER, known=replace(KNOWN, sounds={"/f": "abc"}))

    assert (order.said["audio"], words_of(order)) == ("abc", "")


def test_a_message_without_words_or_recording_there_is_played_by_the_exchange_alone() -> None:
    assert "does not lie with the second exchange" in refused(TO_HER, token="bb-2")


def test_she_is_asked_whether_she_is_well_in_the_words_of_the_site() -> None:
    order = made(OriginateWellnessMessage(attempt=AttemptId("bb-1-m"), terminal="t1", why="wellness"), "bb-1-m")

    assert "老山" in words_of(order)


def test_staff_are_rung_at_their_own_number_else_at_one_that_stands_for_the_hotline() -> None:
    own = OriginateStaffCall(attempt=AttemptId("bb-1"), terminal="t1", why="wellness", number=DAUGHTER)
    desk = OriginateStaffCall(attempt=AttemptId("bb-1"), terminal="t1", why="missed")

    assert made(own).number == DAUGHTER
    assert {made(desk, f"bb-{n}").number for n in range(20)} == {HOTLINE, SECOND_HOTLINE}
    assert made(desk, "bb-7").number == made(desk, "bb-7").number


def test_without_a_mobile_for_the_hotline_the_cure_is_named() -> None:
    nobody = Ground(site="老山", language=Language.CHINESE, number="", desks={})
    call = OriginateStaffCall(attempt=AttemptId("bb-1"), terminal="t1", why="wellness")

    assert "BIGBUTTON_TWILIO__DESKS" in refused(call, ground=nobody)


@pytest.mark.parametrize(
    ("command", "purpose"),
    [
        (TellFamily(incident="i1", terminal="t1", contact="c1"), Purpose.PRESS),
        (TellFamilyOfVisit(case="c", terminal="t1", contact="c1", notice="visit_due"), Purpose.WELLNESS),
        (TellFamilyOfVisit(case="c", terminal="t1", contact="c1", notice="found_well"), Purpose.WELLNESS),
        (RingContact(case="c", terminal="t1", contact="c1"), Purpose.WELLNESS),
    ],
)
def test_the_family_is_told_by_text_message(command: Command, purpose: Purpose) -> None:
    order = made(command, "tell-1")

    assert (order.is_text, order.number, order.purpose) == (True, DAUGHTER, purpose)
    assert "王秀兰" in words_of(order)


def test_a_contact_that_is_gone_is_told_nothing() -> None:
    assert refused(RingContact(case="c", terminal="t1", contact="c9")) == "there is no contact c9 any more"


def test_visitors_and_supervisors_get_text_messages_that_name_nobody() -> None:
    visit = RingVisitor(
        visit="v", position=1, staff="li", number=DAUGHTER, desk="", area="老山社区", terminal="t1", reason="silence"
    )
    climb = RingSupervisor(case="c", climbed=1, staff="li", number=DAUGHTER, desk="", terminal="t1")

    told = [words_of(made(command, "x")) for command in (visit, climb)]
    assert "老山社区" in told[0]
    assert "王秀兰" not in "".join(told)


def test_staff_without_a_number_of_their_own_are_out_of_reach() -> None:
    climb = RingSupervisor(case="c", climbed=1, staff="li", number="", desk="desk1", terminal="t1")

    assert "no number of their own" in refused(climb)


def test_what_only_the_exchange_can_do_says_so() -> None:
    for command in (
        PlayToStaff(call="c", desk="desk1", number="", file="/f"), RingDrillDesk(drill="d", way="trunka", number=HER)
    ):  # fmt: skip
        assert refused(command) == "only the exchange itself can do this"


def test_a_short_emergency_number_is_never_ordered() -> None:
    known = Known(contacts={"c1": "120"}, names={})

    assert "120 is a public emergency number" in refused(
        TellFamily(incident="i", terminal="t1", contact="c1"), known=known
    )
