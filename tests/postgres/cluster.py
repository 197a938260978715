"""How does a PostgreSQL of our own run beside the tests? A small cluster, a free port, gone with whoever started it.

It does not wait for the disk: the tests ask what SQL does and who sees what, not what survives a power cut, and waiting
made them six times as long.
"""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from prepare.account import Account
from prepare.postgresql import Found
from tests.waiting import wait_until

PATIENCE = 60.0
"""Seconds until it answers, on a busy machine."""
SMALL = {
    "shared_buffers": "32MB",
    "max_connections": "300",
    "max_wal_size": "256MB",
    "jit": "off",
    "autovacuum": "off",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "listen_addresses": "127.0.0.1",
}


KEPT = SMALL | {"synchronous_commit": "on"}
"""What is committed is with the operating system: it outlives the server's own death."""


class NotStarted(Exception):
    """It ended, or did not answer in time; the text holds its last words."""


@contextmanager
def cluster(found: Found, account: Account) -> Iterator[str]:
    """Its address, to which `/<database>` is added. Raises NotStarted."""
    with server(found, account, SMALL) as there:
        yield there.address


class Server:
    """`kill` and `freeze` take everything of it at once, as a machine does that loses its power or hangs."""

    def __init__(self, found: Found, account: Account, folder: Path, settings: Mapping[str, str]) -> None:
        self._found, self._account, self._folder = found, account, folder
        self.port = _free_port()
        self.address = f"postgresql://bigbutton@127.0.0.1:{self.port}"
        mine = {**settings, "port": str(self.port), "unix_socket_directories": str(folder)}
        self._words = [word for name, value in mine.items() for word in ("-c", f"{name}={value}")]
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Raises NotStarted."""
        self._process = _start(self._found, self._account, self._folder, self._words)
        _await(self._process, self.port, self._folder / "log")

    def stop(self) -> None:
        """At once: nothing of it is kept. A frozen one, too."""
        if self._process is not None and self._process.poll() is None:
            self.thaw()
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(PATIENCE)

    def kill(self) -> None:
        assert self._process is not None
        everyone = self._everyone()
        for pid in everyone:
            _signal(pid, signal.SIGKILL)
        self._process.wait(PATIENCE)
        wait_until(lambda: not any(map(_lives, everyone)), within=PATIENCE, what="all of PostgreSQL has gone")

    def freeze(self) -> None:
        for pid in self._everyone():
            _signal(pid, signal.SIGSTOP)

    def thaw(self) -> None:
        for pid in self._everyone():
            _signal(pid, signal.SIGCONT)

    def _everyone(self) -> list[int]:
        """The first of them makes the others: stopped first, it makes no more."""
        assert self._process is not None
        first = self._process.pid
        try:
            children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        except FileNotFoundError:
            return []
        return [first, *map(int, children)]


@contextmanager
def server(found: Found, account: Account, settings: Mapping[str, str] = KEPT) -> Iterator[Server]:
    """A new cluster whose server runs, until the end of the block. Raises NotStarted."""
    folder = Path(tempfile.mkdtemp(prefix="bigbutton-pg-"))
    if not os.geteuid():
        os.chown(folder, account.uid, account.gid)
    try:
        _run(found, account, folder, "initdb", "-U", "bigbutton", "--auth=trust", "--encoding=UTF8", "--locale=C",
             "--no-sync")  # fmt: skip
        there = Server(found, account, folder, settings)
        try:
            there.start()
            yield there
        finally:
            there.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _signal(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)


def _lives(pid: int) -> bool:
    try:
        return ") Z" not in Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _as(account: Account) -> dict[str, object]:
    """PostgreSQL refuses to run as root."""
    return {} if os.geteuid() else {"user": account.uid, "group": account.gid, "extra_groups": []}


def _environment(found: Found, folder: Path) -> dict[str, str]:
    mine = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return mine | {"LC_ALL": "C", "HOME": str(folder)} | dict(found.environment)


def _run(found: Found, account: Account, folder: Path, program: str, *words: str) -> None:
    command = [str(found.programs / program), "-D", str(folder / "data"), *words]
    done = subprocess.run(
        command, cwd=folder, env=_environment(found, folder), capture_output=True, text=True, timeout=120, check=False,
        **_as(account),  # type: ignore[call-overload]
    )  # fmt: skip
    if done.returncode:
        raise NotStarted(f"{program} ended with {done.returncode}: {done.stderr.strip()[-500:]}")


def _start(found: Found, account: Account, folder: Path, words: list[str]) -> "subprocess.Popen[bytes]":
    """Tests that are killed take it with them: the kernel tells it."""
    command = ["setpriv", "--pdeathsig", "QUIT", str(found.programs / "postgres"), "-D", str(folder / "data"), *words]
    with (folder / "log").open("wb") as log:
        server: subprocess.Popen[bytes] = subprocess.Popen(
            command, cwd=folder, env=_environment(found, folder), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            **_as(account),  # type: ignore[call-overload]
        )  # fmt: skip
    return server


def _await(server: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    def ready_or_ended() -> bool:
        return b"ready to accept connections" in log.read_bytes() or server.poll() is not None

    wait_until(ready_or_ended, within=PATIENCE, what="PostgreSQL answers")
    if server.poll() is not None:
        raise NotStarted(f"PostgreSQL does not answer at port {port}: {log.read_text(errors='replace')[-500:]}")
