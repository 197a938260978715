"""Does the watch go on by itself: only once the log is read, act by act, whatever becomes of one of them?"""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine

from broadcasts.service import BroadcastSettings
from db import cases, tasks, visits
from db.cases import CaseRow
from db.engine import open_engine, reading, writing
from db.staff import Account, save_accounts
from ivr.asterisk.ami import Ami
from ivr.asterisk.ami_line import Account as Login
from ivr.asterisk.factlog import FactLog
from ivr.controller import Controller
from ivr.deciding import Deciding
from ivr.taking import Taking
from ivr.watch import ticks as watch_ticks
from ivr.watch.ticks import FOLLOWING, WatchTicks
from people.ids import StaffId
from people.staff import Role, Staff
from tests.contract.homes import new_database, settle_in
from wellness_checks.service import WatchSettings, send_visitor

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """A visit to Wang is due since noon; li is a visitor, boss a supervisor."""
    engine = open_engine(new_database(tmp_path))
    with writing(engine) as conn:
        settle_in(conn)
        roles = {"li": Role.VISITOR, "boss": Role.SUPERVISOR}
        save_accounts(conn, [Account(person=Staff(id=StaffId(k), name=k, role=r)) for k, r in roles.items()])
        row = CaseRow(id="c1", senior_id="wang", state="not_answered", opened_at=NOON, trigger="silence")
        send_visitor(conn, cases.open_case(conn, row), NOON, why="calls in vain")
    yield engine
    engine.dispose()


def ticked(engine: Engine, folder: Path, now: datetime, *, read: bool = True, minds: bool = False) -> None:
    """One tick of the watch, with the exchange away."""

    async def whole() -> None:
        turn = asyncio.Lock()
        controller = Controller(engine=engine, log=FactLog(folder / "log"), node="exchange")
        taking = Taking(controller=controller, turn=turn, clock=lambda: now)
        if read:
            taking.caught_up.set()
        ticks = WatchTicks(
            decide=Deciding(engine, lambda: now, turn),
            ami=Ami(Login(host="127.0.0.1", port=1, user="bb", secret="")),
            taking=taking,
            watch=WatchSettings(),
            rules=BroadcastSettings(),
        )
        await (ticks.mind() if minds else ticks.watch())

    asyncio.run(whole())


def offered(engine: Engine) -> list[str]:
    with reading(engine) as conn:
        return [offer.staff_id for visit in visits.of_case(conn, "c1") for offer in visits.offers(conn, visit.id)]


def test_a_visit_is_offered_and_what_is_overdue_climbs_once_however_late_it_is(engine: Engine, tmp_path: Path) -> None:
    for _ in range(2):
        ticked(engine, tmp_path, NOON + 30 * HOUR)

    with reading(engine) as conn:
        climbed = cases.load(conn, ["c1"])["c1"].climbed
    assert (offered(engine), climbed) == (["li"], 1)


def test_nothing_is_decided_before_the_log_is_read_to_its_end(engine: Engine, tmp_path: Path) -> None:
    ticked(engine, tmp_path, NOON, read=False)
    ticked(engine, tmp_path, NOON, read=False, minds=True)

    assert offered(engine) == []


def test_an_act_that_fails_keeps_no_other_from_its_work(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(conn: Connection, now: datetime, settings: WatchSettings) -> int:
        tasks.finish(conn, "none", None, at=now, outcome="")
        raise KeyError("a row of another version")

    monkeypatch.setattr(watch_ticks, "FOLLOWING", (broken, *FOLLOWING))

    ticked(engine, tmp_path, NOON)

    assert offered(engine) == ["li"]


def test_what_is_looked_at_each_minute_may_find_nothing(engine: Engine, tmp_path: Path) -> None:
    ticked(engine, tmp_path, NOON, minds=True)

    with reading(engine) as conn:
        assert not tasks.open_tasks(conn, "telephone_out") and not tasks.open_tasks(conn, "overdue_return")
