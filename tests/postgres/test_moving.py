"""A site goes from SQLite into PostgreSQL and back: every row, or nothing."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, inspect, select

from db import tables
from db.calls import CallRow, save
from db.engine import connectable, open_engine, reading, writing
from db.migrations import upgrade
from db.moving.move import move
from db.moving.refused import MoveRefused
from db.refusals import NotOurs
from db.sharing.alone import InUse, alone
from db.sharing.mark import AnotherSites, claim, load_mark
from db.tables import metadata
from tests.contract.homes import new_database, settle_in
from tests.postgres.databases import Databases
from tests.waiting import wait_until

NOW = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
CHECKOUT = Path(__file__).parents[2]


def quiet(_table: str, _rows: int, _of: int) -> None:
    pass


@pytest.fixture
def site(tmp_path: Path) -> str:
    return settled(tmp_path)


@pytest.fixture(scope="module")
def moved(postgresql: Databases, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """From where, to where: once for all who look at it afterwards."""
    here, there = settled(tmp_path_factory.mktemp("moved")), postgresql.empty()
    move(here, there, NOW, trial=False, tell=quiet)
    return here, there


def settled(folder: Path) -> str:
    """Two homes, a call, a fact and its cursor, an area within another, something open in every kind of column."""
    url = new_database(folder, "site.db")
    engine = open_engine(url)
    with writing(engine) as conn:
        settle_in(conn)
        claim(conn, "Laoshan", NOW)
        conn.execute(insert(tables.areas), {"id": "a", "name": "里", "kind": "community", "parent_id": "laoshan"})
        save(conn, [CallRow(id="c1", terminal_id="t1001", household_id="h1", service_id="meals", pressed_at=NOW)])
        conn.execute(insert(tables.fact_cursor), {"node": "exchange", "inode": 2**40, "offset": 7, "clock_offset": 0.1})
        conn.execute(
            insert(tables.facts),
            [{"uniqueid": f"u{n}", "ident": "1", "linkedid": "l", "event": "PRESS", "at": NOW, "data": "有\t\\N\n“"}
             for n in range(5_000)],
        )  # fmt: skip
    engine.dispose()
    return url


def everything(url: str) -> dict[str, set[tuple[Any, ...]]]:
    engine = open_engine(url)
    with reading(engine) as conn:
        found = {table.name: {tuple(row) for row in conn.execute(select(table))} for table in metadata.sorted_tables}
    engine.dispose()
    del found["site_mark"]  # where it moved to is the one thing that differs
    return found


def names(url: str) -> list[str]:
    engine = connectable(url)
    with reading(engine) as conn:
        found = conn.dialect.get_table_names(conn)
    engine.dispose()
    return list(found)


def test_a_site_comes_back_from_postgresql_as_it_went(site, postgresql, tmp_path):
    there, back = postgresql.empty(), f"sqlite:///{tmp_path / 'back.db'}"
    told: list[tuple[str, int, int]] = []

    moved = move(site, there, NOW, trial=False, tell=lambda *progress: told.append(progress))
    move(there, back, NOW, trial=False, tell=quiet)

    assert everything(site) == everything(there) == everything(back)
    assert moved.sums["facts"].rows == 5_000
    assert [rows for name, rows, of in told if name == "facts" and of == 5_000] == [2_000, 4_000, 5_000]
    assert (tmp_path / "back.db").stat().st_mode & 0o777 == 0o600


def test_what_is_counted_goes_on_behind_the_highest_number(moved):
    engine = open_engine(moved[1])
    with writing(engine) as conn:
        new = {"uniqueid": "new", "ident": "1", "linkedid": "l", "event": "PRESS", "at": NOW, "data": ""}
        seq = conn.scalar(insert(tables.facts).values(**new).returning(tables.facts.c.seq))
    engine.dispose()

    assert seq == 5_001


def test_the_first_report_there_is_not_asked_as_of_empty_tables(moved):
    engine = connectable(moved[1])
    with reading(engine) as conn:
        planned_for = conn.exec_driver_sql("SELECT reltuples FROM pg_class WHERE relname = 'facts'").scalar_one()
    engine.dispose()

    assert planned_for == 5_000


def test_what_changes_there_is_counted_afresh_in_reports(moved):
    engine = open_engine(moved[1])
    with writing(engine) as conn:
        before = len(conn.execute(select(tables.report_stale)).all())
        later = NOW.replace(month=5)
        save(conn, [CallRow(id="c2", terminal_id="t1001", household_id="h1", service_id="meals", pressed_at=later)])
        after = len(conn.execute(select(tables.report_stale)).all())
    engine.dispose()

    assert (before, after) == (1, 2)


def test_on_trial_nothing_stays_and_the_site_may_be_running(site, postgresql, tmp_path):
    there, file = postgresql.empty(), tmp_path / "trial.db"
    engine = open_engine(site)
    with alone(engine, "exchange"):
        assert move(site, there, NOW, trial=True, tell=quiet).sums["facts"].rows == 5_000
        move(site, f"sqlite:///{file}", NOW, trial=True, tell=quiet)
        with pytest.raises(InUse, match="Another controller"):
            move(site, there, NOW, trial=False, tell=quiet)
    engine.dispose()

    assert names(there) == []
    assert not file.exists()


def test_the_old_place_says_where_the_site_is(moved):
    here, there = moved
    engine = open_engine(here)
    with writing(engine) as conn, pytest.raises(AnotherSites, match="has moved to postgresql"):
        claim(conn, "Laoshan", NOW)
    engine.dispose()
    engine = open_engine(there)
    with writing(engine) as conn:
        claim(conn, "Laoshan", NOW)
        mark = load_mark(conn)
    engine.dispose()

    assert mark is not None and mark.moved_to == ""


@pytest.mark.parametrize("kind", ["a site", "songs"])
def test_a_place_that_is_not_empty_is_left_alone(site, postgresql, tmp_path, kind):
    file = tmp_path / "taken.db"
    there = f"sqlite:///{file}"
    if kind == "a site":
        upgrade(there)
    else:
        engine = connectable(there)
        with writing(engine) as conn:
            conn.exec_driver_sql("CREATE TABLE songs (id int)")
        engine.dispose()
    before = names(there)

    with pytest.raises(MoveRefused if kind == "a site" else NotOurs, match="Name an empty database"):
        move(site, there, NOW, trial=False, tell=quiet)

    assert names(there) == before


def test_what_the_other_will_not_have_is_told_and_nothing_stays(site, postgresql):
    there = postgresql.empty()
    engine = open_engine(site)
    with writing(engine) as conn:
        conn.execute(insert(tables.audiences), {"id": "x" * 65, "name": "n", "saved_at": NOW})
    engine.dispose()

    with pytest.raises(MoveRefused, match=r"a row of audiences: .*too long.*Nothing was kept"):
        move(site, there, NOW, trial=False, tell=quiet)

    assert names(there) == []


HALF_WAY = """
import sys
from datetime import UTC, datetime
from db.moving.move import move
def tell(table, rows, of):
    if table == "facts" and rows:
        print("half way", flush=True)
        sys.stdin.read()
move(sys.argv[1], sys.argv[2], datetime.now(UTC), trial=False, tell=tell)
"""


@pytest.mark.parametrize("kind", ["postgresql", "sqlite"])
def test_a_move_that_is_killed_has_not_happened_and_can_be_done_again(site, postgresql, tmp_path, kind):
    there = postgresql.empty() if kind == "postgresql" else f"sqlite:///{tmp_path / 'killed.db'}"
    mover = subprocess.Popen(
        [sys.executable, "-c", HALF_WAY, site, there], cwd=CHECKOUT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert mover.stdout is not None and mover.stdin is not None
    assert mover.stdout.readline() == b"half way\n"

    os.kill(mover.pid, signal.SIGKILL)
    mover.wait()
    mover.stdin.close()
    mover.stdout.close()
    until_empty(there)
    move(site, there, NOW, trial=False, tell=quiet)

    assert everything(there) == everything(site)


def until_empty(url: str) -> None:
    """The server finds out that its client has gone; within seconds."""
    wait_until(lambda: names(url) == [], within=20, what="the half-moved tables are gone")


def test_both_databases_have_the_same_tables_columns_and_indexes(postgresql, tmp_path):
    assert described(postgresql.fresh()) == described(new_database(tmp_path))


def described(url: str) -> dict[str, Any]:
    """What an upgrade made, as the database itself tells it; the names of types are each one's own."""
    engine = connectable(url)
    with reading(engine) as conn:
        look = inspect(conn)
        found = {
            name: (
                [(column["name"], column["nullable"]) for column in look.get_columns(name)],
                look.get_pk_constraint(name)["constrained_columns"],
                sorted((key["constrained_columns"], key["referred_table"]) for key in look.get_foreign_keys(name)),
                sorted((each["name"], each["column_names"], bool(each["unique"])) for each in look.get_indexes(name)
                       if not each.get("duplicates_constraint")),
                sorted(each["column_names"] for each in look.get_unique_constraints(name)),
                sorted(str(each["name"]) for each in look.get_check_constraints(name)),
            )
            for name in look.get_table_names()
        }  # fmt: skip
    engine.dispose()
    return found
