"""Is it said where systemd listens that the controller goes on?"""

import socket
from pathlib import Path

import pytest

from ivr.running.watchdog import PLACE, go_on


@pytest.mark.parametrize("abstract", [False, True])
def test_whoever_watches_hears_that_it_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, abstract: bool):
    place = f"@{tmp_path}/n" if abstract else f"{tmp_path}/n"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listens:
        listens.bind(place.replace("@", "\0", 1))
        listens.settimeout(5)
        monkeypatch.setenv(PLACE, place)
        go_on()

        assert listens.recv(100) == b"WATCHDOG=1"


@pytest.mark.parametrize("place", [None, "", "/nowhere/at/all"])
def test_where_nobody_listens_nothing_happens(monkeypatch: pytest.MonkeyPatch, place: str | None):
    monkeypatch.delenv(PLACE, raising=False)
    if place is not None:
        monkeypatch.setenv(PLACE, place)

    assert go_on() is None  # type: ignore[func-returns-value]
