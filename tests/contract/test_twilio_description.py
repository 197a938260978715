"""What we ask of Twilio and what the stand-in answers are what Twilio's published description says."""

import asyncio
from pathlib import Path

import pytest

from ivr.twilio.our_calls import message_order
from ivr.twilio.rest import Twilio
from tests.contract.twilio_description import FILE, Description
from tests.contract.twilio_world import DAUGHTER, HER, NOON, World, world

pytestmark = pytest.mark.skipif(
    not FILE.is_file(),
    reason=f"Twilio's published description is not at {FILE}: nothing is checked against it "
    "(TWILIO_DESCRIPTION names its folder)",
)


async def everything(here: World) -> None:
    """Each kind of request that we ever send."""
    await here.order(message_order(token="bb-1", number=HER, text="您好", due_at=NOON))
    await here.sender.look()
    await here.twilio.quiet()
    twilio = Twilio(here.settings)
    await asyncio.to_thread(lambda: twilio.send(token="bb-2", to=DAUGHTER, text="您好"))
    await here.twilio.quiet()
    await asyncio.to_thread(twilio.calls_to, HER)
    await asyncio.to_thread(twilio.messages_to, DAUGHTER)
    await asyncio.to_thread(twilio.price_of, here.twilio.calls[0].sid)
    assert await asyncio.to_thread(twilio.is_active)
    assert await asyncio.to_thread(twilio.end, here.twilio.calls[0].sid)


def test_every_request_of_ours_is_described(tmp_path: Path) -> None:
    async def play() -> None:
        async with world(tmp_path) as here:
            await everything(here)
            described = Description()

            faults = [
                fault
                for method, path, fields in here.twilio.requests
                for fault in described.request_faults(method, path, fields)
            ]

            assert len(here.twilio.requests) == 7
            assert faults == []

    asyncio.run(play())


def test_every_answer_of_the_stand_in_is_described(tmp_path: Path) -> None:
    async def play() -> None:
        async with world(tmp_path) as here:
            await everything(here)
            described = Description()

            faults = [fault for told in here.twilio.answers for fault in described.answer_faults(*told)]

            assert faults == []

    asyncio.run(play())


def test_a_wrong_request_and_a_wrong_answer_are_found() -> None:
    described = Description()
    calls = "/2010-04-01/Accounts/AC1/Calls.json"

    asked = list(described.request_faults("POST", calls, {"To": "+1", "Ring": "5", "Timeout": "soon"}))
    answered = list(described.answer_faults("POST", calls, 201, {"sid": "x", "status": "lost"}))

    assert asked == ["From is missing", f"Ring is no field of POST {calls}", "Timeout=soon is no whole number"]
    assert any("answer.sid is x" in fault for fault in answered)
    assert any("answer.status is lost" in fault for fault in answered)
    with pytest.raises(KeyError):
        described.operation("GET", "/2010-04-01/Accounts/AC1/Faxes.json")
