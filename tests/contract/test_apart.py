"""Can one computer play several? The chaos suite's namespaces and cables: what they carry, and that nothing is left."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest

from tests.waiting import wait_until
from town.apart import Cable, Machine, Side, why_not

NEAR, FAR = "127.254.253.1", "127.254.253.2"
PORT = 5060
ECHO = f"""
import socket
there = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
there.bind(("{FAR}", {PORT}))
print("there", flush=True)
while True:
    there.sendto(*there.recvfrom(2000))
"""
MADE_AND_HELD = """
from town.apart import Cable, Machine, Side
machine = Machine()
cable = Cable(Side(machine=None, addresses=("127.254.252.1",)), Side(machine=machine, addresses=("127.254.252.2",)))
print("made", flush=True)
input()
"""

alone = pytest.mark.skipif(bool(why_not()), reason=why_not() or "it can")


@dataclass
class Far:
    """Somebody on another machine, who says back whatever is said."""

    cable: Cable

    def answers(self, said: bytes = b"are you there?", within: float = 0.2) -> bool:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
            asked.bind((NEAR, 0))
            asked.settimeout(within)
            asked.sendto(said, (FAR, PORT))
            try:
                return asked.recv(2000) == said
            except TimeoutError:
                return False


@pytest.fixture
def far() -> Iterator[Far]:
    with ExitStack() as stack:
        machine = Machine()
        stack.callback(machine.close)
        cable = Cable(Side(machine=None, addresses=(NEAR,)), Side(machine=machine, addresses=(FAR,)))
        stack.callback(cable.close)
        there = subprocess.Popen(
            [*machine.start_of(None, None), sys.executable, "-c", ECHO], stdout=subprocess.PIPE, text=True
        )
        stack.enter_context(there)
        stack.callback(there.kill)
        assert there.stdout is not None
        assert there.stdout.readline() == "there\n"
        yield Far(cable=cable)


def ours(pid: int) -> list[str]:
    """Names of that process's cables in our own namespace."""
    said = subprocess.run(["ip", "-br", "link"], check=True, capture_output=True, text=True).stdout
    return [line.split("@")[0] for line in said.splitlines() if line.startswith(f"bb{pid % 1_000_000}n")]


@alone
def test_a_cable_carries_until_it_goes_dark_and_again_when_it_is_mended(far: Far) -> None:
    assert far.answers()
    assert far.answers(b"x" * 1400)

    far.cable.lose(1)
    assert not far.answers()

    far.cable.mend()
    assert far.answers()


@alone
def test_a_cable_that_loses_packets_loses_some_and_carries_some(far: Far) -> None:
    assert far.answers()
    far.cable.lose(0.3)

    heard = [far.answers(within=0.02) for _ in range(60)]

    assert {True, False} == set(heard)


@alone
def test_nothing_is_left_of_machines_and_cables_whose_maker_was_killed() -> None:
    maker = subprocess.Popen(
        [sys.executable, "-c", MADE_AND_HELD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with maker:
        assert maker.stdout is not None
        assert maker.stdout.readline() == "made\n"
        assert len(ours(maker.pid)) == 1

        maker.send_signal(signal.SIGKILL)
        maker.wait()

        wait_until(lambda: not ours(maker.pid), what="the cable is gone")


def test_a_computer_that_cannot_play_several_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert why_not() == "only root may make network namespaces"

    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setenv("PATH", "/nowhere")
    assert "ip and unshare and nsenter missing" in why_not()
