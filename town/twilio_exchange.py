"""How does the pretended Twilio carry calls by SIP? An Asterisk of its own beside the town, led by its TwiML.

Each leg is a real call to a telephone of the town, with sound and real keys; people behave as the town was told.
"""

import asyncio
import contextlib
import secrets
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self
from xml.etree import ElementTree

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ivr.asterisk.render import SiteFiles, write
from town.instance import Instance
from town.pair import AMI_PORT, SIP_PORT, Pair
from town.remote import TownRemote
from town.twilio_agi import Channel, ChannelGone
from town.twilio_line import HungUp, Line, Person, Town
from town.twilio_rest import Call
from town.twilio_web import Web

TEMPLATES = Path(__file__).resolve().parent / "twilio_asterisk"
KEYS = "0123456789*#"
STATUS = {"ANSWER": "completed", "BUSY": "busy", "NOANSWER": "no-answer", "CANCEL": "no-answer"}
NOBODY = SiteFiles(
    services=(), terminals=(), desks=(), trunks=(), static_targets={}, static_hotline="", static_ladder=""
)


@dataclass
class Leg:
    """A call to a telephone of the town, from the dial until it is over."""

    call: Call
    url: str = ""
    """What is asked for when it is picked up; empty: both sides are joined at once."""
    keeps: bool = False
    """Whether the leg goes on to be joined when its document has ended."""
    on_answer: Callable[[], object] = lambda: None
    bridged: bool = False
    channel: str = ""
    answered_at: float = 0.0


@dataclass
class Cloud:
    """`async with Cloud(pair, web, town) as cloud:` beside a pair that runs."""

    pair: Pair
    web: Web
    town: Town
    voice_url: str = ""
    """What our numbers ask for."""
    calls: list[Call] = field(default_factory=list)
    account: str = ""
    _legs: dict[str, Leg] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.host = f"{self.pair.addresses.prefix}.6"
        self.instance = Instance(self.pair.town.runner, self.pair.root / "cloud")
        self._secret = secrets.token_urlsafe(12)
        self._over: dict[str, asyncio.Future[str]] = {}
        self.tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._connected, self.host, 0)
        self._write(self._server.sockets[0].getsockname()[1])
        await self.instance.start()
        self._remote = await TownRemote.connect(self.host, AMI_PORT, self._secret)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._remote.close()
        await self.instance.stop()
        self._server.close()
        for task in list(self.tasks):
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def place(self, call: Call, on_answer: Callable[[], object]) -> str:
        """Ring a number and carry its document out; Twilio's word for its end. Seconds are told in `call`."""
        leg = Leg(call=call, url=call.told["Url"], on_answer=on_answer)
        key = self._hold(leg)
        over = self._over[key] = asyncio.get_running_loop().create_future()
        await self._remote.originate(f"Local/{key}@place/n", "park", {})
        status: str = await over
        call.seconds = round(time.monotonic() - leg.answered_at) if leg.answered_at else 0
        return status

    async def end(self, call: Call) -> None:
        """Ringing or talking."""
        for leg in list(self._legs.values()):
            if leg.call is call and leg.channel:
                with contextlib.suppress(Exception):
                    await self._remote.action("Hangup", {"Channel": leg.channel})

    async def dial(self, channel: Channel, leg: Leg, seconds: str) -> str:
        """From `channel`; Asterisk's dial status. Whoever picks up is led by `leg` first."""
        key = self._hold(leg)
        await self._run_to_end(channel, "Dial", f"PJSIP/{leg.call.to}@town,{seconds},gU(leg^{key})")
        return await channel.variable("DIALSTATUS") or ("ANSWER" if leg.answered_at else "CANCEL")

    def _hold(self, leg: Leg) -> str:
        key = str(len(self._legs) + 1)
        self._legs[key] = leg
        return key

    async def _run_to_end(self, channel: Channel, application: str, told: str) -> None:
        with contextlib.suppress(ChannelGone):
            await channel.run(application, told)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self.tasks.add(task)
        channel = Channel(reader, writer)
        try:
            await channel.begin()
            with contextlib.suppress(ChannelGone):
                await self._led(channel)
        finally:
            await channel.close()
            self.tasks.discard(task)

    async def _led(self, channel: Channel) -> None:
        match channel.request:
            case ["in"]:
                await self._came_in(channel)
            case ["place", key]:
                await self._dialled(channel, key)
            case ["leg", key]:
                await self._picked_up(channel, self._legs[key])

    async def _came_in(self, channel: Channel) -> None:
        call = Call(
            to=channel.facts.get("extension", ""), sender=channel.facts.get("callerid", ""), account=self.account,
            direction="inbound", status="in-progress",
        )  # fmt: skip
        self.calls.append(call)
        await channel.answer()
        await SipLine(self, channel, call).run(self.voice_url)
        call.status = "completed"
        with contextlib.suppress(ChannelGone):
            await channel.hang_up()

    async def _dialled(self, channel: Channel, key: str) -> None:
        leg = self._legs[key]
        leg.channel = channel.name
        status = "CANCEL"
        try:
            status = await self.dial(channel, leg, leg.call.told.get("Timeout", "60"))
        finally:
            self._over.pop(key).set_result("completed" if leg.answered_at else STATUS.get(status, "failed"))

    async def _picked_up(self, channel: Channel, leg: Leg) -> None:
        leg.channel, leg.answered_at = channel.name, time.monotonic()
        leg.call.status = "in-progress"
        leg.on_answer()
        leg.bridged = await SipLine(self, channel, leg.call).run(leg.url) if leg.url else True
        if not (leg.bridged and leg.keeps):
            await channel.hang_up()

    def _write(self, agi_port: int) -> None:
        """As the town's own files are written, with what a Twilio needs beside it."""
        node = replace(
            self.pair.node, name="cloud", folders=replace(self.pair.node.folders, root=self.instance.root),
            address=self.host, rtp_first=30000, rtp_last=32999,
        )  # fmt: skip
        write(node, NOBODY)
        etc = node.folders.etc
        for old in ("site.conf", "features.conf", "musiconhold.conf", "sorcery.conf"):
            (etc / old).unlink(missing_ok=True)
        shutil.rmtree(etc / "dialplan")
        (etc / "modules.conf").write_text(
            f"{(etc / 'modules.conf').read_text()}\nload = res_speech.so\nload = res_agi.so\n"
        )
        environment = Environment(loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined)
        told = {
            "host": self.host, "agi_port": agi_port, "sip_port": SIP_PORT, "ami_port": AMI_PORT,
            "ami_secret": self._secret, "town": self.pair.addresses[2], "exchange": self.pair.addresses[1],
        }  # fmt: skip
        for path in TEMPLATES.iterdir():
            text = environment.get_template(path.name).render(told)
            (etc / path.name.removesuffix(".j2")).write_text(text, encoding="utf-8")


class SipLine(Line):
    """TwiML carried out on a real channel: what is said is a sound, keys are real."""

    def __init__(self, cloud: Cloud, channel: Channel, call: Call) -> None:
        super().__init__(cloud.web, call, Person(), cloud.town)
        self._cloud, self._channel = cloud, channel
        self._sound = str(cloud.pair.sounds / "town" / "hello")
        self._typed = ""
        self._listening = False

    async def run(self, url: str) -> bool:
        try:
            return await super().run(url)
        except ChannelGone:
            return False

    async def _say(self, text: str) -> None:
        self.call.heard.append(text)
        if not self._typed:
            self._typed = await self._channel.play(self._sound, KEYS if self._listening else "")

    async def _pause(self, seconds: float) -> None:
        await self._channel.wait_key(seconds)

    async def _gather(self, verb: ElementTree.Element) -> bool:
        self._listening, self._typed = True, ""
        try:
            return await super()._gather(verb)
        finally:
            self._listening = False

    async def _press(self, verb: ElementTree.Element) -> str:
        self._listening = False
        typed, self._typed = self._typed, ""
        return typed or await self._channel.wait_key(float(verb.get("timeout", "5")))

    async def _hang_up(self) -> None:
        await self._channel.hang_up()
        raise HungUp

    def _is_gone(self) -> bool:
        return self._channel.gone

    async def _dial(self, verb: ElementTree.Element) -> bool:
        self._seconds = verb.get("timeout", "30")
        return await super()._dial(verb)

    async def _conference(self, noun: ElementTree.Element) -> dict[str, str]:
        room, helps = noun.text or "", noun.get("startConferenceOnEnter") == "true"
        self.town.room(room).members.append(self.call.to if self.call.direction != "inbound" else self.call.sender)
        if not helps and noun.get("waitUrl"):
            await self.web.ask(self.call, noun.attrib["waitUrl"], {})
        self.call.room = room
        await self._cloud._run_to_end(self._channel, "ConfBridge", f"{room},,{'helps' if helps else 'waits'}")
        await self._look_whether_gone()
        return {"DialCallStatus": "answered"}

    async def _number(self, noun: ElementTree.Element) -> dict[str, str]:
        number = noun.text or ""
        self.town.dialled.append(number)
        call = Call(to=number, sender=self.call.to, account=self.call.account, direction="outbound-dial")
        self.town.calls.append(call)
        leg = Leg(call=call, url=noun.get("url", ""), keeps=True)
        status = await self._cloud.dial(self._channel, leg, self._seconds)
        await self._look_whether_gone()
        seconds = round(time.monotonic() - leg.answered_at) if leg.answered_at else 0
        told = {"DialCallStatus": STATUS.get(status, "failed"), "DialBridged": str(leg.bridged).lower()}
        return {**told, "DialCallSid": call.sid, "DialCallDuration": str(seconds)}

    async def _look_whether_gone(self) -> None:
        with contextlib.suppress(ChannelGone):
            await self._channel.ask("NOOP")
