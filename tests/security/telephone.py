"""How does an attacker's telephone speak SIP? Requests by hand: any name, any address of ours, any target."""

import asyncio
import hashlib
import re
from dataclasses import dataclass, field
from typing import Self

ANSWER_WITHIN = 8
SDP = (
    "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
    "m=audio 40000 RTP/AVP 8 101\r\na=rtpmap:101 telephone-event/8000\r\n"
)
_KEPT = ("via", "from", "to", "call-id", "cseq")


@dataclass
class Dialog:
    """One call, or one question. `said`: what came back, oldest first; `over`: the other side has hung up."""

    uri: str
    call_id: str
    sequence: int = 0
    said: list[str] = field(default_factory=list)
    over: bool = False
    news: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def status(self) -> int:
        """Of the newest answer; 0: none."""
        return int(self.said[-1].split(" ", 2)[1]) if self.said else 0

    @property
    def to(self) -> str:
        """With the tag of the other side."""
        return header(self.said[-1], "To")


class Attacker(asyncio.DatagramProtocol):
    """`async with`: at `host`, on a port of its own, under a name that it claims; with the secret, if it knows it."""

    def __init__(
        self, exchange: str, name: str, *, secret: str = "", host: str = "127.0.0.1", display: str = ""
    ) -> None:
        self.exchange, self.name, self.secret, self.host, self.display = exchange, name, secret, host, display
        self._dialogs: dict[str, Dialog] = {}

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(lambda: self, local_addr=(self.host, 0))
        self._own = "{}:{}".format(*self._transport.get_extra_info("sockname")[:2])
        return self

    async def __aexit__(self, *_: object) -> None:
        self._transport.close()

    async def call(self, user: str) -> Dialog:
        """INVITE, answering a challenge once; the dialog with its final answer, or as it rings."""
        return await self.ask("INVITE", f"sip:{user}@{self.exchange}")

    async def ask(self, method: str, uri: str) -> Dialog:
        """Any first request. `status` 0: nothing came back in time."""
        dialog = Dialog(uri=uri, call_id=f"{self._own.replace(':', '-')}-{len(self._dialogs)}")
        self._dialogs[dialog.call_id] = dialog
        await self._sent(dialog, method, uri)
        if dialog.status in (401, 407) and self.secret:
            challenge = dialog.said[-1]
            self._acknowledge(dialog, method)
            await self._sent(dialog, method, uri, [self._credentials(challenge, method, uri)])
        if method == "INVITE" and dialog.status >= 200:
            self._acknowledge(dialog, method)
        return dialog

    async def refer(self, dialog: Dialog, target: str) -> int:
        """Ask the exchange to send the other party there; its answer."""
        fields = [f"Refer-To: <sip:{target}@{self.exchange}>", f"Referred-By: <sip:{self.name}@{self.exchange}>"]
        await self._sent(dialog, "REFER", dialog.uri, fields)
        if dialog.status in (401, 407) and self.secret:
            proof = self._credentials(dialog.said[-1], "REFER", dialog.uri)
            await self._sent(dialog, "REFER", dialog.uri, [*fields, proof])
        return dialog.status

    async def ask_within(self, dialog: Dialog, method: str) -> int:
        """A request inside a call that was answered."""
        await self._sent(dialog, method, dialog.uri)
        return dialog.status

    def datagram_received(self, data: bytes, address: tuple[str, int]) -> None:
        text = data.decode("utf-8", "replace")
        dialog = self._dialogs.get(header(text, "Call-ID"))
        if not text.startswith("SIP/2.0"):
            self._transport.sendto(_message("SIP/2.0 200 OK", _mirrored(text)), address)
            if dialog and text.startswith("BYE"):
                dialog.over = True
                dialog.news.set()
        elif dialog and header(text, "CSeq").split(" ")[0] == str(dialog.sequence):
            dialog.said.append(text)
            dialog.news.set()

    async def _sent(self, dialog: Dialog, method: str, uri: str, more: list[str] | None = None) -> None:
        """Until an answer that is more than "trying"."""
        to = dialog.to if dialog.said and dialog.status == 200 else f"<{uri}>"
        dialog.sequence += 1
        body = SDP if method == "INVITE" else ""
        self._transport.sendto(
            _message(f"{method} {uri} SIP/2.0", [*self._head(dialog, method, to), *(more or [])], body),
            (self.exchange, 5060),
        )
        before = len(dialog.said)
        while len(dialog.said) == before or dialog.status == 100:
            if not await _news(dialog):
                return

    def _acknowledge(self, dialog: Dialog, method: str) -> None:
        if method != "INVITE":
            return
        head = self._head(dialog, "ACK", dialog.to)
        self._transport.sendto(_message(f"ACK {dialog.uri} SIP/2.0", head), (self.exchange, 5060))

    def _head(self, dialog: Dialog, method: str, to: str) -> list[str]:
        shown = f'"{self.display}" ' if self.display else ""
        return [
            f"Via: SIP/2.0/UDP {self._own};rport;branch=z9hG4bK{dialog.call_id}{dialog.sequence}",
            f"From: {shown}<sip:{self.name}@{self.exchange}>;tag={dialog.call_id}", f"To: {to}",
            f"Call-ID: {dialog.call_id}", f"CSeq: {dialog.sequence} {method}",
            f"Contact: <sip:{self.name.partition('@')[0]}@{self._own}>", "Max-Forwards: 70",
            *(["Content-Type: application/sdp"] if method == "INVITE" else []),
        ]  # fmt: skip

    def _credentials(self, challenge: str, method: str, uri: str) -> str:
        said = dict(re.findall(r'(realm|nonce|opaque)="([^"]*)"', challenge))
        first, second = _md5(f"{self.name}:{said['realm']}:{self.secret}"), _md5(f"{method}:{uri}")
        answer = _md5(f"{first}:{said['nonce']}:00000001:own:auth:{second}")
        return (
            f'Authorization: Digest username="{self.name}", realm="{said["realm"]}", nonce="{said["nonce"]}", '
            f'uri="{uri}", response="{answer}", algorithm=MD5, qop=auth, nc=00000001, cnonce="own", '
            f'opaque="{said.get("opaque", "")}"'
        )


def header(text: str, name: str) -> str:
    """The first of this name; empty without one."""
    found = re.search(rf"^{name}: *(.*?)\r$", text, re.MULTILINE | re.IGNORECASE)
    return found[1] if found else ""


async def _news(dialog: Dialog) -> bool:
    dialog.news.clear()
    try:
        await asyncio.wait_for(dialog.news.wait(), ANSWER_WITHIN)
    except TimeoutError:
        return False
    return True


def _mirrored(text: str) -> list[str]:
    return [line for line in text.split("\r\n") if line.partition(":")[0].lower() in _KEPT]


def _message(first: str, fields: list[str], body: str = "") -> bytes:
    return "\r\n".join([first, *fields, f"Content-Length: {len(body)}", "", body]).encode()


def _md5(text: str) -> str:
    return hashlib.md5(text.encode()).hexdigest()
