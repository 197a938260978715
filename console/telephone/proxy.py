"""How does a browser's SIP reach the exchange? Over a WebSocket of the console's own origin, each message looked at.

So nobody has a second certificate to accept, and Asterisk's own WebSocket stays on this machine. The connection ends
with the session, when another page takes the telephone, and with whatever is no telephone's message.
"""

import asyncio
import logging
import time
from contextlib import suppress
from urllib.parse import urlsplit

from sqlalchemy.exc import SQLAlchemyError
from starlette.websockets import WebSocket, WebSocketDisconnect
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.typing import Subprotocol

from console.access.guard import signed_in
from console.access.sessions import SESSION_COOKIE
from console.access.table import SOCKETS
from console.frame import Frame
from console.telephone.gate import LARGEST, fault
from console.telephone.lines import Line
from console.telephone.pace import FramePace
from db.refusals import DatabaseRefused
from ivr.operators.phones import endpoint_of

PATH = "/sip"
SIP = "sip"
TAKEN, OVER, MISUSED, AWAY = 4001, 4003, 4008, 4013
"""Why a connection ends: another page has the telephone, the session is over, no telephone's message, no exchange."""
LOOK_EVERY = 5.0
"""Seconds between two looks whether the session still goes on."""

_log = logging.getLogger(__name__)


async def sip(socket: WebSocket) -> None:
    """The route. Refused before it is accepted: the browser sees no more than that."""
    frame: Frame = socket.app.state.frame
    exchange, taken = frame.settings.telephones, asyncio.Event()
    session = await asyncio.to_thread(_session, frame, socket)
    line = None
    if exchange is not None and session is not None and SIP in socket.scope["subprotocols"] and _own_origin(socket):
        ticket = socket.query_params.get("ticket", "")
        line = frame.lines.connect(ticket, session, frame.settings.wall(), taken.set)
    if exchange is None or line is None:
        await socket.close(MISUSED)
        return
    await socket.accept(subprotocol=SIP)
    try:
        code = await _carried(frame, socket, line, exchange.socket, taken)
    finally:
        frame.lines.leave(line)
    with suppress(RuntimeError, WebSocketDisconnect):  # the browser has gone already
        await socket.close(code)


def _session(frame: Frame, socket: WebSocket) -> str | None:
    """Whose session it is, if it is one that may have a telephone."""
    with suppress(SQLAlchemyError, DatabaseRefused):
        standing = signed_in(frame, socket.cookies.get(SESSION_COOKIE, ""))
        if standing is not None and standing.account.person.role in SOCKETS[PATH]:
            return standing.session.id
    return None


def _own_origin(socket: WebSocket) -> bool:
    """A browser says truthfully which page opens a connection; another site's must not."""
    return urlsplit(socket.headers.get("origin", "")).netloc == socket.headers.get("host", "")


async def _carried(frame: Frame, socket: WebSocket, line: Line, at: str, taken: asyncio.Event) -> int:
    """Carry messages both ways until something ends it; why."""
    try:
        async with connect(
            at,
            subprotocols=[Subprotocol(SIP)],
            max_size=LARGEST * 2,
            open_timeout=5,
            close_timeout=1,
            compression=None,
            proxy=None,
        ) as exchange:
            works = [
                asyncio.create_task(each)
                for each in (
                    _up(socket, exchange, endpoint_of(line.page.staff)), _down(socket, exchange),
                    _until_over(frame, socket), _until_taken(taken),
                )
            ]  # fmt: skip
            try:
                done, _ = await asyncio.wait(works, return_when=asyncio.FIRST_COMPLETED)
                return max(each.result() for each in done)
            finally:
                for each in works:
                    each.cancel()
                await asyncio.gather(*works, return_exceptions=True)
    except (OSError, InvalidHandshake, TimeoutError, ConnectionClosed):
        return AWAY


async def _up(socket: WebSocket, exchange: ClientConnection, endpoint: str) -> int:
    pace = FramePace()
    while True:
        try:
            message = await socket.receive_text()
        except WebSocketDisconnect:
            return 1000
        except KeyError:  # bytes: SIP is text here
            return MISUSED
        wrong = fault(message, endpoint)
        if wrong is not None or not pace.allows(time.monotonic()):
            _log.warning("the telephone %s is cut off: %s", endpoint, wrong.why if wrong else "too many messages")
            return MISUSED
        await exchange.send(message)


async def _down(socket: WebSocket, exchange: ClientConnection) -> int:
    try:
        async for message in exchange:
            await socket.send_text(message if isinstance(message, str) else message.decode("utf-8", "replace"))
    except (WebSocketDisconnect, RuntimeError):
        return 1000
    return AWAY


async def _until_over(frame: Frame, socket: WebSocket) -> int:
    """A database that does not answer ends nobody's call."""
    while True:
        await asyncio.sleep(LOOK_EVERY)
        with suppress(SQLAlchemyError, DatabaseRefused):
            if await asyncio.to_thread(signed_in, frame, socket.cookies.get(SESSION_COOKIE, "")) is None:
                return OVER


async def _until_taken(taken: asyncio.Event) -> int:
    await taken.wait()
    return TAKEN
