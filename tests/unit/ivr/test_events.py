"""Which press of which channel is meant by a call's id?"""

from ivr.events import MOST_PRESSES, calls_on, channel_of


def test_every_press_on_a_channel_leads_back_to_it() -> None:
    calls = calls_on("exchange-1795313636.4")

    assert len(set(calls)) == MOST_PRESSES
    assert {channel_of(call) for call in calls} == {"exchange-1795313636.4"}


def test_the_first_press_is_named_after_its_channel_and_the_second_says_so() -> None:
    assert calls_on("a-1.2")[:2] == ["a-1.2", "a-1.2-p2"]


def test_only_a_number_of_presses_is_taken_off_a_call() -> None:
    assert [channel_of(call) for call in ("a-p2b", "pop-p", "a-p12")] == ["a-p2b", "pop-p", "a"]
