"""The webhooks as a process of their own: no database, no controller, no Asterisk; killed, they come back."""

import asyncio
import os
import socket
import sys
from datetime import UTC, datetime
from pathlib import Path

import httpx

from ivr.twilio.fallback import compiled
from ivr.twilio.fallback_json import FILE, write
from tests.contract.test_twilio_webhooks import PRESS, post
from tests.contract.twilio_world import ACCOUNT, KITCHEN, OURS, PUBLIC, SECOND, TOKEN, site
from tests.waiting import until

CHECKOUT = Path(__file__).parents[2]


async def started(folder: Path, port: int) -> asyncio.subprocess.Process:
    """`bigbutton serve --part webhooks`, once it answers."""
    told = {"ACCOUNT": ACCOUNT, "TOKEN": TOKEN, "NUMBER": OURS, "PUBLIC": PUBLIC, "PORT": str(port),
            "FOLDER": str(folder), "NUMBERS": '{"+861066600002": "meals"}', "API": "http://127.0.0.1:9"}  # fmt: skip
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BIGBUTTON_")}
    environment |= {f"BIGBUTTON_TWILIO__{name}": value for name, value in told.items()}
    environment |= {"BIGBUTTON_DATABASE_URL": "sqlite:////nowhere/at/all.sqlite", "PYTHONPATH": str(CHECKOUT)}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "ivr", "serve", "--part", "webhooks", cwd=folder, env=environment,
        stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    async with httpx.AsyncClient() as http:
        await until(lambda: healthy(process, http, port), "the webhooks answer", 120, every=0.02)
    return process


async def healthy(process: asyncio.subprocess.Process, http: httpx.AsyncClient, port: int) -> bool:
    assert process.returncode is None, f"ended with {process.returncode}"
    try:
        return (await http.get(f"http://127.0.0.1:{port}/health")).text == "ok"
    except httpx.TransportError:
        return False


def test_a_call_goes_on_with_the_next_rung_after_the_process_was_killed(tmp_path: Path) -> None:
    async def play() -> None:
        write(compiled(site(), datetime.now(UTC), {}), tmp_path / FILE)
        with socket.create_server(("127.0.0.1", 0)) as found:
            port = found.getsockname()[1]
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as http:
            first = await started(tmp_path, port)
            begun = (await post(http, "/twilio/voice", PRESS)).text
            first.kill()
            await first.wait()
            second = await started(tmp_path, port)
            try:
                action = begun.split('action="')[1].split('"')[0].replace("&amp;", "&").removeprefix(PUBLIC)
                told = {**PRESS, "DialCallStatus": "no-answer", "DialBridged": "false"}
                went_on = (await post(http, action, told)).text
            finally:
                second.terminate()
                await second.wait()

            assert f">{KITCHEN}</Number>" in begun
            assert f">{SECOND}</Number>" in went_on

    asyncio.run(play())
