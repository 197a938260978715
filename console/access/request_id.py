"""Which request was that? Each has an id: in the reply's header, in a refusal's details, in every line of the log.

Ours, never the sender's: nobody writes into our log.
"""

from secrets import token_hex
from typing import Final

from fastapi import Request
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bind_contextvars

HEADER: Final = "x-request-id"
_STATE: Final = "request_id"


class RequestIds:
    """Bound for as long as the server works on this request (a task of its own), also while it tells a fault."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        given = token_hex(8)
        scope.setdefault("state", {})[_STATE] = given
        bind_contextvars(request=given)

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[HEADER] = given
            await send(message)

        await self._app(scope, receive, sending)


def request_id(request: Request) -> str:
    """Empty where nobody gave one: outside the application's own door."""
    return str(getattr(request.state, _STATE, ""))
