"""What the webhooks refuse, survive and keep: signatures, broken requests, a full disk, repeated callbacks."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator

from ivr.settings import Settings
from ivr.twilio import keeping
from ivr.twilio.fallback import compiled
from ivr.twilio.fallback_json import FILE, write
from ivr.twilio.settings import TwilioSettings
from ivr.twilio.webhooks import Webhooks, standing
from tests.contract.twilio_world import (
    ACCOUNT,
    DESK,
    EMERGENCY,
    HER,
    HOTLINE,
    KITCHEN,
    MEALS,
    NOON,
    OURS,
    PUBLIC,
    TOKEN,
    site,
)

Told = Callable[[Webhooks, httpx.AsyncClient], Awaitable[None]]
PATHS = [
    "voice", "next", "whisper", "accept", "left", "leg", "leg-key", "ring-back", "comfort", "status-end", "message",
    "message-key", "wellness", "wellness-key", "wellness-end", "wellness-report", "status", "sms-status",
]  # fmt: skip


@asynccontextmanager
async def alone(folder: Path, **changed: object) -> AsyncIterator[tuple[Webhooks, httpx.AsyncClient]]:
    """The webhooks by themselves: no Twilio, no network."""
    values = {
        "account": ACCOUNT, "token": TOKEN, "number": OURS, "public": PUBLIC, "folder": folder,
        "numbers": {MEALS: "meals", EMERGENCY: "emergency"}, "desks": {"hotline": (HOTLINE,), "emergency": (DESK,)},
        **changed,
    }  # fmt: skip
    settings = Settings(twilio=TwilioSettings.model_validate(values))
    write(compiled(site(), NOON, settings.twilio.desks), folder / FILE)
    async with standing(settings, clock=lambda: NOON, at_work=False) as (app, _), client(app) as http:
        yield app, http


def played(folder: Path, play: Told) -> None:
    async def run() -> None:
        async with alone(folder) as (app, http):
            await play(app, http)

    asyncio.run(run())


@pytest.fixture
def asked_often(tmp_path: Path) -> Iterator[Callable[[Callable[[httpx.AsyncClient], Awaitable[None]]], None]]:
    """The same webhooks for many examples."""
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        _, http = runner.run(stack.enter_async_context(alone(tmp_path)))
        yield lambda play: runner.run(play(http))  # type: ignore[arg-type]
        runner.run(stack.aclose())


def client(app: Webhooks) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://inside:8090")


async def post(
    http: httpx.AsyncClient, path: str, fields: dict[str, str], *, token: str = TOKEN, public: str = PUBLIC
) -> httpx.Response:
    signature = RequestValidator(token).compute_signature(f"{public}{path}", fields)
    return await http.post(path, data=fields, headers={"X-Twilio-Signature": signature})


PRESS = {"CallSid": "CA1", "From": HER, "To": MEALS}


def test_a_signature_over_the_published_address_is_taken_behind_a_proxy(tmp_path: Path) -> None:
    async def play(here: Webhooks, http: httpx.AsyncClient) -> None:
        answer = await post(http, "/twilio/voice", PRESS)

        assert answer.status_code == 200
        assert KITCHEN in answer.text

    played(tmp_path, play)


@pytest.mark.parametrize("wrong", [{"token": "other"}, {"public": "http://inside:8090"}])
def test_another_token_or_address_is_refused(tmp_path: Path, wrong: dict[str, str]) -> None:
    async def play(here: Webhooks, http: httpx.AsyncClient) -> None:
        assert (await post(http, "/twilio/voice", PRESS, **wrong)).status_code == 403

    played(tmp_path, play)


def test_a_changed_field_or_query_and_no_signature_are_refused_and_keep_nothing(tmp_path: Path) -> None:
    async def play(here: Webhooks, http: httpx.AsyncClient) -> None:
        signature = RequestValidator(TOKEN).compute_signature(f"{PUBLIC}/twilio/voice", PRESS)
        header = {"X-Twilio-Signature": signature}
        changed = await http.post("/twilio/voice", data={**PRESS, "To": EMERGENCY}, headers=header)
        longer = await http.post("/twilio/voice?x=1", data=PRESS, headers=header)
        none = await http.post("/twilio/voice", data=PRESS)
        odd = await http.post("/twilio/voice", data=PRESS, headers=[(b"X-Twilio-Signature", "é".encode())])

        assert {each.status_code for each in (changed, longer, none, odd)} == {403}
        assert await here.journal.do(lambda conn: keeping.facts(conn, 0)) == []

    played(tmp_path, play)


def test_without_a_token_nothing_is_genuine(tmp_path: Path) -> None:
    async def run() -> None:
        async with alone(tmp_path, token="") as (_, http):
            assert (await post(http, "/twilio/voice", PRESS, token="")).status_code == 403

    asyncio.run(run())


def test_other_paths_methods_and_endless_bodies_are_refused(tmp_path: Path) -> None:
    async def play(here: Webhooks, http: httpx.AsyncClient) -> None:
        assert (await http.post("/twilio/nothing")).status_code == 404
        assert (await http.get("/twilio/voice")).status_code == 405
        assert (await http.post("/twilio/voice", content=b"a" * 70_000)).status_code == 413
        assert (await http.post("/twilio/voice", content=b"\xff=1")).status_code == 400
        assert (await http.get("/health")).text == "ok"

    played(tmp_path, play)


def test_a_thousand_callbacks_said_thrice_are_kept_once_each(tmp_path: Path) -> None:
    async def play(here: Webhooks, http: httpx.AsyncClient) -> None:
        said = [
            post(http, "/twilio/status", {"CallSid": f"CA{n % 1000}", "CallStatus": "ringing"}) for n in range(3000)
        ]
        answers = await asyncio.gather(*said)

        assert {answer.status_code for answer in answers} == {204}
        assert len(await here.journal.do(lambda conn: keeping.facts(conn, 0, limit=9999))) == 1000

    played(tmp_path, play)


def test_on_a_disk_that_takes_nothing_a_press_goes_on_and_a_callback_is_asked_for_again(tmp_path: Path) -> None:
    async def play(here: Webhooks, http: httpx.AsyncClient) -> None:
        assert here.journal._conn is not None
        here.journal._conn.execute("PRAGMA query_only=ON")

        press = await post(http, "/twilio/voice", PRESS)
        emergency = await post(http, "/twilio/voice", {**PRESS, "To": EMERGENCY})
        callback = await post(http, "/twilio/status", {"CallSid": "CA1", "CallStatus": "ringing"})

        assert KITCHEN in press.text
        assert "<Dial" in emergency.text
        assert callback.status_code == 503

    played(tmp_path, play)


def test_a_broken_routes_file_leaves_the_last_good_one_in_force(tmp_path: Path) -> None:
    async def play(here: Webhooks, http: httpx.AsyncClient) -> None:
        await post(http, "/twilio/voice", PRESS)
        (tmp_path / FILE).write_text("{", encoding="utf-8")
        os.utime(tmp_path / FILE, (1, 1))

        assert KITCHEN in (await post(http, "/twilio/voice", PRESS)).text

    played(tmp_path, play)


TEXT = st.text(max_size=40)
FIELDS = st.dictionaries(
    st.sampled_from(
        ["CallSid", "From", "To", "Digits", "CallStatus", "DialCallStatus", "DialBridged", "DialCallDuration",
         "CallDuration", "MessageSid", "MessageStatus"]
    ) | TEXT, TEXT, max_size=8,
)  # fmt: skip
QUERY = st.dictionaries(
    st.sampled_from(
        ["n", "left", "accepts", "service", "language", "target", "incident", "token", "loop", "her", "audio", "since"]
    ),
    TEXT | st.sampled_from(["a,b,c,d,e", "9" * 40, "a" * 64, "x,+8613900000001,20,answer,open", "press-1"]), max_size=6,
)  # fmt: skip


OFTEN = how(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
Often = Callable[[Callable[[httpx.AsyncClient], Awaitable[None]]], None]


@given(path=st.sampled_from(PATHS), fields=FIELDS, query=QUERY)
@OFTEN
def test_whatever_is_signed_is_answered_and_breaks_nothing(
    asked_often: Often, path: str, fields: dict[str, str], query: dict[str, str]
) -> None:
    async def play(http: httpx.AsyncClient) -> None:
        address = f"/twilio/{path}?{urlencode(query)}" if query else f"/twilio/{path}"
        answer = await post(http, address, fields)

        assert answer.status_code in (200, 204, 400)
        assert "120<" not in answer.text

    asked_often(play)


SEALS = ["x-bigbutton-at", "x-bigbutton-body", "x-bigbutton-seal"]
HEADERS = st.fixed_dictionaries(
    {name: st.sampled_from(["9" * 12, str(int(NOON.timestamp())), "é", ""]) for name in SEALS}
)


@given(path=st.sampled_from(["orders", "facts", "take-back", "incident", "routes", "sounds", "sound"]), headers=HEADERS)
@OFTEN
def test_whatever_a_stranger_seals_is_refused(asked_often: Often, path: str, headers: dict[str, str]) -> None:
    async def play(http: httpx.AsyncClient) -> None:
        told = [(name.encode(), value.encode()) for name, value in headers.items()]
        assert (await http.post(f"/exchange/{path}", content=b"{}", headers=told)).status_code == 403

    asked_often(play)


@given(query=st.dictionaries(st.sampled_from(["name", "until", "seal"]), TEXT | st.sampled_from(["9" * 12, "a" * 64])))
@OFTEN
def test_no_recording_is_played_to_a_guesser(asked_often: Often, query: dict[str, str]) -> None:
    async def play(http: httpx.AsyncClient) -> None:
        assert (await http.get(f"/twilio/sound?{urlencode(query)}")).status_code == 403

    asked_often(play)


@given(body=st.binary(max_size=200), query=st.text("abc=&%+ \xe9", max_size=60))
@OFTEN
def test_whatever_is_not_signed_is_refused(asked_often: Often, body: bytes, query: str) -> None:
    async def play(http: httpx.AsyncClient) -> None:
        headers = {"X-Twilio-Signature": "x"}
        answer = await http.post(f"/twilio/voice?{query}", content=body, headers=headers)

        assert answer.status_code in (400, 403)

    asked_often(play)
