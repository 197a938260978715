"""Does nothing but the operator's own telephone get through the gate?"""

import pytest

from console.telephone.gate import KEEPALIVE, LARGEST, fault

ME = "op-wangfang"


def request(method: str = "INVITE", sender: str = ME, to: str = "t1001", *more: str) -> str:
    lines = (
        f"{method} sip:bigbutton.invalid SIP/2.0", "Via: SIP/2.0/WSS abc.invalid;branch=z9hG4bK1",
        f"From: <sip:{sender}@bigbutton.invalid>;tag=1", f"To: <sip:{to}@bigbutton.invalid>", f"CSeq: 1 {method}",
        *more,
    )  # fmt: skip
    return "\r\n".join(lines) + "\r\n\r\nv=0\r\n"


def why(message: str) -> str:
    stopped = fault(message, ME)
    return stopped.why if stopped else ""


@pytest.mark.parametrize("method", ["REGISTER", "INVITE", "ACK", "BYE", "CANCEL", "OPTIONS", "UPDATE", "INFO", "PRACK"])
def test_an_operators_own_requests_go_on(method: str):
    assert fault(request(method, ME, ME), ME) is None


def test_answers_and_keepalives_go_on():
    assert [fault(each, ME) for each in (*sorted(KEEPALIVE), "SIP/2.0 200 OK\r\nFrom: <sip:t1@x>\r\n\r\n")] == [
        None
    ] * 3


@pytest.mark.parametrize("method", ["MESSAGE", "SUBSCRIBE", "PUBLISH", "REFER", "NOTIFY", "invite"])
def test_what_no_telephone_needs_is_stopped(method: str):
    assert why(request(method)) == "not a request of a telephone"


@pytest.mark.parametrize("sender", ["op-liuqiang", "desk1", "t1001", "op-wangfang2", ""])
def test_nobody_calls_as_somebody_else(sender: str):
    assert why(request(sender=sender)) == "From somebody else"


def test_nobody_registers_somebody_else():
    assert why(request("REGISTER", ME, "desk1")) == "registers somebody else"


def test_a_display_name_with_an_address_in_it_does_not_deceive():
    message = request().replace(f"From: <sip:{ME}@", f'From: "sip:{ME}@x" <sip:desk1@')

    assert why(message) == "From somebody else"


@pytest.mark.parametrize("second", ["From: <sip:desk1@x>", "f: <sip:desk1@x>", "FROM : <sip:desk1@x>", "t: <sip:a@x>"])
def test_two_of_one_header_are_stopped(second: str):
    assert why(request("INVITE", ME, "t1001", second)) == "not one From and one To"


def test_a_folded_line_is_stopped():
    assert why(request("INVITE", ME, "t1001", "Subject: a", " b")) == "a line that is no header"


@pytest.mark.parametrize("control", ["\x00", "\x1b", "\n", "\r"])
def test_control_characters_in_the_head_are_stopped(control: str):
    assert why(request("INVITE", ME, "t1001", f"Subject: a{control}b")) == "control characters"


def test_a_message_that_is_too_large_is_stopped():
    assert why(request() + "x" * LARGEST) == "too large"


def test_a_lone_surrogate_is_no_way_through():
    assert why("\ud800") == "not a request of a telephone"
