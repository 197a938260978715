"""A full disk ends nothing: facts wait in Asterisk's log, timers are told and come again, lines of our log are lost."""

import asyncio
import io
import os
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import structlog
from sqlalchemy import Engine, select

from db.engine import open_engine, reading, writing
from db.refusals import Unreachable
from db.schema.calls import calls
from ivr.running.outlet import Outlet
from ivr.taking import Taking
from ivr.ticks import guarded
from tests.contract.a_day import controller
from tests.contract.homes import settle_in
from tests.template import copied
from tests.unit.ivr.asterisk.writing import a_press, append

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root may make a disk that is full")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "disk"
    place.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", place], check=False).returncode:
        pytest.skip("this machine lets nobody mount")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def fill(disk: Path) -> Path:
    filler = disk / "filler"
    with filler.open("ab", buffering=0) as out:
        size = 1 << 16
        while size:
            try:
                out.write(b"\0" * size)
            except OSError:
                size //= 2
    return filler


@pytest.fixture
def engine(disk: Path) -> Iterator[Engine]:
    """On that disk; nobody is connected."""
    copied(disk / "site.db")
    engine = open_engine(f"sqlite:///{disk / 'site.db'}")
    with writing(engine) as conn:
        settle_in(conn)
    engine.dispose()
    yield engine
    engine.dispose()


def test_facts_are_taken_once_there_is_room_again_and_none_is_lost(engine, disk, tmp_path, monkeypatch):
    monkeypatch.setattr("ivr.taking.FAULT_PAUSE", 0.01)
    append(tmp_path, a_press("exchange-1.1"))
    filler, lost = fill(disk), 0

    async def whole() -> None:
        again = asyncio.Event()

        def missed() -> None:
            nonlocal lost
            lost += 1
            again.set()

        taking = Taking(controller=controller(engine, tmp_path), turn=asyncio.Lock(),
                        clock=lambda: datetime.now(UTC), lost=missed)  # fmt: skip
        async with asyncio.timeout(30):
            running = asyncio.create_task(taking.run())
            await again.wait()
            assert not running.done()
            filler.unlink()
            await taking.caught_up.wait()
            running.cancel()

    asyncio.run(whole())

    assert lost
    with reading(engine) as conn:
        assert conn.scalars(select(calls.c.id)).all() == ["exchange-1.1"]


def test_a_timer_that_finds_the_disk_full_is_told_and_comes_again(engine, disk):
    tried = []

    async def act() -> None:
        tried.append(1)
        with writing(engine):
            pass

    filler = fill(disk)
    with pytest.raises(Unreachable):
        asyncio.run(act())

    with structlog.testing.capture_logs() as said:
        asyncio.run(guarded("act", act))
        filler.unlink()
        asyncio.run(guarded("act", act))

    assert [(line["event"], line["tick"]) for line in said] == [("tick_failed", "act")]
    assert len(tried) == 3


def test_a_line_of_the_log_that_cannot_be_written_is_nobodys_fault(disk):
    fill(disk)
    with (disk / "log").open("w") as out, pytest.raises(OSError, match="No space"):
        print("x" * 5_000, file=out, flush=True)

    out = io.TextIOWrapper(io.FileIO(disk / "log", "w"), write_through=True)
    outlet = Outlet(out)
    print("x" * 5_000, file=outlet, flush=True)

    assert not outlet.isatty()
    out.detach().close()
