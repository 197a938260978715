"""What do we make of Asterisk's events?"""

from ivr.asterisk.ami_events import ContactStatusChange, OriginateResponse, Shutdown, Unreadable, translate
from ivr.asterisk.ami_wire import Fields


def event(**pairs: str) -> Fields:
    return Fields(pairs=tuple(pairs.items()))


def test_an_originate_response_says_which_channel_and_whether_it_answered():
    told = translate(event(Event="OriginateResponse", Response="Failure", Uniqueid="bb-1", Reason="5"))

    assert told == OriginateResponse(channel_id="bb-1", answered=False, reason=5)


def test_an_originate_response_without_an_id_is_a_fault_and_not_an_empty_id():
    told = translate(event(Event="OriginateResponse", Response="Failure", Reason="5"))

    assert isinstance(told, Unreadable) and told.name == "OriginateResponse"


def test_a_reason_that_is_no_number_is_a_fault():
    told = translate(event(Event="OriginateResponse", Response="Failure", Uniqueid="bb-1", Reason="busy"))

    assert isinstance(told, Unreadable)


def test_a_contact_that_changed_is_told_with_its_endpoint():
    pairs = {
        "EndpointName": "desk1",
        "AOR": "desk1",
        "URI": "sip:desk1@127.0.0.9",
        "ContactStatus": "Unreachable",
    }

    told = translate(event(Event="ContactStatus", **pairs))

    assert told == ContactStatusChange(endpoint="desk1", aor="desk1", uri="sip:desk1@127.0.0.9", status="Unreachable")


def test_a_shutdown_says_whether_asterisk_comes_back():
    assert translate(event(Event="Shutdown", Restart="True")) == Shutdown(restarting=True)


def test_what_the_log_tells_is_ignored_here():
    assert translate(event(Event="CEL", EventName="HANGUP")) is None
