"""An act with a call names channels by Asterisk's own ids, and nothing that anybody typed."""

import pytest

from ivr.asterisk.ami_actions import Monitor, Originate, Redirect
from ivr.asterisk.ami_wire import Unsendable
from ivr.in_hand.commands import MoveCall, RecordCall, RingThird
from ivr.in_hand.orders import extension, order_in_hand

ACT = "01kb0000000000000000000000"


def moved(**more: str) -> MoveCall:
    told = {"her": "1700000000.1", "to": "hand-blind", "desk": "desk1", "code": "02", "target": "prov-canteen-1"}
    return MoveCall(act=ACT, **{**told, **more})


def test_a_blind_transfer_takes_her_channel_alone():
    order = order_in_hand(moved())

    assert order == Redirect(channel="1700000000.1", context="hand-blind", exten=f"{ACT}+desk1+02+prov-canteen-1")
    assert ("ExtraChannel", "") not in order.action().headers


def test_both_are_moved_in_one_action_so_that_neither_is_hung_up():
    order = order_in_hand(moved(to="hand-her", peer="1700000000.2", peer_to="hand-desk", target="none"))

    headers = dict(order.action().headers)

    assert (headers["ExtraChannel"], headers["ExtraContext"]) == ("1700000000.2", "hand-desk")
    assert headers["ExtraExten"] == headers["Exten"] == f"{ACT}+desk1+02+none"


def test_a_third_that_is_rung_brings_her_back_only_where_she_waits():
    def told(held: bool) -> str:
        command = RingThird(
            act=ACT, call="1700000000.1-p2", her="1700000000.1", terminal="t1", language="zh",
            target="contact-c7", held=held,
        )  # fmt: skip
        order = order_in_hand(command)
        assert isinstance(order, Originate) and order.channel_id == f"bb-hand-{ACT}"
        return dict(order.variables)["__HANDHER"]

    assert told(True) == "1700000000.1"
    assert told(False) == ""


def test_a_recording_has_its_file_and_is_stopped_by_its_channel():
    begun = order_in_hand(RecordCall(act=ACT, her="1.2", file="/spool/calls/x.wav"))
    stopped = order_in_hand(RecordCall(act=ACT, her="1.2", file="/spool/calls/x.wav", stop=True))

    assert begun == Monitor(channel="1.2", file="/spool/calls/x.wav")
    assert begun.action().headers == (("Channel", "1.2"), ("File", "/spool/calls/x.wav"))
    assert (stopped.action().name, stopped.action().headers) == ("StopMixMonitor", (("Channel", "1.2"),))


@pytest.mark.parametrize(
    ("act", "desk", "code", "target"),
    [
        ("x", "desk1", "02", "prov-a-1"),
        (ACT, "desk1\r\nAction: Originate", "02", "prov-a-1"),
        (ACT, "desk1", "2", "prov-a-1"),
        (ACT, "desk1", "02", "prov-a-1&PJSIP/x"),
        (ACT, "desk1", "02", "13800138000@trunka"),
    ],
)
def test_nothing_but_ids_becomes_part_of_an_extension(act, desk, code, target):
    with pytest.raises(ValueError, match="not allowed"):
        extension(act, desk, code, target)


def test_a_desk_and_a_target_that_are_too_long_together_are_refused():
    with pytest.raises(ValueError, match="too long"):
        extension(ACT, "d" * 32, "02", "prov-canteen12345678-1")


@pytest.mark.parametrize("channel", ["PJSIP/t1-00000001", "1.2\r\nAction: x", ""])
def test_a_channel_is_named_by_its_unique_id_alone(channel):
    for order in (Redirect(channel=channel, context="a", exten="b"), Monitor(channel=channel, file="/a/b.wav")):
        with pytest.raises(Unsendable):
            order.action()


@pytest.mark.parametrize("file", ["x.wav", "/a/b.wav|rm", "/a b.wav"])
def test_a_recordings_file_is_a_plain_path(file):
    with pytest.raises(Unsendable):
        Monitor(channel="1.2", file=file).action()
