"""A call that rings is shown at the telephones that it rings at, and a taken one at the one that took it."""

import json

from console.calls.map import map_link
from console.calls.ringing import Reader, for_reader, is_mine, mine
from console.live import Message
from db.ringing import AtDesk

ZHAO = Reader(staff="zhao", telephones=frozenset({"op-zhao", "desk1"}))


def at_desk(call: str = "c", by: str = "", seat: str = "", area: str = "") -> AtDesk:
    return AtDesk(call=call, terminal="t1", by=by, seat=seat, version="1", area=area)


def told(*calls: AtDesk, **seats: str) -> str:
    return json.dumps({"calls": [vars(one) for one in calls], "seats": seats})


def test_a_taken_call_is_shown_to_whoever_took_it_alone():
    assert is_mine(at_desk(by="desk1"), ZHAO.telephones)
    assert not is_mine(at_desk(by="desk2", seat="desk1"), ZHAO.telephones)


def test_the_queue_rings_one_telephone_and_a_group_everybody():
    assert is_mine(at_desk(seat="op-zhao"), ZHAO.telephones)
    assert not is_mine(at_desk(seat="op-li"), ZHAO.telephones)
    assert is_mine(at_desk(), ZHAO.telephones)


def test_the_telephone_at_which_somebody_sits_in_the_queue_is_theirs():
    assert mine(told(at_desk(seat="desk9"), zhao="desk9"), ZHAO) == '[["c", "ringing", "1"]]'
    assert mine(told(at_desk(seat="desk9")), ZHAO) == "[]"


def test_the_call_that_is_talked_with_stands_first():
    shown = json.loads(mine(told(at_desk("new"), at_desk("mine", by="desk1")), ZHAO))

    assert [call for call, *_ in shown] == ["mine", "new"]


def test_a_home_of_another_area_is_not_shown():
    reader = Reader(staff="zhao", telephones=frozenset({"desk1"}), areas=frozenset({"gucheng"}))

    shown = json.loads(
        mine(told(at_desk("far", area="laoshan"), at_desk("near", area="gucheng"), at_desk("?")), reader)
    )

    assert [call for call, *_ in shown] == ["near", "?"], "an unknown caller is everybody's matter"


def test_a_pulse_passes_as_it_is():
    assert for_reader(Message(event="pulse"), ZHAO) == Message(event="pulse")


def test_an_address_becomes_a_link_only_by_the_sites_own_pattern():
    assert map_link("https://map.example/?q={address}", "古城路 1&x=2").endswith("%E8%B7%AF%201%26x%3D2")
    assert (
        map_link("", "a") == map_link("javascript:alert({address})", "a") == map_link("https://m/{address}", "") == ""
    )


def test_a_call_that_was_passed_on_stands_behind_the_one_that_rings():
    passed = AtDesk(call="old", terminal="t1", by="desk1", seat="", version="1", passed=True)

    shown = json.loads(mine(told(passed, at_desk("new", seat="op-zhao")), ZHAO))

    assert [(call, state) for call, state, _ in shown] == [("new", "ringing"), ("old", "passed")]
