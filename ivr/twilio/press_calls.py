"""A press has come in at one of our Twilio numbers: what does each request of its call answer?

Everything that is still to be rung stands in the address of the next request (signed by Twilio with it): the process
may die between two of them, and a routes file may be replaced, without a rung lost or rung twice.
"""

import contextlib
import sqlite3
from collections.abc import Callable, Mapping

from ivr.services import HOTLINE
from ivr.twilio import keeping, twiml
from ivr.twilio.asked import Around, Asked
from ivr.twilio.fallback import Fallback
from ivr.twilio.incident_calls import IncidentCalls, NobodyCalled
from ivr.twilio.journal import JournalBroken
from ivr.twilio.press import (
    Caller,
    Dialled,
    caller_of,
    is_emergency,
    ladder_of,
    rungs_of,
    service_of,
    to_dial,
    was_taken,
)
from people.ids import ServiceId, TargetId
from people.seniors import Language
from people.terminals import Accepts


class PressCalls:
    def __init__(self, around: Around, incidents: IncidentCalls) -> None:
        self._around = around
        self._incidents = incidents

    async def voice(self, asked: Asked) -> str:
        """It rings at our number."""
        around, fallback = self._around, self._around.shelf.fallback(asked.at)
        caller = caller_of(asked.form.get("From"), fallback)
        service = service_of(asked.form.get("To"), around.settings.numbers, fallback, around.prefix)
        sid = asked.form.get("CallSid")
        told = {"service": service, "terminal": caller.terminal, "sid": sid, "caller": caller.number}
        kept = await self._keep(asked, f"press/{sid}", "press", **told)
        if is_emergency(service):
            return await self._emergency(asked, caller, fallback, kept)
        telephones = to_dial(rungs_of(service, caller, fallback, asked.at), fallback)
        comfort = around.speaker(caller.language).comfort(_name(service, caller.language, fallback))
        return await self._ring(asked, telephones, service, caller.language, (comfort,))

    async def to_hotline(self, asked: Asked) -> str:
        """Whoever is on the line needs a person now: the hotline's rungs, as if they had pressed its key."""
        fallback = self._around.shelf.fallback(asked.at)
        caller = caller_of(asked.form.get("To"), fallback)
        telephones = to_dial(rungs_of(HOTLINE, caller, fallback, asked.at), fallback)
        speaker = self._around.speaker(asked.query.get("language"))
        return await self._ring(asked, telephones, HOTLINE, speaker.language, (speaker.comfort_of("staff"),))

    async def next(self, asked: Asked) -> str:
        """A rung is over."""
        query, form = asked.query, asked.form
        sid, rung = form.get("CallSid"), query.get("n", "")
        pressed = await self._heard(f"accepted/{sid}/{rung}")
        if was_taken(
            accepts=Accepts(query.get("accepts", "press-1")), status=form.get("DialCallStatus"),
            bridged=form.get("DialBridged"), seconds=form.seconds("DialCallDuration"), pressed=pressed,
        ):  # fmt: skip
            await self._keep(asked, f"reached/{sid}", "reached", sid=sid, target=query.get("target", ""))
            await self._of_incident(query, lambda conn: keeping.accept(conn, sid, f"{sid}.own", asked.at))
            return twiml.hang_up()
        if form.get("CallStatus") == "completed":
            await self._keep(asked, f"left/{sid}", "left", sid=sid)
            await self._of_incident(query, lambda conn: keeping.left(conn, sid, asked.at))
            return twiml.hang_up()
        status = form.get("DialCallStatus")
        told = {"sid": sid, "n": rung, "target": query.get("target", ""), "status": status}
        await self._keep(asked, f"rung/{sid}/{rung}", "rung", **told)
        left = _telephones(query.get("left", ""))
        words = (self._around.speaker(query.get("language")).comfort_of("next"),) if left else ()
        return await self._ring(asked, left, ServiceId(query.get("service", "")), query.get("language", ""), words)

    async def whisper(self, asked: Asked) -> str:
        """Somebody answered: they hear what it is, and press 1 where an answer alone does not count."""
        query = asked.query
        speaker = self._around.speaker()
        fallback = self._around.shelf.fallback(asked.at)
        name = _name(ServiceId(query.get("service", "")), speaker.language, fallback)
        words = (name, speaker.phrase("not_confirmed"))
        if query.get("accepts") == Accepts.ANSWER:
            await self._accepted(asked)
            return twiml.say_only(speaker, *words)
        target = query.get("target", "")
        action = self._around.url("accept", n=query.get("n", ""), call=query.get("call", ""), target=target)
        return twiml.ask(speaker, (*words, speaker.phrase("accept_press_1")), action=action)

    async def accept(self, asked: Asked) -> str:
        """A key of whoever answered: 1 joins them to her."""
        if asked.form.get("Digits") != "1":
            return twiml.hang_up()
        await self._accepted(asked)
        return twiml.go_on()

    async def _accepted(self, asked: Asked) -> None:
        """They are joined to her when this document ends."""
        query = asked.query
        told = {"sid": query.get("call", ""), "n": query.get("n", ""), "target": query.get("target", "")}
        await self._keep(asked, f"accepted/{told['sid']}/{told['n']}", "accepted", **told)

    async def _emergency(self, asked: Asked, caller: Caller, fallback: Fallback, kept: bool) -> str:
        """Its ladder is kept and called by ourselves; where that fails, rung one by one while she stays on the line."""
        if kept and self._around.settings.account:
            with contextlib.suppress(JournalBroken, NobodyCalled):
                return await self._incidents.open(asked, caller, fallback)
        telephones = tuple(one for _, one in ladder_of(caller, fallback))
        words = (self._around.speaker(caller.language).comfort_of("emergency"),)
        return await self._ring(asked, telephones, ServiceId("emergency"), caller.language, words)

    async def _ring(
        self, asked: Asked, telephones: tuple[Dialled, ...], service: str, language: str, words: tuple[str, ...]
    ) -> str:
        speaker = self._around.speaker(language)
        sid = asked.form.get("CallSid")
        if not telephones:
            await self._keep(asked, f"missed/{sid}", "missed", sid=sid, service=service)
            await self._of_incident({"service": service}, lambda conn: keeping.left(conn, sid, asked.at))
            return twiml.say(speaker, *words, speaker.phrase("nobody"))
        one, *rest = telephones
        n = int(asked.query.get("n", "0")) + 1
        about = {"n": n, "service": service, "language": speaker.language.value, "accepts": one.accepts.value}
        action = self._around.url("next", **about, target=one.target, left=_text(rest))
        whisper = self._around.url("whisper", **about, call=sid, target=one.target)
        status = self._around.url("status")
        return twiml.dial(speaker, words, one, action=action, whisper=whisper, status=status)

    async def _of_incident(self, query: Mapping[str, str], step: Callable[[sqlite3.Connection], object]) -> None:
        """The ladder kept beside an emergency that is rung on her own line learns what became of it."""
        if is_emergency(ServiceId(query.get("service", ""))):
            with contextlib.suppress(JournalBroken):
                await self._around.journal.do(step)

    async def _keep(self, asked: Asked, key: str, kind: str, **body: str) -> bool:
        """A press goes on without memory: False."""
        try:
            await self._around.journal.do(lambda conn: keeping.note(conn, key, kind, asked.at, **body))
        except JournalBroken:
            return False
        return True

    async def _heard(self, key: str) -> bool:
        with contextlib.suppress(JournalBroken):
            return await self._around.journal.do(lambda conn: keeping.has(conn, key))
        return False


def _name(service: ServiceId, language: Language, fallback: Fallback) -> str:
    names = fallback.names.get(service, ("服务热线", "the hotline"))
    return names[0] if language is Language.CHINESE else names[1]


def _text(telephones: list[Dialled]) -> str:
    return "|".join(f"{one.target},{one.number},{one.seconds},{one.accepts.value},{one.why}" for one in telephones)


def _telephones(text: str) -> tuple[Dialled, ...]:
    parts = [part.split(",") for part in text.split("|")] if text else []
    return tuple(
        Dialled(target=TargetId(target), number=number, seconds=int(seconds), accepts=Accepts(accepts), why=why)
        for target, number, seconds, accepts, why in parts
    )
