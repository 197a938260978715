"""How is the town told what to do? A few AMI actions on the town's own Asterisk, one at a time."""

import asyncio
from collections.abc import Mapping


class TownRefused(RuntimeError):
    """The town's Asterisk would not do it; the message is its own."""


class TownRemote:
    """One connection, one action at a time; made for the simulated side alone."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._turn = asyncio.Lock()
        self._count = 0

    @classmethod
    async def connect(cls, host: str, port: int, secret: str) -> "TownRemote":
        reader, writer = await asyncio.open_connection(host, port)
        await reader.readline()
        remote = cls(reader, writer)
        await remote.action("Login", {"Username": "town", "Secret": secret})
        return remote

    async def action(
        self, name: str, fields: Mapping[str, str], variables: Mapping[str, str] | None = None
    ) -> dict[str, str]:
        """Send it and wait for its own answer. Raises TownRefused with Asterisk's words."""
        async with self._turn:
            self._count += 1
            identity = f"town{self._count}"
            lines = [f"Action: {name}", f"ActionID: {identity}", *(f"{k}: {v}" for k, v in fields.items())]
            lines += [f"Variable: {k}={v}" for k, v in (variables or {}).items()]
            self._writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
            await self._writer.drain()
            answer = await asyncio.wait_for(self._answer(identity), 10)
        if answer.get("Response") == "Error":
            raise TownRefused(f"{name}: {answer.get('Message', '')}")
        return answer

    async def _answer(self, identity: str) -> dict[str, str]:
        while True:
            block = (await self._reader.readuntil(b"\r\n\r\n")).decode("utf-8", "replace")
            fields = dict(line.split(": ", 1) for line in block.split("\r\n") if ": " in line)
            if fields.get("ActionID") == identity and "Response" in fields and "Event" not in fields:
                return fields

    async def put(self, family: str, key: str, value: str) -> None:
        await self.action("DBPut", {"Family": family, "Key": key, "Val": value})

    async def forget(self, family: str, key: str) -> None:
        try:
            await self.action("DBDel", {"Family": family, "Key": key})
        except TownRefused:
            return

    async def originate(self, channel: str, context: str, variables: Mapping[str, str], caller: str = "") -> None:
        """Ring out of the town; returns as soon as Asterisk has taken it."""
        fields = {"Channel": channel, "Context": context, "Exten": "s", "Priority": "1", "Async": "true"}
        if caller:
            fields["CallerID"] = f'"" <{caller}>'
        await self.action("Originate", {**fields, "Timeout": "60000"}, variables)

    async def close(self) -> None:
        self._writer.close()
