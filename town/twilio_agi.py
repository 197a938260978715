"""How is one channel of the pretended Twilio's Asterisk led, step by step? By FastAGI: it connects and asks."""

import asyncio
import re

_RESULT = re.compile(r"200 result=(-?\d+)(?: \((.*)\))?")
GONE = "511"


class ChannelGone(Exception):
    """It has been hung up."""


class Channel:
    """One connection. `facts`: what Asterisk said of the channel when it connected."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self.facts: dict[str, str] = {}
        self.gone = False

    async def begin(self) -> None:
        while line := (await self._reader.readline()).decode("utf-8", "replace").strip():
            name, _, value = line.partition(": ")
            self.facts[name.removeprefix("agi_")] = value

    @property
    def name(self) -> str:
        return self.facts.get("channel", "")

    @property
    def request(self) -> list[str]:
        """The path that the dialplan asked for."""
        return self.facts.get("request", "").split("/", 3)[-1].split("/")

    async def answer(self) -> None:
        await self.ask("ANSWER")

    async def play(self, file: str, keys: str = "") -> str:
        """A file (absolute, without ending); the key that broke it off, empty where none did."""
        return self._key(await self.ask(f'STREAM FILE {file} "{keys}"'))

    async def wait_key(self, seconds: float) -> str:
        """Empty: none in time."""
        return self._key(await self.ask(f"WAIT FOR DIGIT {round(seconds * 1000)}"))

    async def run(self, application: str, told: str) -> None:
        await self.ask(f'EXEC {application} "{told}"')

    async def variable(self, name: str) -> str:
        """As it stands now, also of a channel that has just been hung up; empty where it is not set."""
        try:
            _, value = await self.ask(f"GET VARIABLE {name}")
        except ChannelGone:
            return ""
        return value

    async def hang_up(self) -> None:
        await self.ask("HANGUP")

    async def ask(self, command: str) -> tuple[int, str]:
        """One command. Raises ChannelGone."""
        try:
            self._writer.write(f"{command}\n".encode())
            await self._writer.drain()
            return await self._answer()
        except (ConnectionError, ChannelGone) as gone:
            self.gone = True
            raise ChannelGone(command) from gone

    async def close(self) -> None:
        self._writer.close()

    async def _answer(self) -> tuple[int, str]:
        while True:
            line = (await self._reader.readline()).decode("utf-8", "replace")
            if not line or line.startswith(GONE):
                raise ChannelGone
            if line.strip() == "HANGUP":
                self.gone = True
                continue
            found = _RESULT.match(line)
            if found:
                return int(found[1]), found[2] or ""
            if not line.startswith(("520", "100")):
                raise ChannelGone(line)

    def _key(self, answer: tuple[int, str]) -> str:
        if answer[0] < 0:
            self.gone = True
            raise ChannelGone
        return chr(answer[0]) if answer[0] else ""
