"""The same REST port against the stand-in, and against Twilio itself where the environment has an account.

TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_FROM (a number of the account), TWILIO_TO (one that you may ring: it is
rung once and ended at once). Without them the second half skips and says so.
"""

import os
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import anyio.from_thread
import pytest

from ivr.twilio.rest import CallOrder, Refused, Taken, Twilio
from ivr.twilio.settings import TwilioSettings
from tests.contract.twilio_world import HER, world

REAL = ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_FROM", "TWILIO_TO")


@pytest.fixture(params=["stand-in", "twilio"])
def account(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Twilio, str]]:
    """The account, and a number that may be rung."""
    if request.param == "twilio":
        missing = [name for name in REAL if not os.environ.get(name)]
        if missing:
            pytest.skip(f"no account of Twilio's to try it with: {', '.join(missing)} not set")
        sid, token, number, to = (os.environ[name] for name in REAL)
        settings = TwilioSettings(account=sid, token=token, number=number, public="https://care.example")
        yield Twilio(settings), to
        return
    with anyio.from_thread.start_blocking_portal() as portal:
        stack = AsyncExitStack()
        here = portal.call(stack.enter_async_context, world(tmp_path))
        yield Twilio(here.settings), HER
        portal.call(stack.aclose)


def test_the_account_may_call(account: tuple[Twilio, str]) -> None:
    assert account[0].is_active()


def test_a_call_that_was_placed_is_listed_and_can_be_ended(account: tuple[Twilio, str]) -> None:
    twilio, number = account

    placed = twilio.place(CallOrder(token="bb-try", to=number, path="/twilio/message?token=bb-try", ring=5))

    assert isinstance(placed, Taken)
    assert placed.sid in [call.sid for call in twilio.calls_to(number)]
    assert twilio.end(placed.sid)


def test_a_number_that_cannot_be_is_refused(account: tuple[Twilio, str]) -> None:
    assert isinstance(account[0].place(CallOrder(token="bb-try", to="120", path="/twilio/message")), Refused)


def test_a_call_that_is_not_there_has_ended(account: tuple[Twilio, str]) -> None:
    assert account[0].end("CA" + "0" * 32)
