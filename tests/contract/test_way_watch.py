"""Is what people read of a way what its legs and contacts showed?"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from db import ways
from db.engine import open_engine, writing
from db.ways import WayRow
from ivr import events as e
from ivr.ways.health import Circuit
from ivr.ways.watch import WayWatch
from tests.contract.homes import new_database

NOON = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
CALL = e.CallId("x-1")


def answered(tried: str, at: datetime = NOON) -> e.LegAnswered:
    return e.LegAnswered(at=at, channel="c", call=CALL, position=1, target="prov-x-1", sip_call_id="", tried=tried)


def ended(tried: str, status: str, at: datetime = NOON) -> e.RungEnded:
    return e.RungEnded(at=at, channel="c", call=CALL, position=1, status=status, cause=0, tried=tried)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(new_database(tmp_path))
    yield engine
    engine.dispose()


@pytest.fixture
def watch() -> WayWatch:
    return WayWatch(["trunka", "trunkb"])


def row(engine: Engine, name: str) -> WayRow | None:
    with writing(engine) as conn:
        return ways.load(conn).get(name)


def test_a_way_that_carried_somebody_says_when(engine: Engine, watch: WayWatch) -> None:
    with writing(engine) as conn:
        watch.follow(conn, [answered("trunka.SILENT.0+trunkb")])

    well, silent = row(engine, "trunkb"), row(engine, "trunka")
    assert well == WayRow(name="trunkb", fitness="fit", since=NOON, last_ok_at=NOON)
    assert silent == WayRow(name="trunka", fitness="fit", since=NOON, last_fault_at=NOON, last_fault="SILENT.0")


def test_a_leg_is_judged_once_though_it_is_told_twice(engine: Engine, watch: WayWatch) -> None:
    for n in range(2):
        at = NOON + n * timedelta(seconds=1)
        with writing(engine) as conn:
            watch.follow(conn, [answered("trunka.SILENT.0+trunkb", at)])
            watch.follow(conn, [ended("trunka.SILENT.0+trunkb.ANSWER.16+", "ANSWER", at)])

    assert [len(watch.health[name].results) for name in ("trunka", "trunkb")] == [2, 2]


def test_legs_that_nobody_answered_count_when_they_end(engine: Engine, watch: WayWatch) -> None:
    with writing(engine) as conn:
        watch.follow(conn, [ended("trunka.CONGESTION.34+", "CONGESTION")] * 5)

    found = row(engine, "trunka")
    assert watch.health["trunka"].circuit is Circuit.OPEN
    assert found
    assert (found.fitness, found.last_fault, found.rest_ms) == ("resting", "CONGESTION.34", 30_000)


def test_a_way_that_does_not_answer_options_is_unreachable_until_it_does(engine: Engine, watch: WayWatch) -> None:
    later = NOON + timedelta(minutes=5)
    with writing(engine) as conn:
        watch.contact(conn, NOON, "trunka", "Unreachable")
    down = row(engine, "trunka")
    with writing(engine) as conn:
        watch.contact(conn, later, "trunka", "Reachable")
    up = row(engine, "trunka")

    assert down and up
    assert (down.fitness, down.since, down.last_fault) == ("unreachable", NOON, "Unreachable")
    assert (up.fitness, up.since, up.answers) == ("fit", later, True)


def test_a_telephones_contact_and_a_way_that_is_none_of_ours_are_left_alone(engine: Engine, watch: WayWatch) -> None:
    with writing(engine) as conn:
        watch.contact(conn, NOON, "t1001", "Unreachable")
        watch.contact(conn, NOON, "trunka", "Created")
        watch.follow(conn, [answered("foreign")])

    assert (row(engine, "t1001"), row(engine, "trunka"), row(engine, "foreign")) == (None, None, None)


def test_what_is_known_of_a_way_outlives_the_controller(engine: Engine, watch: WayWatch) -> None:
    with writing(engine) as conn:
        watch.follow(conn, [answered("trunka")])
        WayWatch(["trunka"]).contact(conn, NOON + timedelta(hours=1), "trunka", "Unreachable")

    found = row(engine, "trunka")
    assert found
    assert (found.fitness, found.last_ok_at) == ("unreachable", NOON)


def test_a_drill_speaks_for_the_way_it_was_of_and_against_it_too(engine: Engine, watch: WayWatch) -> None:
    def told(what: str, tried: str, status: str = "") -> e.DrillTold:
        return e.DrillTold(at=NOON, channel="c", drill="bb-drill-1", what=what, status=status, tried=tried)

    with writing(engine) as conn:
        watch.follow(conn, [told("answered", "trunka"), told("ended", "trunka", "ANSWER")])
        watch.follow(conn, [told("ended", "trunkb.SILENT.0+", "CHANUNAVAIL")])

    well, silent = row(engine, "trunka"), row(engine, "trunkb")
    assert well == WayRow(name="trunka", fitness="fit", since=NOON, last_ok_at=NOON)
    assert silent == WayRow(name="trunkb", fitness="fit", since=NOON, last_fault_at=NOON, last_fault="SILENT.0")
