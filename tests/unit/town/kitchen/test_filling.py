"""Does the simulated year become the town's own: its people, its providers, whole or not at all, and only once?"""

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from db.engine import open_engine
from db.importing import import_file
from people.cells import Locality
from reports import bulk
from tests.template import copied
from town.kitchen import filling
from town.people import make_town

TOWN = make_town()


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The town's database, with ten simulated days in it: moved twice, as after a kill."""
    folder = tmp_path_factory.mktemp("year")
    target, source = folder / "town.db", folder / "year.db"
    for file in (target, source):
        copied(file)
    engine = open_engine(f"sqlite:///{target}")
    for kind, path in TOWN.write(folder / "import").items():
        assert not import_file(engine, kind, path, locality=Locality(area_code="10")).problems
    engine.dispose()
    for _ in range(2):
        source.unlink()
        copied(source)
        bulk.fill(f"sqlite:///{source}", people=len(TOWN.homes), days=10, until=date(2026, 11, 24))
        filling.move(source, target, TOWN.homes)
    return target


def asked(file: Path, statement: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(file)) as conn:
        return conn.execute(statement).fetchall()


def test_every_row_is_of_somebody_who_lives_in_the_town(moved: Path):
    strangers = "SELECT count(*) FROM {0} WHERE {1} IS NULL OR {1} NOT IN (SELECT id FROM {2})"

    assert asked(moved, "SELECT count(*) > 300 FROM calls WHERE id LIKE 'year-%'") == [(1,)]
    for table, column, known in (
        ("calls", "terminal_id", "terminals"), ("calls", "household_id", "households"),
        ("deliveries", "senior_id", "seniors"), ("deliveries", "area_id", "areas"),
    ):  # fmt: skip
        assert asked(moved, strangers.format(table, column, known)) == [(0,)]


def test_presses_reached_the_towns_own_providers_and_families(moved: Path):
    reached = {str(target) for (target,) in asked(moved, "SELECT DISTINCT target FROM calls WHERE target <> ''")}

    assert "prov-canteenmei-1" in reached
    assert {target.split("-")[0] for target in reached} <= {"prov", "contact", "desk"}
    assert not any(target.startswith("prov-meals") for target in reached)


def test_moved_again_after_a_kill_nothing_stands_there_twice(moved: Path):
    messages = asked(moved, "SELECT count(*), count(DISTINCT title) FROM campaigns")

    assert messages[0][0] == messages[0][1]
    assert asked(moved, "SELECT count(*) FROM legs WHERE call_id NOT LIKE 'year-%'") == [(0,)]


def test_nobody_who_lives_alone_is_left_with_a_message_unheard(moved: Path):
    alone = ", ".join(f"'{home.senior}'" for home in TOWN.homes if home.alone)

    assert asked(moved, f"SELECT count(*) FROM deliveries WHERE heard_at IS NULL AND senior_id IN ({alone})") == [(0,)]
    assert asked(moved, "SELECT count(*) FROM watch") == [(0,)]


def test_the_year_is_counted_for_the_reports_whole(moved: Path):
    filling.count_beside(f"sqlite:///{moved}", "Asia/Shanghai")

    assert asked(moved, "SELECT count(*) FROM report_stale") == [(0,)]
    assert asked(moved, "SELECT sum(presses) FROM report_presses WHERE dimension = 'all' AND grain = 'd' "
                        "AND area = '*' AND service = '*'") == asked(moved, "SELECT count(*) FROM calls")  # fmt: skip
