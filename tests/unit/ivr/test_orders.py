"""Every command of ours is one Originate that the wrapper lets through, with the attempt as its channel."""

from datetime import timedelta

import pytest

from ivr.asterisk.ami_actions import Originate
from ivr.asterisk.ami_wire import check
from ivr.commands import (
    AtHome,
    OpenEmergency,
    OriginateMessage,
    OriginateStaffCall,
    OriginateWellnessMessage,
    ResumeLadder,
)
from ivr.events import AttemptId
from ivr.orders import STAFF_RINGS, Ways, dialled, order
from people.ids import HouseholdId, TerminalId
from people.terminals import Terminal, TerminalKind

WAYS = Ways(trunk="trunka", area_code="10", published="01012345", sounds="/srv/sounds", language="zh")
SIP = Terminal(id=TerminalId("t1001"), household=HouseholdId("h1"))
LINE = Terminal(id=TerminalId("t1002"), household=HouseholdId("h2"), kind=TerminalKind.LINE, number="+861088880001")
BB = AttemptId("bb-01")


def ordered(command: AtHome, terminal: Terminal) -> Originate:
    found = order(command, terminal, WAYS)
    check(found.action())
    return found


def test_a_message_rings_her_own_telephone():
    found = ordered(OriginateMessage(attempt=BB, terminal="t1001", file="/srv/sounds/m1"), SIP)

    assert (found.channel, found.channel_id, found.context) == ("PJSIP/t1001", "bb-01", "message")
    assert (found.timeout, found.caller_number) == (timedelta(seconds=35), "01012345")
    assert found.variables == (("ATTEMPT", "bb-01"), ("WHO", "t1001"), ("FILE", "/srv/sounds/m1"))


def test_a_message_to_a_fixed_line_is_counted_on_the_trunk_and_gives_way_as_a_broadcast():
    found = ordered(OriginateMessage(attempt=BB, terminal="t1002", file="/srv/sounds/m1"), LINE)

    assert found.channel == "PJSIP/88880001@trunka-bc"
    assert found.variables[-2:] == (("GROUP(trunka)", "use"), ("GROUP(trunka-bc)", "use"))


def test_a_message_leaves_by_the_trunk_on_which_it_was_counted():
    found = ordered(OriginateMessage(attempt=BB, terminal="t1002", file="/srv/sounds/m1", trunk="trunkb"), LINE)

    assert found.channel == "PJSIP/88880001@trunkb-bc"
    assert ("GROUP(trunkb)", "use") in found.variables


def test_a_message_that_is_answered_by_voice_says_so():
    found = ordered(OriginateMessage(attempt=BB, terminal="t1001", file="/srv/sounds/m1", reply="spoken"), SIP)

    assert ("REPLY", "spoken") in found.variables


def test_a_staff_call_rings_the_staff_first_and_passes_on_who_she_is():
    found = ordered(OriginateStaffCall(attempt=BB, terminal="t1001", why="missed"), SIP)

    assert (found.channel, found.context, found.exten) == (
        "Local/desk-hotline@staff/n",
        "ring-her",
        "t1001",
    )
    assert found.timeout == STAFF_RINGS
    assert found.variables == (("__ATTEMPT", "bb-01"), ("__WHO", "t1001"), ("__WHYCALL", "missed"))


@pytest.mark.parametrize(
    ("desk", "number", "rung"),
    [("desk7", "", "desk7"), ("", "+8613800138000", "13800138000"), ("desk7", "+8613800138000", "desk7")],
)
def test_one_member_of_staff_is_rung_at_their_own_desk_else_on_their_number(desk: str, number: str, rung: str):
    command = OriginateStaffCall(attempt=BB, terminal="t1001", why="wellness", staff="li", desk=desk, number=number)

    found = ordered(command, SIP)

    assert (found.channel, found.context) == (f"Local/{rung}@staff-own/n", "ring-her")
    assert ("__TGT", "li") in found.variables


def test_a_lost_ladder_knows_her_incident_her_line_and_her_spoken_name():
    command = ResumeLadder(incident="exchange-1.1", terminal="t1001", start=77)

    found = ordered(command, SIP)

    assert (found.channel, found.context) == ("Local/t1001@incident/n", "inchold")
    assert found.variables == (
        ("__INCID", "exchange-1.1"), ("__LINE", "ring.t1001"),
        ("__NAMEFILE", "/srv/sounds/zh/who/t1001"), ("__CONFIRMED", "1"),
    )  # fmt: skip


def test_a_fixed_line_is_rung_back_by_its_number():
    found = ordered(ResumeLadder(incident="exchange-1.1", terminal="t1002"), LINE)

    assert ("__LINE", "line.88880001") in found.variables


def test_the_ladder_of_each_start_has_a_channel_of_its_own_so_that_its_facts_are_new():
    starts = [ResumeLadder(incident="exchange-1.1", terminal="t1001", start=start) for start in (1, 2)]

    ids = {ordered(command, SIP).channel_id for command in starts}

    assert ids == {"bb-resume-1-exchange-1.1", "bb-resume-2-exchange-1.1"}


def test_the_exchange_alone_rings_her_own_telephone_and_asks():
    found = ordered(OriginateWellnessMessage(attempt=BB, terminal="t1002", why="wellness"), LINE)

    assert (found.channel, found.channel_id, found.context) == ("PJSIP/88880001@trunka-bc", "bb-01", "wellness-message")


def test_what_a_visitor_found_is_a_press_of_her_home_under_a_name_of_its_own():
    found = ordered(OpenEmergency(visit="V1", terminal="t1002"), LINE)

    assert (found.channel, found.channel_id) == ("Local/t1002@watch-emergency/n", "bb-emergency-V1")
    assert (found.other_channel_id, found.variables) == ("bb-visit-V1", (("__LINE", "line.88880001"),))


def test_a_message_s_order_tells_its_telephone_so_that_nobody_looks_it_up():
    line = OriginateMessage(attempt=BB, terminal="t1002", file="/m", trunk="trunka", number="+861088880001")
    ours = OriginateMessage(attempt=BB, terminal="t1001", file="/m", number="")

    told = [dialled(line), dialled(ours)]

    assert [(one.kind, one.number) for one in told if one] == [
        (TerminalKind.LINE, "+861088880001"), (TerminalKind.SIP, ""),
    ]  # fmt: skip
    assert dialled(OriginateMessage(attempt=BB, terminal="t1001", file="/m")) is None
    assert dialled(ResumeLadder(incident="x-1", terminal="t1001")) is None
