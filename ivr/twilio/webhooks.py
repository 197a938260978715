"""What runs where neither Asterisk nor the controller is needed? A small ASGI application that answers Twilio alone.

Every request is signed or refused. What cannot be kept (a full disk) is answered 503 where Twilio comes again (status
callbacks), and goes on without memory where a person waits (a press).
"""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, MutableMapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from secrets import token_hex
from typing import Any
from urllib.parse import parse_qsl

import structlog
from structlog.contextvars import bind_contextvars

from ivr.running.logs import BELONGS_TO
from ivr.settings import Settings
from ivr.twilio import inside
from ivr.twilio.asked import Around, Asked, Shelf
from ivr.twilio.incident_calls import IncidentCalls
from ivr.twilio.inside import Inside
from ivr.twilio.journal import Journal, JournalBroken
from ivr.twilio.orders_json import NotUnderstood
from ivr.twilio.our_calls import OurCalls
from ivr.twilio.press_calls import PressCalls
from ivr.twilio.rest import Exchange, Twilio
from ivr.twilio.sending import Sender
from ivr.twilio.signatures import Form, Signatures, Unreadable, read_form
from people.seniors import Language

log = structlog.get_logger()
MOST_BYTES = 65_536
JSON = "application/json"
_ID = re.compile(r"[A-Za-z]{1,12}[A-Za-z0-9._-]{4,60}")
"""Begins with letters: no number of anybody's is one."""
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Answer = Callable[[Asked], Awaitable[str]]
AGAIN, FORBIDDEN, NOWHERE, TOO_LONG, BAD, NOT_POST = 503, 403, 404, 413, 400, 405


class Refuse(Exception):
    """Answered with this status and nothing else."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Webhooks:
    """The ASGI application. `around` tells where everything is."""

    def __init__(self, around: Around) -> None:
        self._around = around
        self._signatures = Signatures(token=around.settings.token, public=around.settings.public)
        self._incidents = IncidentCalls(around)
        self._answers = _answers(around, self._incidents)
        self._inside = Inside(around, self._incidents)

    @property
    def journal(self) -> Journal:
        return self._around.journal

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        if scope["path"] == "/health":
            await _reply(send, 200, "ok", "text/plain")
            return
        bind_contextvars(request=token_hex(8))  # this request's task says nothing of another
        ours = self._inside.knows(scope["path"])
        try:
            text = await (self._told_inside(scope, receive) if ours else self._answer(scope, receive))
        except Refuse as refused:
            await _reply(send, refused.status, "", "text/plain")
            return
        await _reply(send, 200 if text else 204, text, JSON if ours else "text/xml; charset=utf-8")

    async def _told_inside(self, scope: Message, receive: Receive) -> str:
        """Of our own controller: sealed, not signed."""
        if scope["method"] != "POST":
            raise Refuse(NOT_POST)
        body = await _body(receive, inside.MOST_BYTES)
        if not self._inside.is_ours(scope["path"], body, _headers(scope)):
            log.warning("seal_refused", path=scope["path"])
            raise Refuse(FORBIDDEN)
        try:
            return await self._inside.answer(scope["path"], body)
        except (JournalBroken, OSError) as fault:
            log.error("twilio_journal_broken", why=str(fault))
            raise Refuse(AGAIN) from fault
        except NotUnderstood as wrong:
            log.error("controller_not_understood", why=str(wrong))
            raise Refuse(BAD) from wrong

    async def _answer(self, scope: Message, receive: Receive) -> str:
        answer = self._answers.get(scope["path"])
        if answer is None:
            raise Refuse(NOWHERE)
        if scope["method"] != "POST":
            raise Refuse(NOT_POST)
        form = await _form(receive)
        query = scope["query_string"].decode("latin-1")
        bind_contextvars(**_subject(_query(query), form))
        if not self._signatures.is_genuine(_prefixless(scope), query, form, _headers(scope)):
            log.warning("twilio_signature_refused", path=scope["path"])
            raise Refuse(FORBIDDEN)
        return await self._given(answer, Asked(at=self._around.clock(), query=_query(query), form=form))

    async def _given(self, answer: Answer, asked: Asked) -> str:
        try:
            return await answer(asked)
        except JournalBroken as fault:
            log.error("twilio_journal_broken", why=str(fault))
            raise Refuse(AGAIN) from fault
        except (ValueError, KeyError, TypeError) as wrong:
            log.error("twilio_request_not_understood", why=repr(wrong))
            raise Refuse(BAD) from wrong


def _answers(around: Around, incidents: IncidentCalls) -> dict[str, Answer]:
    presses = PressCalls(around, incidents)
    ours = OurCalls(around, presses)
    named: dict[str, Answer] = {
        "voice": presses.voice, "next": presses.next, "whisper": presses.whisper, "accept": presses.accept,
        "left": incidents.left, "leg": incidents.leg, "leg-key": incidents.leg_key, "ring-back": incidents.ring_back,
        "comfort": incidents.comfort, "status-end": incidents.end,
        "message": ours.message, "message-key": ours.message_key, "wellness": ours.wellness,
        "wellness-key": ours.wellness_key, "wellness-end": ours.wellness_end,
        "wellness-report": ours.wellness_report, "status": ours.status, "sms-status": ours.sms_status,
    }  # fmt: skip
    return {f"/twilio/{name}": answer for name, answer in named.items()}


@asynccontextmanager
async def standing(
    settings: Settings,
    *,
    exchange: Exchange | None = None,
    clock: Callable[[], datetime] | None = None,
    at_work: bool = True,
) -> AsyncIterator[tuple[Webhooks, Sender]]:
    """The application with its memory and its sender, at work until the end. Raises OSError, sqlite3.Error.

    `at_work=False`: the sender looks only when it is told to.
    """
    tick = clock or (lambda: datetime.now(UTC))
    async with Journal(settings.twilio.folder) as journal:
        asks = exchange or Twilio(settings.twilio)
        sender = Sender(journal=journal, exchange=asks, settings=settings.twilio, clock=tick)
        around = Around(
            settings=settings.twilio, site_name=settings.site_name, language=Language(settings.language),
            prefix=settings.prefix, journal=journal, shelf=Shelf(settings.twilio), clock=tick, wake=sender.wake,
            call_now=sender.call_now,
        )  # fmt: skip
        running = asyncio.create_task(sender.run()) if at_work else None
        try:
            yield Webhooks(around), sender
        finally:
            if running is not None:
                running.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await running


async def _form(receive: Receive) -> Form:
    try:
        return read_form(await _body(receive, MOST_BYTES))
    except Unreadable as wrong:
        raise Refuse(BAD) from wrong


async def _body(receive: Receive, most: int) -> bytes:
    body = bytearray()
    more = True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > most:
            raise Refuse(TOO_LONG)
    return bytes(body)


def _subject(query: Mapping[str, str], form: Form) -> dict[str, str]:
    """What it is about, for the log: ids, and nothing that only looks like one."""
    told = {name: query.get(name, "") for name in BELONGS_TO} | {"twilio_call": form.get("CallSid")}
    return {name: value for name, value in told.items() if _ID.fullmatch(value)}


def _headers(scope: Message) -> dict[str, str]:
    """Names in lower case."""
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}


def _query(text: str) -> dict[str, str]:
    return dict(parse_qsl(text, keep_blank_values=True))


def _prefixless(scope: Message) -> str:
    """The path as it was written; a proxy's own prefix is part of `public`, not of it."""
    raw = scope.get("raw_path")
    return raw.decode("latin-1").partition("?")[0] if raw else str(scope["path"])


async def _reply(send: Send, status: int, text: str, kind: str) -> None:
    body = text.encode("utf-8")
    headers = [(b"content-type", kind.encode()), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
