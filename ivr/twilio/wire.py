"""How does a request come off the wire, and an answer go onto it? ASGI in bare functions: nothing is decided here."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qsl

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
AGAIN, FORBIDDEN, NOWHERE, TOO_LONG, BAD, NOT_SO = 503, 403, 404, 413, 400, 405


class Refuse(Exception):
    """Answered with this status and nothing else."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


async def body_of(receive: Receive, most: int) -> bytes:
    body = bytearray()
    more = True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > most:
            raise Refuse(TOO_LONG)
    return bytes(body)


def headers_of(scope: Message) -> dict[str, str]:
    """Names in lower case."""
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}


def query_of(text: str) -> dict[str, str]:
    return dict(parse_qsl(text, keep_blank_values=True))


def path_of(scope: Message) -> str:
    """The path as it was written; a proxy's own prefix is part of `public`, not of it."""
    raw = scope.get("raw_path")
    return raw.decode("latin-1").partition("?")[0] if raw else str(scope["path"])


async def reply(send: Send, status: int, told: str | bytes, kind: str) -> None:
    body = told.encode("utf-8") if isinstance(told, str) else told
    headers = [(b"content-type", kind.encode()), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
