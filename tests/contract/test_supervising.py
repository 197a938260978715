"""Does a trouble of the machine become one task, and is that done when it is over, whatever happens in between?"""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from db import queue, tasks
from db.engine import open_engine, reading, writing
from db.queue import Turn
from db.staff import Account, save_accounts, save_shifts
from ivr.asterisk.ami import Ami
from ivr.asterisk.ami_line import Account as Login
from ivr.deciding import Deciding
from ivr.exchange_settings import ExchangeSettings
from ivr.queue.sitting import Sitting
from ivr.settings import Settings
from ivr.supervision.alarms import empty_duties
from ivr.supervision.looking import Supervising
from ivr.supervision.machine import certificates, clock_is_set, free_space
from ivr.supervision.settings import SupervisionSection
from people.ids import StaffId
from people.staff import Role, Shift, Staff
from tests.contract.homes import new_database

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
LOTS = 10**9
"""Megabytes: more than any disk has free."""


@dataclass
class Site:
    """A controller whose exchange is away, and whose time goes as the test says."""

    engine: Engine
    folder: Path
    disk_free_mb: int = 1
    links: bool = False
    pems: tuple[Path, ...] = ()
    passed: float = 0.0
    jumped: timedelta = timedelta()
    supervising: Supervising = field(init=False)

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        section = SupervisionSection(disk_free_mb=self.disk_free_mb, clock_set=False, certificates=self.pems)
        root = ExchangeSettings(root=self.folder / "exchange")
        away = Ami(Login(host="127.0.0.1", port=1, user="bb", secret=""))
        self.supervising = Supervising(
            decide=Deciding(self.engine, self.now, asyncio.Lock()),
            links={"calls": away} if self.links else {},
            settings=Settings(exchange=root, heartbeat=self.folder / "alive", supervision=section),
            ticking=lambda: self.passed,
            wall=self.now,
        )

    def now(self) -> datetime:
        return NOON + timedelta(seconds=self.passed) + self.jumped

    def look(self, after: float = 20) -> list[tuple[str, str]]:
        """The tasks not done after another look: kind and note."""
        self.passed += after
        asyncio.run(self.supervising.look())
        with reading(self.engine) as conn:
            return [(task.kind, task.note) for task in tasks.open_tasks(conn)]


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    monkeypatch.chdir(tmp_path)
    engine = open_engine(new_database(tmp_path))
    yield engine
    engine.dispose()


def test_where_all_is_well_there_is_no_task(engine: Engine, tmp_path: Path) -> None:
    site = Site(engine, tmp_path)

    assert [site.look() for _ in range(3)] == [[], [], []]


def test_a_full_disk_is_one_task_until_there_is_room_again(engine: Engine, tmp_path: Path) -> None:
    site = Site(engine, tmp_path, disk_free_mb=LOTS)
    first = site.look()
    assert [kind for kind, _ in first] == ["disk_full"] and "MB free in" in first[0][1]
    assert len(site.look(400)) == 1

    site.disk_free_mb = 1
    site.restart()

    assert [len(site.look(100)) for _ in range(3)] == [1, 1, 0]


def test_the_task_stands_over_a_restart_and_is_not_opened_twice(engine: Engine, tmp_path: Path) -> None:
    site = Site(engine, tmp_path, disk_free_mb=LOTS)
    site.look()
    site.restart()

    assert len(site.look()) == 1


def test_whoever_has_done_the_task_is_left_in_peace_while_it_lasts(engine: Engine, tmp_path: Path) -> None:
    site = Site(engine, tmp_path, disk_free_mb=LOTS)
    site.look()
    with writing(engine) as conn:
        tasks.finish(conn, tasks.open_tasks(conn)[0].id, None, at=NOON, outcome="seen")

    assert site.look() == []


def test_an_exchange_that_stays_away_is_a_task_after_a_minute(engine: Engine, tmp_path: Path) -> None:
    site = Site(engine, tmp_path, links=True)

    assert (site.look(), site.look(59)) == ([], [])
    assert site.look(1) == [("ami_silent", "no link to the exchange (calls): not connected yet")]


def test_a_clock_that_jumps_is_a_task_for_a_while(engine: Engine, tmp_path: Path) -> None:
    site = Site(engine, tmp_path)
    site.look()
    site.jumped = HOUR

    assert site.look() == [("clock_wrong", "the clock jumped by +3600 s at 2026-03-02 05:00 UTC")]
    assert site.look(299) and not site.look(1)


def test_a_certificate_that_is_none_is_a_task(engine: Engine, tmp_path: Path) -> None:
    site = Site(engine, tmp_path, pems=(Path("door.pem"),))

    assert site.look() == [("certificate_expiring", "door.pem cannot be read as a certificate")]


def test_nobody_on_duty_is_a_task_where_there_is_a_rota(engine: Engine, tmp_path: Path) -> None:
    site = Site(engine, tmp_path)
    with writing(engine) as conn:
        assert empty_duties(conn, NOON, ["hotline"]) == []
        save_accounts(conn, [Account(person=Staff(id=StaffId("li"), name="li", role=Role.OPERATOR))])
        save_shifts(conn, [Shift(staff=StaffId("li"), starts=NOON - 2 * HOUR, ends=NOON - HOUR)])
    assert (site.look(), site.look(19)) == ([], [])
    assert site.look(1) == [("rota_empty", "nobody is on the rota for hotline")]

    with writing(engine) as conn:
        save_shifts(conn, [Shift(staff=StaffId("li"), starts=NOON, ends=NOON + HOUR)])

    assert site.look(300) == []


def test_a_queue_in_which_all_have_paused_is_a_task_within_a_minute(engine: Engine, tmp_path: Path) -> None:
    site = Site(engine, tmp_path)
    with writing(engine) as conn:
        save_accounts(conn, [Account(person=Staff(id=StaffId("li"), name="li", role=Role.OPERATOR))])
        seat = Sitting(staff_id="li", endpoint="op-li", paused="meal", joined_at=NOON, since=NOON)
        queue.sit(conn, seat, Turn(staff_id="li", what="pause", at=NOON, by="li"))

    assert (site.look(), [kind for kind, _ in site.look(20)]) == ([], ["queue_unmanned"])

    with writing(engine) as conn:
        queue.sit(conn, replace(seat, paused=""), Turn(staff_id="li", what="resume", at=NOON, by="li"))
    assert site.look(300) == []


def test_a_database_that_refuses_is_asked_again(engine: Engine, tmp_path: Path) -> None:
    site = Site(engine, tmp_path, disk_free_mb=LOTS)
    with engine.begin() as conn:
        conn.exec_driver_sql("ALTER TABLE tasks RENAME TO away")
    with pytest.raises(DBAPIError):
        site.look()
    with engine.begin() as conn:
        conn.exec_driver_sql("ALTER TABLE away RENAME TO tasks")

    assert len(site.look()) == 1


def test_places_on_one_disk_are_told_once_though_they_are_not_there_yet(tmp_path: Path) -> None:
    told = free_space([tmp_path / "a" / "b", tmp_path])

    assert list(told) == [str(tmp_path / "a" / "b")] and told[str(tmp_path / "a" / "b")] > 0


def test_the_kernel_says_whether_the_clock_is_set(tmp_path: Path) -> None:
    assert clock_is_set() in (True, False, None)
    assert certificates([tmp_path]) == {str(tmp_path): None}
