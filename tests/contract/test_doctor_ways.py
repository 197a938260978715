"""Does the doctor name a way out that does not work, and one that nobody has proven, each with its cure?"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from db import ways
from db.engine import open_engine, reading, writing
from db.ways import WayRow
from ivr.doctor.examining import Finding
from ivr.doctor.ways import examine_ways
from ivr.drills.drilling import want
from ivr.drills.settings import DrillSection
from ivr.exchange_settings import TrunkSettings
from ivr.settings import Settings
from tests.contract.homes import new_database

NOON = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
TRUNKS = tuple(TrunkSettings(name=name, host="192.0.2.1") for name in ("trunka", "trunkb"))
SITE = Settings(trunks=TRUNKS, drill=DrillSection(number="+8613910000011"))


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(new_database(tmp_path))
    yield engine
    engine.dispose()


def found(engine: Engine, now: datetime = NOON) -> list[Finding]:
    with reading(engine) as conn:
        return examine_ways(conn, SITE, now)


def test_a_way_of_which_nothing_was_heard_is_no_fault(engine: Engine) -> None:
    assert [(one.what, one.ok) for one in found(engine)] == [("way out trunka", True), ("way out trunkb", True)]


@pytest.mark.parametrize("fitness", ["unreachable", "resting"])
def test_a_way_that_does_not_work_is_told_with_its_last_fault_and_a_cure(engine: Engine, fitness: str) -> None:
    row = WayRow(name="trunka", fitness=fitness, since=NOON, last_fault_at=NOON, last_fault="SILENT.0")
    with writing(engine) as conn:
        ways.save(conn, row)

    first = found(engine)[0]

    assert (first.ok, bool(first.cure)) == (False, True)
    assert first.seen == f"{fitness} since 2026-03-10 04:00Z, last fault SILENT.0 at 2026-03-10 04:00Z"


def test_a_way_that_nobody_has_proven_in_time_is_told_with_the_command_that_proves_it(engine: Engine) -> None:
    with writing(engine) as conn:
        want(conn, NOON, ["trunkb"], by="li")

    late = found(engine, NOON + timedelta(days=8))[-1]

    assert (late.what, late.ok, late.cure) == ("drill of trunkb", False, "bigbutton drill --way trunkb")
