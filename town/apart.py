"""How does one computer play several? Network namespaces, each at the end of a cable that can go dark or lose packets.

Addresses stay loopback's (127.x.y.z), so that nothing here can meet a network of the real machine; the cables are veth
pairs, and all that the machine's own namespace gets is one end of each and a route for each address behind it. A
namespace and a cable live as long as a process that reads from us: when we end, however we end, they are gone.
Only root may do this; `why_not` says what is missing.
"""

import itertools
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

CABLE = Path(__file__).with_name("cable.py")
TOOLS = ("ip", "unshare", "nsenter")
DARK = 1.0
"""The share lost by a cable that is cut: nobody is told."""
_numbers = itertools.count(1)


class NotApart(RuntimeError):
    """This computer cannot play several; the message says why."""


@dataclass(frozen=True, kw_only=True)
class Side:
    """One end of a cable: on which machine (None: the one that we are on), and its addresses there."""

    machine: "Machine | None"
    addresses: tuple[str, ...]


class Machine:
    """Another computer: a network namespace with nothing in it but itself."""

    def __init__(self) -> None:
        self._holder = _held("sh", "-c", "echo in a namespace of its own; exec cat")
        self.run("ip", "link", "set", "lo", "up")
        # its loopback is 127.0.0.1 alone: the rest of 127 lies at the ends of cables
        self.run("ip", "route", "del", "local", "127.0.0.0/8", "dev", "lo", "table", "local")

    @property
    def pid(self) -> int:
        """Of a process that is there."""
        return self._holder.pid

    def start_of(self, uid: int | None, gid: int | None) -> tuple[str, ...]:
        """What is written before a command so that it starts there, as that user (None: as root)."""
        identity = () if uid is None else ("-S", str(uid), "-G", str(gid))
        return ("nsenter", "-t", str(self.pid), "-n", *identity, "--")

    def run(self, *command: str) -> None:
        _run(*self.start_of(None, None), *command)

    def close(self) -> None:
        """It is gone when its last process is."""
        _end(self._holder)


class Cable:
    """Between two machines. `lose` and `mend` at any moment; `seed` says which packets are lost."""

    def __init__(self, near: Side, far: Side, seed: int = 0) -> None:
        self._number = next(_numbers)
        names = f"bb{os.getpid() % 1_000_000}n{self._number}", f"bb{os.getpid() % 1_000_000}f{self._number}"
        self._carrier = _held(sys.executable, "-I", "-S", str(CABLE), "near", "far", str(seed))
        try:
            for side, name, middle in ((near, names[0], "near"), (far, names[1], "far")):
                _there(side, "ip", "link", "add", name, "type", "veth", "peer", "name", middle,
                       "netns", str(self._carrier.pid))  # fmt: skip
                _run("nsenter", "-t", str(self._carrier.pid), "-n", "--", "ip", "link", "set", middle, "up")
            self._join(near, names[0], far.addresses)
            self._join(far, names[1], near.addresses)
            self._order("go")
            _said(self._carrier)
        except BaseException:
            self.close()
            raise

    def lose(self, share: float) -> None:
        """From now on: 0 none, 1 all (DARK); whoever sends is never told."""
        self._order(str(share))

    def mend(self) -> None:
        self.lose(0)

    def close(self) -> None:
        """Its ends vanish with it, and their routes."""
        _end(self._carrier)

    def _order(self, text: str) -> None:
        assert self._carrier.stdin is not None
        self._carrier.stdin.write(f"{text}\n".encode())
        self._carrier.stdin.flush()

    def _join(self, side: Side, name: str, others: Sequence[str]) -> None:
        for command in self._commands(side, name, others):
            _there(side, *command)

    def _commands(self, side: Side, name: str, others: Sequence[str]) -> Iterator[Sequence[str]]:
        """127.x.y.z may come and go by this end; what is sent from an address of it leaves by it."""
        conf, table = f"/proc/sys/net/ipv4/conf/{name}", str(1000 + self._number)
        yield "sh", "-c", f"echo 1 > {conf}/route_localnet; echo 0 > {conf}/rp_filter"
        if side.machine is not None:
            for own in side.addresses:
                yield "ip", "addr", "add", f"{own}/32", "dev", name
        yield "ip", "link", "set", name, "up"
        for other in others:
            way = (f"{other}/32", "dev", name, "src", side.addresses[0], "scope", "link")
            if side.machine is None:
                yield "ip", "route", "add", *way, "table", "local"
                continue
            yield "ip", "route", "append", *way
            yield "ip", "route", "add", *way, "table", table
        if side.machine is not None:
            for own in side.addresses:
                yield "ip", "rule", "add", "from", own, "lookup", table


def why_not() -> str:
    """Why this computer cannot play several; empty: it can."""
    if os.geteuid() != 0:
        return "only root may make network namespaces"
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing:
        return f"{' and '.join(missing)} missing (apt-get install iproute2 util-linux)"
    try:
        machine = Machine()
    except NotApart as why:
        return str(why)
    try:
        ours = Side(machine=None, addresses=("127.255.254.1",))
        Cable(ours, Side(machine=machine, addresses=("127.255.254.2",))).close()
    except NotApart as why:
        return str(why)
    finally:
        machine.close()
    return ""


def _there(side: Side, *command: str) -> None:
    if side.machine is None:
        _run(*command)
    else:
        side.machine.run(*command)


def _run(*command: str) -> None:
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        raise NotApart(f"{' '.join(command)}: {done.stderr.strip()}")


def _held(*command: str) -> subprocess.Popen[bytes]:
    """A process in a new network namespace, which ends when we close its input, or end."""
    process = subprocess.Popen(
        ["unshare", "-n", "--", *command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        start_new_session=True,
    )  # fmt: skip
    _said(process)
    return process


def _said(process: subprocess.Popen[bytes]) -> None:
    """Wait for its next word."""
    assert process.stdout is not None
    assert process.stderr is not None
    if not process.stdout.readline():
        why = process.stderr.read().decode("utf-8", "replace").strip()
        _end(process)
        raise NotApart(why or "a process of a network namespace ended at once")


def _end(process: subprocess.Popen[bytes]) -> None:
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()
    process.wait()
