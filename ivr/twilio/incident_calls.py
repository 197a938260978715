"""An emergency has come in: what do she, each leg of her ladder, and whoever accepts hear?

She waits in the conference of the incident; the ladder is called beside her, leg by leg, and goes on if she hangs up.
The first who presses 1 is joined to her, the others hear that it is taken; if she is gone she is rung back.
"""

import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta

from ivr.failover import Purpose
from ivr.twilio import keeping, twiml
from ivr.twilio.asked import Around, Asked, local
from ivr.twilio.fallback import Fallback
from ivr.twilio.journal_rows import Incident, Order
from ivr.twilio.numbers import shows_who, why_not_dialled
from ivr.twilio.press import Caller, Dialled, ladder_of

JOINS = timedelta(hours=2)
"""A second press within this joins the running incident."""


class NobodyCalled(RuntimeError):
    """Twilio carries her call, but places none for us: her own line must ring the ladder."""


class IncidentCalls:
    def __init__(self, around: Around) -> None:
        self._around = around

    async def open(self, asked: Asked, caller: Caller, fallback: Fallback) -> str:
        """Keep the incident with its whole ladder, then let her wait in it. Raises JournalBroken, NobodyCalled."""
        sid = asked.form.get("CallSid")
        opened = Incident(id=sid, terminal=caller.terminal, caller=caller.number, opened_at=asked.at)
        legs = [self._leg(opened, n, at, one) for n, (at, one) in enumerate(ladder_of(caller, fallback))]
        incident = await self._around.journal.do(lambda conn: _join_or_open(conn, opened, legs))
        if incident.id == sid and not await self._around.call_now(sid):
            raise NobodyCalled(sid)
        self._around.wake()
        speaker = self._around.speaker(caller.language)
        return twiml.join(
            speaker, (), incident.id, helps=False, action=self._around.url("left", incident=incident.id),
            wait=self._around.url("comfort", loop="emergency", language=speaker.language.value),
        )  # fmt: skip

    async def take_on(self, key: str, caller: Caller, now: datetime) -> bool:
        """An emergency of the exchange's whose ladder died with it. False: it is here already. Raises JournalBroken."""
        fallback = self._around.shelf.fallback(now)
        opened = Incident(id=key, terminal=caller.terminal, caller=caller.number, opened_at=now)
        legs = [self._leg(opened, n, at, one) for n, (at, one) in enumerate(ladder_of(caller, fallback))]
        new = await self._around.journal.do(lambda conn: _take_on(conn, opened, legs))
        self._around.wake()
        return new

    async def left(self, asked: Asked) -> str:
        """She is out of the conference: hung up, or it ended with whoever helped her."""
        key = asked.query.get("incident", "")
        if asked.form.get("CallStatus") == "completed":
            await self._around.journal.do(lambda conn: _left(conn, key, asked))
        return twiml.say(self._around.speaker(), self._around.speaker().phrase("goodbye"))

    async def leg(self, asked: Asked) -> str:
        """One leg was answered: what it is and where, and 1 to take it."""
        key, token = asked.query.get("incident", ""), asked.query.get("token", "")
        known = await self._around.journal.do(lambda conn: keeping.incident(conn, key))
        speaker = self._around.speaker()
        if known is None or known.accepted_by not in ("", token):
            return twiml.say(speaker, speaker.phrase("taken"))
        where = self._around.shelf.fallback(asked.at).addresses.get(known.terminal, "") or known.caller
        words = [speaker.phrase("emergency_whisper"), where, speaker.phrase("not_confirmed")]
        action = self._around.url("leg-key", incident=key, token=token, target=asked.query.get("target", ""))
        return twiml.ask(speaker, (*words, speaker.phrase("accept_press_1")), action=action)

    async def leg_key(self, asked: Asked) -> str:
        """Only 1 accepts, and only the first."""
        key, token = asked.query.get("incident", ""), asked.query.get("token", "")
        speaker = self._around.speaker()
        if asked.form.get("Digits") != "1":
            return twiml.hang_up()
        if not await self._around.journal.do(lambda conn: _accept(conn, key, token, asked, self._ring_back)):
            return twiml.say(speaker, speaker.phrase("taken"))
        self._around.wake()
        return twiml.join(
            speaker, (), key, helps=True, action=self._around.url("status-end"),
            wait=self._around.url("comfort", loop="acceptor", language=speaker.language.value),
        )  # fmt: skip

    async def ring_back(self, asked: Asked) -> str:
        """She answered our ring-back."""
        key = asked.query.get("incident", "")
        await self._around.journal.do(lambda conn: keeping.joined_again(conn, key))
        speaker = self._around.speaker()
        return twiml.join(
            speaker, (speaker.phrase("ringback_hello"),), key, helps=False,
            action=self._around.url("left", incident=key),
            wait=self._around.url("comfort", loop="emergency", language=speaker.language.value),
        )  # fmt: skip

    async def comfort(self, asked: Asked) -> str:
        loop = asked.query.get("loop", "")
        speaker = self._around.speaker(asked.query.get("language"))
        return twiml.comfort(speaker, loop if loop in ("emergency", "acceptor") else "emergency")

    async def end(self, asked: Asked) -> str:
        """Whoever helped has left: nothing more to say to them."""
        return twiml.hang_up()

    def _leg(self, incident: Incident, n: int, seconds: int, one: Dialled) -> Order:
        token = f"{incident.id}.1.{n}"
        return Order(
            token=token, purpose=Purpose.EMERGENCY, number=one.number, ring=one.seconds, incident=incident.id,
            path=local("leg", incident=incident.id, token=token, target=one.target),
            due_at=incident.opened_at + timedelta(seconds=seconds),
        )  # fmt: skip

    def _ring_back(self, incident: Incident, asked: Asked) -> list[Order]:
        if why_not_dialled(incident.caller):
            return []
        token = f"{incident.id}.back.{int(asked.at.timestamp())}"
        path = local("ring-back", incident=incident.id, token=token)
        return [
            Order(token=token, purpose=Purpose.EMERGENCY, number=incident.caller, path=path, due_at=asked.at,
                  incident=incident.id)
        ]  # fmt: skip


def _left(conn: sqlite3.Connection, key: str, asked: Asked) -> None:
    sid = asked.form.get("CallSid")
    keeping.left(conn, key, asked.at)
    keeping.note(conn, f"left/{sid}", "left", asked.at, sid=sid, incident=key)


def _take_on(conn: sqlite3.Connection, opened: Incident, legs: list[Order]) -> bool:
    new = keeping.open_incident(conn, opened, legs)
    if new:
        keeping.left(conn, opened.id, opened.opened_at)
    return new


def _join_or_open(conn: sqlite3.Connection, opened: Incident, legs: list[Order]) -> Incident:
    caller = opened.caller if shows_who(opened.caller) else ""
    running = keeping.running_incident(conn, opened.terminal, caller, opened.opened_at - JOINS)
    told = {"terminal": opened.terminal, "caller": opened.caller, "sid": opened.id}
    if running is None:
        keeping.open_incident(conn, opened, legs)
        keeping.note(conn, f"incident/{opened.id}", "incident", opened.opened_at, incident=opened.id, **told)
        return opened
    keeping.joined_again(conn, running.id)
    keeping.note(conn, f"incident/{opened.id}", "incident_joined", opened.opened_at, incident=running.id, **told)
    return running


def _accept(
    conn: sqlite3.Connection, key: str, token: str, asked: Asked, ring_back: Callable[[Incident, Asked], list[Order]]
) -> bool:
    if not keeping.accept(conn, key, token, asked.at):
        return False
    known = keeping.incident(conn, key)
    told = {"incident": key, "token": token, "target": asked.query.get("target", "")}
    home = known.terminal if known else ""
    new = keeping.note(conn, f"incident-accepted/{key}", "incident_accepted", asked.at, terminal=home, **told)
    if new and known is not None and known.left_at is not None:
        keeping.order(conn, ring_back(known, asked))
    return True
