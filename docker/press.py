"""Does the emergency key of a telephone reach a person? A telephone at home and one on a desk, reduced to their SIP.

`python -m docker.press HOME SECRET DESK SECRET FACTS`: waits until both can register, presses *01, takes the call at
the desk by pressing 1, and looks for the acceptance in Asterisk's own log of facts, the file FACTS.
"""

import asyncio
import hashlib
import re
import socket
import struct
import sys
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Self

from tests.exchange.telephone import Telephone

EXCHANGE = "127.0.0.1"
WITHIN = 90.0
"""Seconds until it is given up."""
EVENT_PAYLOAD, EVENT_MS = 101, 160
"""Digits as RFC 4733 sends them."""
KEPT = ("Via", "From", "To", "Call-ID", "CSeq", "Record-Route")


class Sounding(Telephone):
    """With a second socket, for sound."""

    async def __aenter__(self) -> Self:
        self.sound = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.sound.bind((EXCHANGE, 0))
        return await super().__aenter__()

    def offer(self) -> str:
        port = self.sound.getsockname()[1]
        lines = [
            "v=0", f"o=- 1 1 IN IP4 {EXCHANGE}", "s=-", f"c=IN IP4 {EXCHANGE}", "t=0 0",
            f"m=audio {port} RTP/AVP 8 {EVENT_PAYLOAD}", "a=rtpmap:8 PCMA/8000",
            f"a=rtpmap:{EVENT_PAYLOAD} telephone-event/8000", "a=fmtp:101 0-15", "a=ptime:20", "a=sendrecv", "",
        ]  # fmt: skip
        return "\r\n".join(lines)


class Caller(Sounding):
    """Presses a key: an INVITE, with the credentials that the exchange asks for."""

    async def press(self, code: str) -> str:
        """The first line of the final answer."""
        uri = f"sip:{code}@{EXCHANGE}"
        refused = await self._invite(uri, "")
        self._acknowledge(uri, refused)
        answered = await self._invite(uri, self._proof(uri, refused))
        self._acknowledge(uri, answered)
        return answered.splitlines()[0]

    async def _invite(self, uri: str, proof: str) -> str:
        self._sequence += 1
        body = self.offer()
        lines = [*self._head("INVITE", uri, ""), f"Contact: <sip:{self.name}@{self._own}>", *([proof] if proof else []),
                 "Content-Type: application/sdp", f"Content-Length: {len(body)}", "", body]  # fmt: skip
        self._transport.sendto("\r\n".join(lines).encode(), (self.exchange, self.port))
        while True:
            reply = await asyncio.wait_for(self._replies.get(), 10)
            if not reply.startswith("SIP/2.0 1"):
                return reply

    def _acknowledge(self, uri: str, reply: str) -> None:
        told = re.search(r"^To:.*?(;tag=\S+)", reply, re.MULTILINE)
        lines = [*self._head("ACK", uri, told[1] if told else ""), "Content-Length: 0", "", ""]
        self._transport.sendto("\r\n".join(lines).encode(), (self.exchange, self.port))

    def _head(self, method: str, uri: str, tag: str) -> list[str]:
        return [
            f"{method} {uri} SIP/2.0", f"Via: SIP/2.0/UDP {self._own};branch=z9hG4bKpress{self._sequence}{method[0]}",
            f"From: <sip:{self.name}@{EXCHANGE}>;tag=home", f"To: <{uri}>{tag}", f"Call-ID: press-{self._own}",
            f"CSeq: {self._sequence} {method}", "Max-Forwards: 70",
        ]  # fmt: skip

    def _proof(self, uri: str, challenge: str) -> str:
        said = dict(re.findall(r'(realm|nonce|opaque)="([^"]*)"', challenge))
        secret, asked = (_md5(text) for text in (f"{self.name}:{said['realm']}:{self.secret}", f"INVITE:{uri}"))
        answer = _md5(f"{secret}:{said['nonce']}:00000001:own:auth:{asked}")
        header = "Proxy-Authorization" if challenge.startswith("SIP/2.0 407") else "Authorization"
        return (
            f'{header}: Digest username="{self.name}", realm="{said["realm"]}", nonce="{said["nonce"]}", uri="{uri}", '
            f'response="{answer}", algorithm=MD5, qop=auth, nc=00000001, cnonce="own", '
            f'opaque="{said.get("opaque", "")}"'
        )


class Desk(Sounding):
    """Takes whatever rings, and goes on pressing 1."""

    ear: tuple[str, int] | None = None

    def datagram_received(self, data: bytes, address: tuple[str, int]) -> None:
        text = data.decode()
        if not text.startswith("INVITE"):
            if not text.startswith("ACK"):
                super().datagram_received(data, address)
            return
        where, port = re.search(r"^c=IN IP4 (\S+)", text, re.M), re.search(r"^m=audio (\d+)", text, re.M)
        if where and port:
            self.ear = (where[1], int(port[1]))
        kept = [line for line in text.split("\r\n") if line.split(":")[0] in KEPT]
        kept = [f"{line};tag=desk" if line.startswith("To:") and "tag=" not in line else line for line in kept]
        body = self.offer()
        lines = ["SIP/2.0 200 OK", *kept, f"Contact: <sip:{self.name}@{self._own}>", "Content-Type: application/sdp",
                 f"Content-Length: {len(body)}", "", body]  # fmt: skip
        self._transport.sendto("\r\n".join(lines).encode(), address)

    async def go_on_pressing_1(self) -> None:
        """Once a second, as somebody does who has heard what to press."""
        number = 0
        while True:
            await asyncio.sleep(1)
            if self.ear is None:
                continue
            for packet in range(8):
                number += 1
                ends = 0x80 if packet >= 5 else 0
                head = struct.pack("!BBHII", 0x80, EVENT_PAYLOAD | (0x80 if packet == 0 else 0), number & 0xFFFF,
                                   int(monotonic()) * 8000 & 0xFFFFFFFF, 0x0BB)  # fmt: skip
                event = struct.pack("!BBH", 1, ends | 10, min(packet + 1, 6) * EVENT_MS)
                self.sound.sendto(head + event, self.ear)
                await asyncio.sleep(0.02)


async def accepted(facts: Path, before: int) -> None:
    while accepted_in(facts) <= before:
        await asyncio.sleep(0.05)


def accepted_in(facts: Path) -> int:
    with suppress(FileNotFoundError):
        return facts.read_text(encoding="utf-8", errors="replace").count("ACCEPTED")
    return 0


async def registered(telephone: Sounding) -> None:
    """As soon as the exchange is there and knows it."""
    while f":{telephone.port:04X} " not in Path("/proc/net/udp").read_text():
        await asyncio.sleep(0.05)
    while True:
        with suppress(TimeoutError, AssertionError, KeyError, OSError):
            await telephone.__aenter__()
            return
        telephone._transport.close()
        await asyncio.sleep(0.1)


async def press(home: Caller, desk: Desk, facts: Path) -> None:
    before = accepted_in(facts)
    began = monotonic()
    await asyncio.gather(registered(home), registered(desk))
    print(f"registered after {monotonic() - began:.1f} s")
    pressing = asyncio.create_task(desk.go_on_pressing_1())
    print(f"*01: {await home.press('*01')}")
    await accepted(facts, before)
    pressing.cancel()
    print(f"accepted {monotonic() - began:.1f} s after the first try to register")


def _md5(text: str) -> str:
    return hashlib.md5(text.encode()).hexdigest()


def main(words: list[str]) -> int:
    home, secret, desk, desk_secret, facts = words
    try:
        asyncio.run(
            asyncio.wait_for(
                press(Caller(home, secret, EXCHANGE), Desk(desk, desk_secret, EXCHANGE), Path(facts)), WITHIN
            )
        )
    except TimeoutError:
        print(f"nobody accepted within {WITHIN:.0f} s")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
