"""How many callbacks a second does one webhooks process take, each kept once on disk before it is answered?

A process of its own behind a real socket, signatures checked; the bound is the same server with the same requests that
checks and keeps nothing. Every callback is sent twice, the second time as Twilio repeats it.
"""

import asyncio
import json
import os
import socket
import sqlite3
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import uvicorn
from twilio.request_validator import RequestValidator

from bench.place import Bench
from bench.result import Result
from ivr.settings import Settings
from ivr.twilio.journal import FILE
from ivr.twilio.settings import TwilioSettings
from ivr.twilio.webhooks import standing

NAME = "webhooks"
CALLBACKS, SHORT_CALLBACKS = 10_000, 1_000
GOAL = 1_000
CONNECTIONS = 64
"""Requests under way at a time, as many connections."""
TOKEN, PUBLIC = "bench", "https://care.example"
ACCOUNT = "AC" + "0" * 32


async def measure(bench: Bench) -> AsyncIterator[Result]:
    count = SHORT_CALLBACKS if bench.short else CALLBACKS
    with bench.folder() as folder:
        once = [_request(n) for n in range(count)]
        requests = [each for each in once for _ in range(2)]
        async with _process(folder, "ours") as port:
            ours, refused = await _rate(port, requests)
        async with _process(folder, "bare") as port:
            bare, _ = await _rate(port, requests)
        kept = _kept(folder / FILE)
    command = bench.command(NAME)
    yield Result(name=f"{NAME}/rate", value=ours, unit="callbacks/s", bound=bare, n=len(requests), command=command,
                 goal=f"{GOAL:,} a second, none refused", ok=ours >= GOAL and not refused)  # fmt: skip
    yield Result(name=f"{NAME}/kept", value=kept, unit="rows", bound=count, n=len(requests), command=command,
                 goal="each exactly once", ok=kept == count)  # fmt: skip


async def _rate(port: int, requests: list[bytes]) -> tuple[float, int]:
    """(a second, how many were not answered with 2xx)."""
    waiting = iter(requests)
    started = time.perf_counter()
    refused = await asyncio.gather(*(_connection(port, waiting) for _ in range(CONNECTIONS)))
    return len(requests) / (time.perf_counter() - started), sum(refused)


async def _connection(port: int, waiting: Any) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    refused = 0
    for request in waiting:
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        refused += not head.startswith(b"HTTP/1.1 2")
    writer.close()
    await writer.wait_closed()
    return refused


def _request(n: int) -> bytes:
    """A callback as Twilio sends it; without a body in its answer, so that the head ends it."""
    fields = {"CallSid": f"CA{n:032x}", "CallStatus": "ringing", "AccountSid": ACCOUNT, "To": "+8613900000001",
              "From": "+861066600000", "Direction": "outbound-api"}  # fmt: skip
    path = f"/twilio/status?token=bb-{n}"
    signature = RequestValidator(TOKEN).compute_signature(f"{PUBLIC}{path}", fields)
    body = urlencode(fields).encode()
    head = (f"POST {path} HTTP/1.1\r\nHost: care.example\r\nX-Twilio-Signature: {signature}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n")  # fmt: skip
    return head.encode() + body


@asynccontextmanager
async def _process(folder: Path, which: str) -> AsyncIterator[int]:
    words = [sys.executable, "-m", "bench.webhooks", str(folder), which]
    process = await asyncio.create_subprocess_exec(*words, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    try:
        yield json.loads(await process.stdout.readline())["port"]
    finally:
        process.terminate()
        await process.wait()


async def _serve(folder: Path, which: str) -> None:
    settings = Settings(twilio=TwilioSettings(account=ACCOUNT, token=TOKEN, public=PUBLIC, folder=folder))
    if which == "bare":
        await _up(_nothing)
        return
    async with standing(settings, at_work=False) as (app, _):
        await _up(app)


async def _up(app: Any) -> None:
    listening = socket.create_server(("127.0.0.1", 0), backlog=2 * CONNECTIONS)
    config = uvicorn.Config(app, log_level="error", access_log=False, lifespan="off")
    print(json.dumps({"port": listening.getsockname()[1]}), flush=True)
    await uvicorn.Server(config).serve(sockets=[listening])


async def _nothing(scope: Any, receive: Any, send: Any) -> None:
    await receive()
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body", "body": b""})


def _kept(file: Path) -> int:
    conn = sqlite3.connect(file)
    try:
        return int(conn.execute("SELECT count(*) FROM facts WHERE kind = 'status'").fetchone()[0])
    finally:
        conn.close()


if __name__ == "__main__":
    os.environ.pop("BIGBUTTON_CONFIG", None)
    asyncio.run(_serve(Path(sys.argv[1]), sys.argv[2]))
