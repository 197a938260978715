"""A telephone reduced to what a lamp needs: it registers, and takes whatever NOTIFY the exchange sends it."""

import asyncio
import hashlib
import re
from typing import Self

EXPIRES = 120
_WAITING = re.compile(r"^Voice-Message: *(\d+)/", re.MULTILINE)


class Telephone(asyncio.DatagramProtocol):
    """`async with Telephone(...)`: registered within the block; `lamps`: the numbers of messages told, in order."""

    def __init__(self, name: str, secret: str, exchange: str, port: int = 5060) -> None:
        self.name, self.secret, self.exchange, self.port = name, secret, exchange, port
        self.lamps: list[int] = []
        self._replies: asyncio.Queue[str] = asyncio.Queue()
        self._sequence = 0

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(lambda: self, local_addr=("127.0.0.1", 0))
        host, port = self._transport.get_extra_info("sockname")[:2]
        self._own = f"{host}:{port}"
        challenge = await self._register("")
        accepted = await self._register(self._credentials(challenge))
        assert accepted.startswith("SIP/2.0 200"), accepted
        return self

    async def __aexit__(self, *_: object) -> None:
        self._transport.close()

    def datagram_received(self, data: bytes, address: tuple[str, int]) -> None:
        text = data.decode()
        if text.startswith("SIP/2.0"):
            self._replies.put_nowait(text)
            return
        if text.startswith("NOTIFY") and (told := _WAITING.search(text)):
            self.lamps.append(int(told[1]))
        kept = [line for line in text.split("\r\n") if line.split(":")[0] in ("Via", "From", "To", "Call-ID", "CSeq")]
        self._transport.sendto("\r\n".join(["SIP/2.0 200 OK", *kept, "Content-Length: 0", "", ""]).encode(), address)

    async def _register(self, credentials: str) -> str:
        self._sequence += 1
        port = self._own.rpartition(":")[2]
        us = f"<sip:{self.name}@{self.exchange}>"
        lines = [
            f"REGISTER sip:{self.exchange} SIP/2.0",
            f"Via: SIP/2.0/UDP {self._own};branch=z9hG4bK{port}x{self._sequence}",
            f"From: {us};tag=lamp", f"To: {us}", f"Call-ID: lamp-{self.name}-{self._own}",
            f"CSeq: {self._sequence} REGISTER", f"Contact: <sip:{self.name}@{self._own}>", "Max-Forwards: 70",
            f"Expires: {EXPIRES}", *([credentials] if credentials else []), "Content-Length: 0", "", "",
        ]  # fmt: skip
        self._transport.sendto("\r\n".join(lines).encode(), (self.exchange, self.port))
        return await asyncio.wait_for(self._replies.get(), 5)

    def _credentials(self, challenge: str) -> str:
        said = dict(re.findall(r'(realm|nonce|opaque)="([^"]*)"', challenge))
        uri, nc, own = f"sip:{self.exchange}", "00000001", "lamp"
        first = _md5(f"{self.name}:{said['realm']}:{self.secret}")
        second = _md5(f"REGISTER:{uri}")
        answer = _md5(f"{first}:{said['nonce']}:{nc}:{own}:auth:{second}")
        return (
            f'Authorization: Digest username="{self.name}", realm="{said["realm"]}", nonce="{said["nonce"]}", '
            f'uri="{uri}", response="{answer}", algorithm=MD5, qop=auth, nc={nc}, cnonce="{own}", '
            f'opaque="{said.get("opaque", "")}"'
        )


def _md5(text: str) -> str:
    return hashlib.md5(text.encode()).hexdigest()
