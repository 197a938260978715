"""Whoever of staff and family is rung hears of one matter, on one channel that bears its name."""

from dataclasses import replace

import pytest

from ivr.asterisk.ami_actions import Originate
from ivr.asterisk.ami_wire import check
from ivr.commands import (
    PlayToStaff,
    RingContact,
    RingDrillDesk,
    RingSupervisor,
    RingVisitor,
    TellFamily,
    TellFamilyOfVisit,
    ToPeople,
)
from ivr.orders import Ways
from ivr.orders_to_people import order_to_people, to_staff

WAYS = Ways(trunk="trunka", area_code="10", published="01012345", sounds="/srv/sounds", language="zh")
VISITOR = RingVisitor(
    visit="V1",
    position=2,
    staff="li",
    number="+8613800138000",
    desk="",
    area="laoshan",
    terminal="t1",
    reason="silence",
    code="048215",
)


def rung(command: ToPeople) -> Originate:
    found = order_to_people(command, WAYS)
    assert found
    check(found.action())
    return found


def test_a_visitor_is_rung_on_the_mobile_and_told_nothing_but_ids():
    found = rung(VISITOR)

    assert (found.channel, found.channel_id) == ("Local/13800138000@watch-leg/n", "bb-visitor-V1-2")
    assert dict(found.variables) == {
        "WHO": "t1", "WHAT": "visit", "SUBJECT": "V1", "BY": "li", "PLACE": "laoshan", "REASON": "silence",
        "CODE": "048215",
    }  # fmt: skip


def test_a_visitor_with_a_desk_is_rung_there_and_one_without_any_telephone_not_at_all():
    assert rung(replace(VISITOR, desk="desk1")).channel == "Local/desk1@watch-leg/n"
    assert order_to_people(replace(VISITOR, number=""), WAYS) is None


def test_a_contact_is_asked_through_their_own_target_once_for_each_case():
    found = rung(RingContact(case="C1", terminal="t1", contact="k1"))

    assert (found.channel, found.channel_id) == ("Local/contact-k1@tell/n", "bb-ask-C1-k1")
    assert ("WHAT", "case") in found.variables and ("BY", "k1") in found.variables


def test_each_climb_of_a_case_rings_each_supervisor_under_a_name_of_its_own():
    boss = RingSupervisor(case="C1", climbed=1, staff="boss", number="", desk="desk1", terminal="")

    ids = {rung(replace(boss, climbed=climbed)).channel_id for climbed in (1, 2)}

    assert ids == {"bb-climb-C1-1-boss", "bb-climb-C1-2-boss"}
    assert rung(boss).context == "watch-supervisor"


def test_the_family_is_told_through_the_ordinary_way_out_under_one_name_for_each_contact():
    found = rung(TellFamily(incident="exchange-1.1", terminal="t1001", contact="c1"))

    assert (found.channel, found.channel_id) == ("Local/contact-c1@tell/n", "bb-tell-exchange-1.1-c1")
    assert ("WHO", "t1001") in found.variables


@pytest.mark.parametrize("notice", ["visit_due", "found_well"])
def test_the_family_is_told_of_a_visit_in_words_of_its_own(notice):
    found = rung(TellFamilyOfVisit(case="k1", terminal="t1001", contact="c1", notice=notice))

    assert (found.channel, found.channel_id) == ("Local/contact-c1@tell/n", f"bb-tell-k1-{notice.replace('_', '-')}-c1")
    assert ("NOTICE", f"family_{notice}") in found.variables


def test_a_member_of_staff_hears_a_message_at_the_desk_or_at_a_number_that_is_counted():
    at_desk = PlayToStaff(call="bb-play-1", desk="desk1", number="+8613800138000", file="/sounds/zh/message/m1")

    desk, mobile = (to_staff(command, WAYS) for command in (at_desk, replace(at_desk, desk="")))

    assert (desk.channel, desk.context, desk.variables) == (
        "PJSIP/desk1", "play-to-staff", (("FILE", "/sounds/zh/message/m1"),),
    )  # fmt: skip
    assert mobile.channel.endswith(f"@{WAYS.trunk}-bc")
    assert (f"GROUP({WAYS.trunk})", "use") in mobile.variables


def test_a_drill_leaves_by_its_own_way_under_its_own_name_and_has_time_for_what_is_said():
    found = rung(RingDrillDesk(drill="bb-drill-1", way="trunkb", number="+8613800138000"))

    assert (found.channel, found.channel_id, found.context) == ("Local/13800138000@drill/n", "bb-drill-1", "drill-over")
    assert found.variables == (("__DRILL", "bb-drill-1"), ("T", "trunkb"))
    assert found.timeout > rung(VISITOR).timeout
