"""Is what the dialplan says of the ways out read as it was meant?"""

import pytest

from ivr.ways.tried import WayTried, read, took


def test_each_way_is_told_with_how_it_ended():
    assert read("cloud.SHORT+trunka.CONGESTION.34+trunkb.ANSWER.16+") == (
        WayTried(way="cloud", status="SHORT"),
        WayTried(way="trunka", status="CONGESTION", cause=34),
        WayTried(way="trunkb", status="ANSWER", cause=16),
    )


def test_a_telephone_of_the_exchanges_own_tried_none():
    assert (read(""), took("")) == ((), "")


@pytest.mark.parametrize(
    ("tried", "way"),
    [
        ("trunka", "trunka"),
        ("cloud.SILENT.0+trunkb", "trunkb"),
        ("trunka.NOANSWER.19+", "trunka"),
        ("trunka.CONGESTION.34+", ""),
        ("trunka.FULL+", ""),
    ],
)
def test_the_way_it_took_is_the_last_that_neither_failed_nor_was_passed_over(tried: str, way: str):
    assert took(tried) == way


@pytest.mark.parametrize(
    ("one", "well"),
    [
        (WayTried(way="a", status="SILENT"), False),
        (WayTried(way="a", status="CONGESTION", cause=34), False),
        (WayTried(way="a", status="BUSY", cause=17), True),
        (WayTried(way="a", status="FULL"), None),
        (WayTried(way="a", status="SHORT"), None),
    ],
)
def test_only_what_the_way_did_itself_speaks_of_it(one: WayTried, well: bool | None):
    assert one.is_well is well


def test_a_torn_cause_is_no_cause():
    assert read("trunka.ANSWER.1x")[0].cause == 0
