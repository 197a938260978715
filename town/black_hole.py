"""What is a trunk that says it is well and carries nothing? OPTIONS are answered; the rest is swallowed or refused."""

import asyncio
from dataclasses import dataclass, field
from typing import cast

BRANCH_LINES = ("via:", "from:", "to:", "call-id:", "cseq:", "v:", "f:", "t:", "i:")


@dataclass(kw_only=True)
class BlackHole(asyncio.DatagramProtocol):
    """`refuses`: the SIP status given to an INVITE (503 ...); 0: it is never answered. Keeps what it was asked."""

    refuses: int = 0
    asked: list[str] = field(default_factory=list)
    """First line of each request that was no OPTIONS, in their order; repeated where it was sent again."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        head, _, _ = data.decode("utf-8", "replace").partition("\r\n\r\n")
        first, *lines = head.split("\r\n")
        method = first.split(" ", 1)[0]
        if method != "OPTIONS":
            self.asked.append(first)
        if method == "OPTIONS":
            self._answer("200 OK", lines, addr)
        elif method == "INVITE" and self.refuses:
            self._answer(f"{self.refuses} Refused", lines, addr)

    def _answer(self, status: str, lines: list[str], addr: tuple[str, int]) -> None:
        kept = [line for line in lines if line.lower().startswith(BRANCH_LINES)]
        tagged = [
            f"{line};tag=hole" if line.lower().startswith(("to:", "t:")) and "tag=" not in line else line
            for line in kept
        ]
        text = "\r\n".join([f"SIP/2.0 {status}", *tagged, "Content-Length: 0", "", ""])
        self._transport.sendto(text.encode(), addr)


async def dig(host: str, port: int, *, refuses: int = 0) -> tuple[BlackHole, asyncio.DatagramTransport]:
    """Listen there; close the transport to fill it in again."""
    loop = asyncio.get_running_loop()
    transport, hole = await loop.create_datagram_endpoint(lambda: BlackHole(refuses=refuses), local_addr=(host, port))
    return hole, transport
