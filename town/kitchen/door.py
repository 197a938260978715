"""How does the console talk to the kitchen? One line of JSON in, one out, on an address that only a file tells.

The file lies beside the demonstration's settings, for its owner alone, and is gone when the town is.
"""

import asyncio
import json
import secrets
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

LONGEST = 4096
"""Bytes of one question."""
Answer = Callable[[str, Mapping[str, str]], Awaitable[Mapping[str, Any]]]


class Door:
    """`answer` gets what is asked and its values; what it returns is sent back."""

    def __init__(self, file: Path, host: str, answer: Answer) -> None:
        self._file = file
        self._host = host
        self._answer = answer
        self._token = secrets.token_urlsafe(24)
        self._server: asyncio.Server | None = None

    async def open(self) -> None:
        self._server = await asyncio.start_server(self._serve, self._host, 0, limit=LONGEST)
        port = self._server.sockets[0].getsockname()[1]
        self._file.touch(mode=0o600)
        self._file.chmod(0o600)
        self._file.write_text(json.dumps({"host": self._host, "port": port, "token": self._token}))

    async def close(self) -> None:
        self._file.unlink(missing_ok=True)
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            answer = await self._answered(await asyncio.wait_for(reader.readline(), 10))
            writer.write(json.dumps(answer, ensure_ascii=False).encode() + b"\n")
            await writer.drain()
        except (OSError, ValueError, TimeoutError):
            return  # whoever asked is gone, or asked what cannot be read
        finally:
            writer.close()

    async def _answered(self, line: bytes) -> Mapping[str, Any]:
        asked = json.loads(line)
        if not isinstance(asked, dict) or not secrets.compare_digest(str(asked.get("token", "")), self._token):
            return {"refused": "token"}
        values = {str(name): str(value) for name, value in dict(asked.get("values") or {}).items()}
        return await self._answer(str(asked.get("ask", "")), values)
