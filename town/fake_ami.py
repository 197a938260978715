"""How is Bigbutton tried against an Asterisk that breaks? A pretended AMI on loopback that obeys.

It reads the wire as Asterisk does (an injected line end really is a second action) and keeps every byte it
got. It can be cut, stall half-open, answer late, twice, in pieces, wrongly or never, or say unasked things.
"""

import asyncio
import contextlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

from town.fake_ami_actions import FakeState, FakeUser, Received, booted_event, message

LINE_BYTES = 1_024
CALL = FakeUser(
    name="call",
    secret="callsecret",
    read=frozenset({"call", "system"}),
    write=frozenset({"originate", "call", "reporting"}),
)
FILL = FakeUser(name="fill", secret="fillsecret", write=frozenset({"system"}))


@dataclass
class Faults:
    """What goes wrong from now on; the defaults are a healthy Asterisk. Actions are named as on the wire."""

    half_open: bool = False  # the connection stays, nothing is read any more
    delay: float = 0.0  # seconds before each reply
    times: int = 1  # how often each message is written
    piece: int = 0  # bytes in one write; 0: whole
    silent_on: set[str] = field(default_factory=set)  # done, but never answered
    cut_before: set[str] = field(default_factory=set)  # the link is cut instead of doing it
    cut_after: set[str] = field(default_factory=set)  # done, and cut instead of answering
    say_instead: dict[str, str] = field(default_factory=dict)  # `{id}` stands for the ActionID
    refuse_logins: bool = False
    boots: bool = True  # False: no FullyBooted comes


class FakeAmi:
    """`async with FakeAmi() as asterisk:` listens on `host`, `port`."""

    def __init__(self, host: str = "127.0.0.1", users: tuple[FakeUser, ...] = (CALL, FILL)) -> None:
        self.host = host
        self.port = 0
        self.users = {user.name: user for user in users}
        self.faults = Faults()
        self.state = FakeState(started_at=datetime.now())
        self.received: list[Received] = []
        self.wire = bytearray()
        self.connections = 0
        self._open: dict[_Session, asyncio.Task[None]] = {}
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        await self.listen()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.kill()

    async def listen(self) -> None:
        """Begin to listen, on the same port as before."""
        self._server = await asyncio.start_server(self._serve, self.host, self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def kill(self) -> None:
        """As SIGKILL: nobody listens, every connection ends."""
        if self._server is not None:
            self._server.close()
        tasks = list(self._open.values())
        self.cut()
        for task in tasks:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def restart(self, at: datetime) -> None:
        """Killed, and started at this moment: channels and globals are gone, AstDB is there."""
        await self.kill()
        self.state.restart(at)
        await self.listen()

    def cut(self) -> None:
        """Every connection is reset; the server goes on listening."""
        for session in list(self._open):
            session.writer.transport.abort()

    def say(self, text: str | bytes) -> None:
        """Write this to everybody who is logged in, asked or not."""
        for session in self._open:
            if session.user is not None:
                session.writer.write(text if isinstance(text, bytes) else text.encode())

    def count(self, name: str) -> int:
        """How many actions of this name were read."""
        return sum(action.text("Action") == name for action in self.received)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        session = _Session(self, reader, writer, self.connections)
        task = asyncio.current_task()
        assert task is not None
        self._open[session] = task
        try:
            with contextlib.suppress(ConnectionError, asyncio.CancelledError):
                await session.run()
        finally:
            self._open.pop(session, None)
            writer.transport.abort()


class _Session:
    def __init__(
        self, asterisk: FakeAmi, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, number: int
    ) -> None:
        self.asterisk, self.reader, self.writer, self.number = asterisk, reader, writer, number
        self.user: FakeUser | None = None

    async def run(self) -> None:
        await self._write("Asterisk Call Manager/11.0.0\r\n")
        lines: list[str] = []
        while raw := await self.reader.readline():
            while self.asterisk.faults.half_open:
                await asyncio.sleep(0.01)
            self.asterisk.wire += raw
            line = raw.decode("utf-8", "replace").rstrip("\r\n")
            if line:
                lines.append(line)
            elif lines:
                await self._act(lines)
                lines = []

    async def _act(self, lines: list[str]) -> None:
        if any(len(line.encode()) >= LINE_BYTES for line in lines):
            return await self._write(message("Response: Error", "Message: Failed to parse message: line too long"))
        split = [line.partition(":") for line in lines]
        action = Received(connection=self.number, pairs=tuple((key, value.lstrip(" ")) for key, _, value in split))
        self.asterisk.received.append(action)
        await self._react(action, action.text("Action"))

    async def _react(self, action: Received, name: str) -> None:
        faults = self.asterisk.faults
        if name in faults.cut_before:
            return self.writer.transport.abort()
        messages = self._answer(action, name)
        if name in faults.cut_after:
            return self.writer.transport.abort()
        if name in faults.silent_on:
            return
        if name in faults.say_instead:
            messages = [faults.say_instead[name].replace("{id}", action.text("ActionID"))]
        for one in messages:
            await self._write(one * faults.times)

    def _answer(self, action: Received, name: str) -> list[str]:
        if name == "Login":
            return self._log_in(action)
        if self.user is None:
            return [message("Response: Error", "Message: Permission denied")]
        return self.asterisk.state.answer(action, self.user)

    def _log_in(self, action: Received) -> list[str]:
        tag = f"ActionID: {action.text('ActionID')}"
        user = self.asterisk.users.get(action.text("Username"))
        if user is None or user.secret != action.text("Secret") or self.asterisk.faults.refuse_logins:
            return [message("Response: Error", tag, "Message: Authentication failed")]
        self.user = user
        accepted = message("Response: Success", tag, "Message: Authentication accepted")
        hears = "system" in user.read and action.text("Events") != "off" and self.asterisk.faults.boots
        return [accepted, booted_event()] if hears else [accepted]

    async def _write(self, text: str) -> None:
        faults = self.asterisk.faults
        if faults.delay:
            await asyncio.sleep(faults.delay)
        data = text.encode()
        size = faults.piece or len(data)
        for at in range(0, len(data), size):
            self.writer.write(data[at : at + size])
            await asyncio.sleep(0)
        await self.writer.drain()
