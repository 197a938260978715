"""A call that we placed was answered, or is over: what is said, asked and kept? Messages, wellness calls, callbacks.

Heard is measured: the address behind a message is asked for only when all of it was played, or a key was pressed; else
the end of the call tells how long it lasted, less the second by which Twilio rounds up (`callbacks.heard_ms`). A
recording that Twilio could not fetch is passed over in silence: it was heard by nobody (`sound_address.was_played`).
"""

from datetime import datetime
from urllib.parse import urlencode

import structlog

from ivr.failover import Purpose
from ivr.twilio import keeping, twiml
from ivr.twilio.asked import Around, Asked, local
from ivr.twilio.callbacks import Callback
from ivr.twilio.journal_rows import TEXT, Order
from ivr.twilio.numbers import why_not_dialled
from ivr.twilio.press_calls import PressCalls
from ivr.twilio.sound_address import moment_text, was_played

log = structlog.get_logger()
RING_HER = 45


def message_order(
    *, token: str, number: str, text: str, audio: str = "", language: str = "", due_at: datetime, ring: int = 35
) -> Order:
    """A call that plays the recording `audio` (its name with the webhooks), or has `text` read."""
    said = {"text": text} if not audio else {"audio": audio}
    path = f"{local('message', token=token, language=language)}#{urlencode(said)}"
    return Order(token=token, purpose=Purpose.BROADCAST, number=number, path=path, due_at=due_at, ring=ring)


def wellness_order(*, token: str, staff: str, her: str, due_at: datetime, language: str = "") -> Order:
    """A member of staff is rung at `staff`, presses 1 and is joined to `her` number. Both E.164."""
    path = f"{local('wellness', token=token, language=language)}#{urlencode({'her': her})}"
    return Order(token=token, purpose=Purpose.WELLNESS, number=staff, path=path, due_at=due_at)


def text_order(*, token: str, number: str, text: str, purpose: Purpose, due_at: datetime) -> Order:
    """A text message to family or staff; it goes in its purpose's turn."""
    return Order(token=token, purpose=purpose, number=number, path=f"{TEXT}#{urlencode({'text': text})}", due_at=due_at)


def words_of(order: Order) -> str:
    """Of a text message, or of one that is read."""
    return order.said.get("text", "")


class OurCalls:
    def __init__(self, around: Around, presses: PressCalls) -> None:
        self._around = around
        self._presses = presses

    async def message(self, asked: Asked) -> str:
        """She answered a message."""
        token = asked.query.get("token", "")
        query = {**asked.query, **await self._said(token)}
        speaker = self._around.speaker(query.get("language"))
        await self._keep(f"played/{token}", "played", asked, token=token)
        hello, sound = speaker.phrase("message_hello", site=self._around.site_name), query.get("audio", "")
        if sound and self._around.sounds.length_ms(sound) is None:
            log.error("recording_not_here", sound=sound)
            return twiml.say(speaker, hello, speaker.phrase("goodbye"))
        words = [hello, *([query["text"]] if query.get("text") else []), speaker.phrase("message_ask")]
        since = moment_text(asked.at) if sound else ""
        action = self._around.url(
            "message-key", token=token, language=query.get("language", ""), audio=sound, since=since
        )  # fmt: skip
        return twiml.message(speaker, words, self._around.sound(sound, asked.at) if sound else "", action=action)

    async def message_key(self, asked: Asked) -> str:
        """All was played, or she pressed a key: 1 heard, 3 unwell."""
        token, key = asked.query.get("token", ""), asked.form.get("Digits")
        speaker = self._around.speaker(asked.query.get("language"))
        kind = "message_key" if key else "message_finished" if self._was_played(asked) else "message_cut"
        await self._keep(f"{kind}/{token}", kind, asked, token=token, digit=key)
        if key == "3":
            return await self._presses.to_hotline(asked)
        return twiml.say(speaker, speaker.phrase("message_thanks"))

    def _was_played(self, asked: Asked) -> bool:
        """What is read is read to its end; a recording has to be fetched."""
        sound = asked.query.get("audio", "")
        if not sound:
            return True
        length = self._around.sounds.length_ms(sound)
        return length is not None and was_played(length, asked.query.get("since", ""), asked.at)

    async def wellness(self, asked: Asked) -> str:
        """A member of staff answered."""
        speaker = self._around.speaker()
        action = self._around.url("wellness-key", token=asked.query.get("token", ""))
        return twiml.ask(speaker, (speaker.phrase("staff_wellness"), speaker.phrase("accept_press_1")), action=action)

    async def wellness_key(self, asked: Asked) -> str:
        """1: join them to her."""
        token = asked.query.get("token", "")
        her = (await self._said(token)).get("her", "")
        if asked.form.get("Digits") != "1" or why_not_dialled(her):
            return twiml.hang_up()
        await self._keep(f"wellness-accepted/{token}", "wellness_accepted", asked, token=token)
        action = self._around.url("wellness-end", token=token)
        return twiml.connect(self._around.speaker(), her, ring=RING_HER, action=action)

    async def wellness_end(self, asked: Asked) -> str:
        """The talk is over, or she did not answer: staff say by a key whether they spoke to her."""
        token = asked.query.get("token", "")
        status, seconds = asked.form.get("DialCallStatus"), asked.form.seconds("DialCallDuration")
        await self._keep(f"wellness-end/{token}", "wellness_end", asked, token=token, status=status, seconds=seconds)
        speaker = self._around.speaker()
        action = self._around.url("wellness-report", token=token)
        return twiml.ask(speaker, (speaker.phrase("staff_report"),), action=action)

    async def wellness_report(self, asked: Asked) -> str:
        token, key = asked.query.get("token", ""), asked.form.get("Digits")
        await self._keep(f"wellness-report/{token}", "wellness_report", asked, token=token, digit=key)
        return twiml.say(self._around.speaker(), self._around.speaker().phrase("goodbye"))

    async def status(self, asked: Asked) -> str:
        """What became of a call; said again it changes nothing. Raises JournalBroken: Twilio comes again."""
        form = asked.form
        callback = Callback(
            sid=form.get("CallSid"), status=form.get("CallStatus"), token=asked.query.get("token", ""),
            seconds=form.seconds("CallDuration"),
        )  # fmt: skip
        await self._around.journal.do(lambda conn: keeping.told(conn, callback, asked.at))
        return ""

    async def sms_status(self, asked: Asked) -> str:
        """What became of a text message. Raises JournalBroken."""
        form = asked.form
        sid, status = form.get("MessageSid"), form.get("MessageStatus")
        code = form.get("ErrorCode")
        callback = Callback(sid=sid, status=status, token=asked.query.get("token", ""))
        await self._around.journal.do(lambda conn: keeping.told_of_text(conn, callback, asked.at, code))
        return ""

    async def _said(self, token: str) -> dict[str, str]:
        """What of an order stands in no address."""
        order = await self._around.journal.do(lambda conn: keeping.order_of(conn, token))
        return order.said if order else {}

    async def _keep(self, key: str, kind: str, asked: Asked, **body: str | int) -> None:
        await self._around.journal.do(lambda conn: keeping.note(conn, key, kind, asked.at, **body))
