"""What runs where neither Asterisk nor the controller is needed? A small ASGI application that answers Twilio alone.

Every request is signed or refused. What cannot be kept (a full disk) is answered 503 where Twilio comes again (status
callbacks), and goes on without memory where a person waits (a press).
"""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from secrets import token_hex

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
from ivr.twilio.seals import is_whole
from ivr.twilio.sending import Sender
from ivr.twilio.signatures import Form, Signatures, Unreadable, read_form
from ivr.twilio.sound_address import PATH as SOUND
from ivr.twilio.sound_address import is_good
from ivr.twilio.sound_shelf import SoundShelf
from ivr.twilio.wire import (
    AGAIN,
    BAD,
    FORBIDDEN,
    NOT_SO,
    NOWHERE,
    Message,
    Receive,
    Refuse,
    Send,
    body_of,
    headers_of,
    path_of,
    query_of,
    reply,
)
from people.seniors import Language

log = structlog.get_logger()
MOST_BYTES = 65_536
JSON = "application/json"
_ID = re.compile(r"[A-Za-z]{1,12}[A-Za-z0-9._-]{4,60}")
"""Begins with letters: no number of anybody's is one."""
Answer = Callable[[Asked], Awaitable[str]]


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
            await reply(send, 200, "ok", "text/plain")
            return
        if scope["path"] == SOUND:
            await self._play(scope, send)
            return
        bind_contextvars(request=token_hex(8))  # this request's task says nothing of another
        ours = self._inside.knows(scope["path"])
        try:
            text = await (self._told_inside(scope, receive) if ours else self._answer(scope, receive))
        except Refuse as refused:
            await reply(send, refused.status, "", "text/plain")
            return
        await reply(send, 200 if text else 204, text, JSON if ours else "text/xml; charset=utf-8")

    async def _play(self, scope: Message, send: Send) -> None:
        """A recording, to whoever has its address of this hour: what Twilio fetches it does not sign."""
        query = query_of(scope["query_string"].decode("latin-1"))
        if scope["method"] not in ("GET", "HEAD"):
            await reply(send, NOT_SO, "", "text/plain")
            return
        if not is_good(self._around.settings.token, query, self._around.clock()):
            log.warning("sound_refused")
            await reply(send, FORBIDDEN, "", "text/plain")
            return
        sound = await asyncio.to_thread(self._around.sounds.get, query["name"])
        await reply(send, NOWHERE if sound is None else 200, sound or b"", "audio/wav")

    async def _told_inside(self, scope: Message, receive: Receive) -> str:
        """Of our own controller: sealed, not signed."""
        if scope["method"] != "POST":
            raise Refuse(NOT_SO)
        headers = headers_of(scope)
        if not self._inside.is_ours(scope["path"], headers):
            log.warning("seal_refused", path=scope["path"])
            raise Refuse(FORBIDDEN)
        body = await body_of(receive, inside.MOST_BYTES)
        if not is_whole(body, headers):
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
            raise Refuse(NOT_SO)
        form = await _form(receive)
        query = scope["query_string"].decode("latin-1")
        bind_contextvars(**_subject(query_of(query), form))
        if not self._signatures.is_genuine(path_of(scope), query, form, headers_of(scope)):
            log.warning("twilio_signature_refused", path=scope["path"])
            raise Refuse(FORBIDDEN)
        return await self._given(answer, Asked(at=self._around.clock(), query=query_of(query), form=form))

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
            prefix=settings.prefix, journal=journal, shelf=Shelf(settings.twilio),
            sounds=SoundShelf(settings.twilio.folder), clock=tick, wake=sender.wake, call_now=sender.call_now,
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
        return read_form(await body_of(receive, MOST_BYTES))
    except Unreadable as wrong:
        raise Refuse(BAD) from wrong


def _subject(query: Mapping[str, str], form: Form) -> dict[str, str]:
    """What it is about, for the log: ids, and nothing that only looks like one."""
    told = {name: query.get(name, "") for name in BELONGS_TO} | {"twilio_call": form.get("CallSid")}
    return {name: value for name, value in told.items() if _ID.fullmatch(value)}
