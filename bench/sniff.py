"""When was each INVITE really on the wire? The kernel's own time stamps of the loopback interface."""

import ctypes
import re
import socket
import struct
import threading
from collections.abc import Iterable
from dataclasses import dataclass

from tests.chaos.rig import RigFault

IPV4 = 0x0800
SO_TIMESTAMPNS, SO_ATTACH_FILTER, SO_RCVBUFFORCE = 35, 26, 33
ROOM = 32 << 20
OUTGOING = 4
"""Every packet of loopback is seen twice: as sent, and as received."""
HEADERS = 42
"""Ethernet, IP and UDP before the message."""
NAME = re.compile(rb"^From: \"([^\"]+)\"", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Invite:
    """`at`: seconds since 1970; `name`: the caller's display name, which tells which call it is."""

    at: float
    to: str
    name: str


class Sniffer:
    """INVITEs on loopback between `start` and `stop`. Needs the right to open packet sockets (root)."""

    def start(self) -> None:
        try:
            self._socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(IPV4))
        except PermissionError as denied:
            raise RigFault("time stamps of the kernel need root: run `make bench` as root") from denied
        self._socket.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, ROOM)
        self._socket.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
        _only_invites(self._socket)
        self._socket.bind(("lo", 0))
        self._socket.settimeout(0.2)
        self._seen: list[Invite] = []
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def stop(self) -> list[Invite]:
        self._ended.set()
        self._thread.join()
        self._socket.close()
        return self._seen

    def _listen(self) -> None:
        while not self._ended.is_set():
            try:
                data, ancillary, _, address = self._socket.recvmsg(4096, 128)
            except TimeoutError:
                continue
            if address[2] != OUTGOING:
                self._seen += _invite(data, ancillary)


def latencies(invites: Iterable[Invite], label: str, exchange: str, provider: str) -> list[float]:
    """Milliseconds from a call's first INVITE to the exchange to its first INVITE to the provider."""
    came: dict[str, float] = {}
    went: dict[str, float] = {}
    for invite in invites:
        if invite.name.startswith(f"{label}-"):
            table = came if invite.to == exchange else went if invite.to == provider else {}
            table.setdefault(invite.name, invite.at)
    return [(went[name] - came[name]) * 1000 for name in came if name in went]


def _invite(data: bytes, ancillary: list[tuple[int, int, bytes]]) -> list[Invite]:
    stamps = [struct.unpack("qq", value[:16]) for _, kind, value in ancillary if kind == SO_TIMESTAMPNS]
    name = NAME.search(data, HEADERS)
    if not stamps or name is None:
        return []
    seconds, nanoseconds = stamps[0]
    return [Invite(at=seconds + nanoseconds / 1e9, to=socket.inet_ntoa(data[30:34]), name=name[1].decode())]


def _only_invites(sniffer: socket.socket) -> None:
    """A filter in the kernel: pass packets whose message begins with INVI."""
    load, equal, give = 0x20, 0x15, 0x06
    steps = ((load, 0, 0, HEADERS), (equal, 0, 1, 0x494E5649), (give, 0, 0, 0xFFFF), (give, 0, 0, 0))
    program = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    sniffer.setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER,
                       struct.pack("HL", len(steps), ctypes.addressof(program)))  # fmt: skip
