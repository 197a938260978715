"""How does the pretended Twilio carry out TwiML? Verb by verb, with people who behave as they were told.

No sound is made: what is said is written down, a key is pressed where one is asked for. A call lasts as long as its
person stays; nobody waits on a clock but for `stays` of a talk and `answers_after`, in the seconds given.
"""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree

from town.twilio_rest import Call
from town.twilio_web import Web, WebhookFailed

REJECTED = {"busy": "busy", "silent": "no-answer", "dead": "failed"}


@dataclass
class Person:
    """`kind`: person, machine (answers, presses nothing), busy, silent, dead. `keys`: one for each time it is asked."""

    kind: str = "person"
    keys: str = "1"
    answers_after: float = 0
    hangs_up_in_message: bool = False
    picks_up: asyncio.Event | None = None
    """None: at once."""
    stays: asyncio.Event = field(default_factory=asyncio.Event)
    """Set: this person hangs up the conference or talk they are in."""
    said: int = 0
    """Seconds their next talk counts."""

    def key(self) -> str:
        taken, self.keys = self.keys[:1], self.keys[1:]
        return "" if self.kind == "machine" else taken


@dataclass
class Room:
    """A conference: begun by whoever may begin it, ended by whoever may end it."""

    began: asyncio.Event = field(default_factory=asyncio.Event)
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    members: list[str] = field(default_factory=list)


class HungUp(Exception):
    """The call is over."""


class Line:
    """One call, from the moment it is answered."""

    def __init__(self, web: Web, call: Call, person: Person, town: "Town") -> None:
        self.web, self.call, self.person, self.town = web, call, person, town

    async def run(self, url: str) -> bool:
        """Carry out the document at `url` and all that follow. False: the call was hung up."""
        try:
            await self._document(url, {})
        except (HungUp, WebhookFailed):
            return False
        return True

    async def _document(self, url: str, fields: dict[str, str]) -> None:
        for verb in ElementTree.fromstring(await self.web.ask(self.call, url, fields) or "<Response/>"):
            if await self._verb(verb):
                return

    async def _verb(self, verb: ElementTree.Element) -> bool:
        """True: another document has taken over."""
        match verb.tag:
            case "Say":
                await self._say(verb.text or "")
            case "Play":
                await self._say(await self.web.fetch(verb.text or ""))
            case "Pause":
                await self._pause(float(verb.get("length", "1")))
            case "Hangup":
                await self._hang_up()
            case "Gather":
                return await self._gather(verb)
            case "Dial":
                return await self._dial(verb)
            case unknown:
                raise AssertionError(f"the stand-in does not carry out <{unknown}>")
        return False

    async def _say(self, text: str) -> None:
        self.call.heard.append(text)

    async def _pause(self, seconds: float) -> None:
        """Nobody waits here."""

    async def _press(self, verb: ElementTree.Element) -> str:
        """The key that was pressed; empty: none."""
        if self.person.hangs_up_in_message:
            raise HungUp
        return self.person.key()

    async def _hang_up(self) -> None:
        raise HungUp

    def _is_gone(self) -> bool:
        return self.person.stays.is_set()

    async def _gather(self, verb: ElementTree.Element) -> bool:
        for inner in verb:
            await self._verb(inner)
        key = await self._press(verb)
        if not key and verb.get("actionOnEmptyResult") != "true":
            return False
        await self._document(verb.attrib["action"], {"Digits": key} if key else {})
        return True

    async def _dial(self, verb: ElementTree.Element) -> bool:
        [noun] = list(verb)
        fields = await (self._conference(noun) if noun.tag == "Conference" else self._number(noun))
        if self._is_gone():
            self.call.status = "completed"
        action = verb.get("action")
        if action:
            await self._document(action, fields)
        return bool(action)

    async def _conference(self, noun: ElementTree.Element) -> dict[str, str]:
        room = self.town.room(noun.text or "")
        room.members.append(self.call.to if self.call.direction != "inbound" else self.call.sender)
        self.call.room = noun.text or ""
        if noun.get("startConferenceOnEnter") == "true":
            room.began.set()
        elif not room.began.is_set():
            await self._wait(noun.attrib["waitUrl"])
        await _first(room.ended.wait(), self.person.stays.wait())
        if noun.get("endConferenceOnExit") == "true":
            room.ended.set()
        return {"DialCallStatus": "answered"}

    async def _wait(self, url: str) -> None:
        """What is heard alone, once through."""
        for verb in ElementTree.fromstring(await self.web.ask(self.call, url, {})):
            await self._verb(verb)

    async def _number(self, noun: ElementTree.Element) -> dict[str, str]:
        number = noun.text or ""
        person = self.town.person(number)
        self.town.dialled.append(number)
        if person.kind in REJECTED:
            return {"DialCallStatus": REJECTED[person.kind], "DialBridged": "false"}
        leg = Call(to=number, sender=self.call.to, account=self.call.account, direction="outbound-dial")
        self.town.calls.append(leg)
        whisper = noun.get("url")
        bridged = await Line(self.web, leg, person, self.town).run(whisper) if whisper else True
        told = {"DialCallSid": leg.sid, "DialCallStatus": "completed", "DialCallDuration": str(person.said or 1)}
        return {**told, "DialBridged": "true" if bridged else "false"}


@dataclass
class Town:
    """Who answers which number, and what was done."""

    people: dict[str, Person] = field(default_factory=dict)
    rooms: dict[str, Room] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    dialled: list[str] = field(default_factory=list)

    def person(self, number: str) -> Person:
        return self.people.setdefault(number, Person())

    def room(self, name: str) -> Room:
        return self.rooms.setdefault(name, Room())


async def _first(*waits: Coroutine[Any, Any, bool]) -> None:
    tasks = [asyncio.create_task(wait) for wait in waits]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
