"""Recorded messages at the second exchange: sent there once, fetched by an address nobody guesses, heard or not."""

import asyncio
import json
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx
from sqlalchemy import update

from db import attempts
from db.engine import reading, writing
from db.schema.care import deliveries
from ivr.second_exchange.recordings import telephone_wav
from ivr.twilio import keeping
from ivr.twilio.sound_address import PATH, name_of, query_of
from ivr.twilio.sound_shelf import KEPT, SoundShelf
from ivr.twilio.webhooks import Webhooks
from tests.contract.messages import delivery, offer
from tests.contract.second_scenes import played
from tests.contract.second_world import Second
from tests.contract.test_twilio_webhooks import alone, post
from tests.contract.twilio_world import NOON, TOKEN

SECOND = b"\0\0" * 8000
HOUR = timedelta(hours=1)


def offered(here: Second, folder: Path, homes: int = 1, *, there: bool = True) -> None:
    """A recorded message of five seconds to the first homes, due now."""
    if there:
        (folder / "frost.sln").write_bytes(SECOND * 5)
    with writing(here.engine) as conn:
        people = [f"s{n}" for n in range(1, homes + 1)]
        offer(conn, *people, urgent=True, text="", source="recording", audio=str(folder / "frost"))
        conn.execute(update(deliveries).values(available_at=here.clock(), total_ms=5000))


def test_a_recorded_message_is_played_there_and_confirmed_by_her_key(tmp_path: Path) -> None:
    async def scene(here: Second) -> None:
        offered(here, tmp_path, 3)
        await here.gone()
        await here.dialled()

        assert here.attempts() == [("ended", "confirmed")] * 3
        assert all("80044 bytes of audio/wav" in call.heard for call in here.twilio.twilio.calls)
        [address] = {url for _, url in here.twilio.twilio.web.fetched}
        assert dict(parse_qsl(urlsplit(address).query)).keys() == {"name", "until", "seal"}

    played(tmp_path, scene)


def test_a_recording_is_sent_once_and_again_only_when_it_has_changed(tmp_path: Path) -> None:
    async def scene(here: Second) -> None:
        offered(here, tmp_path)
        await here.gone()
        [first] = (here.twilio.settings.folder / "sounds").iterdir()
        born = first.stat().st_ino
        await here.look(1)
        assert first.stat().st_ino == born

        (tmp_path / "frost.sln").write_bytes(SECOND * 6)
        await here.look(1)
        assert len(list((here.twilio.settings.folder / "sounds").iterdir())) == 2

    played(tmp_path, scene, calls_per_second=0.001)


def test_a_recording_whose_file_is_gone_waits_and_rings_nobody(tmp_path: Path) -> None:
    async def scene(here: Second) -> None:
        offered(here, tmp_path, there=False)
        await here.gone()
        await here.dialled()

        assert here.twilio.twilio.calls == []
        assert here.attempts() == []

    played(tmp_path, scene)


def test_a_recording_that_twilio_could_not_fetch_was_heard_by_nobody(tmp_path: Path) -> None:
    async def scene(here: Second) -> None:
        offered(here, tmp_path)
        here.twilio.twilio.behaves("+861088880001", keys="", said=20)
        await here.gone()
        await here.dialled()  # the pretended Twilio takes no time to play: as if there had been nothing

        with reading(here.engine) as conn:
            [made] = attempts.of_delivery(conn, "frost-s1")
            assert delivery(conn).heard_at is None
        assert (made.outcome, made.heard_ms) == ("heard", 0)
        assert len(await here.twilio.facts("message_cut")) == 1

    played(tmp_path, scene)


def test_only_who_has_the_address_of_this_hour_hears_it(tmp_path: Path) -> None:
    async def run() -> None:
        async with alone(tmp_path) as (_, http):
            name = shelved(tmp_path)
            good, old = query_of(TOKEN, name, NOON), query_of(TOKEN, name, NOON - 2 * HOUR)
            unknown = query_of(TOKEN, name_of(b"other"), NOON)

            assert (await fetch(http, good)).content[:4] == b"RIFF"
            assert (await http.post(f"{PATH}?{urlencode(good)}")).status_code == 405
            assert (await fetch(http, old)).status_code == 403
            assert (await fetch(http, {**good, "seal": "0" * 64})).status_code == 403
            assert (await fetch(http, {"name": "../routes", "until": good["until"], "seal": ""})).status_code == 403
            assert (await fetch(http, unknown)).status_code == 404

    asyncio.run(run())


def test_a_recording_counts_as_heard_when_its_length_has_passed(tmp_path: Path) -> None:
    async def run() -> None:
        async with alone(tmp_path) as (app, http):
            name = shelved(tmp_path)
            for token, ago in (("a", 5.0), ("b", 4.9)):
                since = int((NOON.timestamp() - ago) * 1000)
                query = urlencode({"token": token, "audio": name, "since": since})
                await post(http, f"/twilio/message-key?{query}", {"CallSid": "CA1"})

            assert await kept(app) == [("message_finished", "a"), ("message_cut", "b")]

    asyncio.run(run())


def test_whoever_answers_when_the_recording_is_lost_is_not_left_in_silence(tmp_path: Path) -> None:
    async def run() -> None:
        async with alone(tmp_path) as (app, http):
            query = urlencode({"token": "bb-1", "audio": name_of(b"lost")})
            answer = await post(http, f"/twilio/message?{query}", {"CallSid": "CA1"})

            assert "再见" in answer.text
            assert "<Play>" not in answer.text
            assert ("message_finished", "bb-1") not in await kept(app)

    asyncio.run(run())


def test_recordings_nobody_asks_for_any_more_are_deleted(tmp_path: Path) -> None:
    shelf, name = SoundShelf(tmp_path), shelved(tmp_path)
    shelf.put(name_of(b"RIFFold"), b"RIFFold", NOON)

    assert shelf.missing([name], NOON + KEPT) == []
    assert shelf.missing([name], NOON + 2 * KEPT) == []
    assert shelf.missing([name, name_of(b"RIFFold"), "../x"], NOON + 2 * KEPT) == [name_of(b"RIFFold")]
    assert shelf.length_ms(name) == 5000


def shelved(folder: Path) -> str:
    """Five seconds of silence with the webhooks; its name."""
    sound = telephone_wav(SECOND * 5)
    SoundShelf(folder).put(name_of(sound), sound, NOON)
    return name_of(sound)


async def fetch(http: httpx.AsyncClient, query: dict[str, str]) -> httpx.Response:
    return await http.get(f"{PATH}?{urlencode(query)}")


async def kept(app: Webhooks) -> list[tuple[str, str]]:
    facts = await app.journal.do(lambda conn: keeping.facts(conn, 0))
    return [(fact.kind, json.loads(fact.body)["token"]) for fact in facts]
