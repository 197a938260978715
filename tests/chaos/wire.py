"""How is the link between controller and Asterisk broken? A proxy that cuts, freezes, slows, and keeps what passed."""

import asyncio
import contextlib


class Wire:
    """Between whoever connects to `port` and Asterisk's own port, at one address. `sent`: all that went to Asterisk."""

    def __init__(self, host: str, port: int, *, behind: int) -> None:
        self.host, self.port, self._behind = host, port, behind
        self.sent = bytearray()
        self.lag = 0.0
        """Seconds by which each piece comes late."""
        self._flows = asyncio.Event()
        self._flows.set()
        self._is_cut = False
        self._open: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._joined, self.host, self.port)

    async def close(self) -> None:
        self.cut()
        if self._server is not None:
            self._server.close()

    def cut(self) -> None:
        """Both sides are told; nobody who comes is let in."""
        self._is_cut = True
        self._drop()

    def freeze(self) -> None:
        """Half-open: nobody is told, nothing passes, and whoever comes is met by silence."""
        self._flows.clear()

    def slow(self, lag: float) -> None:
        self.lag = lag

    def mend(self) -> None:
        """As at first; what stood frozen is gone, as after a restarted router."""
        if not self._flows.is_set():
            self._drop()
        self._is_cut, self.lag = False, 0.0
        self._flows.set()

    def _drop(self) -> None:
        for writer in self._open:
            writer.transport.abort()
        self._open.clear()

    async def _joined(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._is_cut:
            writer.transport.abort()
            return
        self._open.add(writer)
        await self._flows.wait()
        with contextlib.suppress(OSError):
            far_reader, far_writer = await asyncio.open_connection(self.host, self._behind)
            self._open.add(far_writer)
            await asyncio.gather(self._pump(reader, far_writer, keep=True), self._pump(far_reader, writer, keep=False))
        writer.transport.abort()
        self._open.discard(writer)

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, keep: bool) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(65_536):
                if keep:
                    self.sent += data
                await self._flows.wait()
                if self.lag:
                    await asyncio.sleep(self.lag)
                writer.write(data)
                await writer.drain()
        writer.transport.abort()
        self._open.discard(writer)
