"""Opening a database: how SQLite is set, and what is said where it cannot be used."""

import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from db.engine import BUSY_MS, connectable, open_engine, reading, writing
from db.migrations import upgrade
from db.refusals import DatabaseRefused, NotOurs, TooNew, TooOld, Unreachable
from db.tables import fact_cursor

ROOT = Path(__file__).parents[3]


def cursors(engine: Engine) -> int:
    with reading(engine) as conn:
        return conn.scalar(select(func.count()).select_from(fact_cursor)) or 0


def add_cursor(conn, node: str) -> None:
    conn.execute(fact_cursor.insert().values(node=node, inode=1, offset=0, clock_offset=0))


def test_a_commit_survives_a_power_cut_and_references_are_kept(engine):
    with reading(engine) as conn:
        told = [conn.exec_driver_sql(f"PRAGMA {name}").scalar_one()
                for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")]  # fmt: skip

    assert told == ["wal", 2, 1, BUSY_MS]


def test_the_file_is_for_its_owner_alone(tmp_path):
    file = tmp_path / "new.db"

    upgrade(f"sqlite:///{file}")

    assert oct(file.stat().st_mode & 0o777) == "0o600"


def test_two_writers_take_turns_and_neither_is_refused(engine):
    started = threading.Event()

    def write_many(node: str) -> None:
        started.wait()
        for n in range(20):
            with writing(engine) as conn:
                conn.execute(select(fact_cursor)).all()  # a read first: a late lock would be refused here
                add_cursor(conn, f"{node}{n}")

    threads = [threading.Thread(target=write_many, args=(node,)) for node in "ab"]
    for thread in threads:
        thread.start()
    started.set()
    for thread in threads:
        thread.join()

    assert cursors(engine) == 40


def test_a_reader_sees_one_state_while_others_write(engine):
    with reading(engine) as conn:
        before = conn.scalar(select(func.count()).select_from(fact_cursor))
        with writing(engine) as other:
            add_cursor(other, "a")
        after = conn.scalar(select(func.count()).select_from(fact_cursor))

    assert (before, after, cursors(engine)) == (0, 0, 1)


def test_what_was_done_before_an_exception_is_undone(engine):
    with pytest.raises(RuntimeError), writing(engine) as conn:
        add_cursor(conn, "a")
        raise RuntimeError

    assert cursors(engine) == 0


def refusal(url: str) -> DatabaseRefused:
    with pytest.raises(DatabaseRefused) as told:
        open_engine(url)
    return told.value


def test_an_empty_database_is_told_to_be_upgraded(tmp_path):
    refused = refusal(f"sqlite:///{tmp_path / 'new.db'}")

    assert isinstance(refused, TooOld)
    assert refused.cure == "Run `bigbutton db upgrade`"


def test_a_later_version_is_left_alone(url, engine):
    with writing(engine) as conn:
        conn.exec_driver_sql("UPDATE bigbutton_version SET version_num = '9999'")

    assert isinstance(refusal(url), TooNew)
    with pytest.raises(TooNew):
        upgrade(url)


def test_another_programs_database_is_left_alone(tmp_path):
    file = tmp_path / "other.db"
    with sqlite3.connect(file) as other:
        other.execute("CREATE TABLE songs (id)")
    other.close()

    assert isinstance(refusal(f"sqlite:///{file}"), NotOurs)
    with pytest.raises(NotOurs):
        upgrade(f"sqlite:///{file}")


def test_a_file_that_is_no_database_is_told(tmp_path):
    file = tmp_path / "letter.txt"
    file.write_text("Dear Mrs Wang, " * 100)

    assert isinstance(refusal(f"sqlite:///{file}"), NotOurs)
    assert file.read_text().startswith("Dear Mrs Wang")


@pytest.mark.parametrize(
    ("url", "cure"),
    [
        ("sqlite:////no/such/folder/x.db", "Make the folder /no/such/folder"),
        ("sqlite://", "Give a file"),
        ("mysql://localhost/x", "Write it as sqlite"),
        ("what is this", "Write it as sqlite"),
    ],
)
def test_an_address_that_leads_nowhere_is_told_with_its_cure(url, cure):
    refused = refusal(url)

    assert isinstance(refused, Unreachable)
    assert cure in refused.cure


def test_a_password_in_the_address_is_never_shown():
    pytest.importorskip("psycopg")

    refused = refusal("postgresql://bb:geheim@127.0.0.1:1/none?connect_timeout=1")

    assert isinstance(refused, Unreachable)
    assert "geheim" not in str(refused)


def test_the_driver_of_postgresql_is_loaded_only_for_postgresql(url):
    opened = f"import sys; from db.engine import open_engine; open_engine({url!r})"
    script = f"{opened}; print('psycopg' in sys.modules)"

    told = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)

    assert told.stdout.strip() == "False"


def test_an_upgrade_of_this_version_changes_nothing(url, tmp_path):
    before = dump(tmp_path / "memory.db")

    upgrade(url)

    assert dump(tmp_path / "memory.db") == before
    open_engine(url).dispose()


def dump(file):
    with closing(sqlite3.connect(file)) as conn:
        return list(conn.iterdump())


def test_an_upgrade_that_breaks_leaves_nothing_behind(tmp_path, monkeypatch):
    url = f"sqlite:///{tmp_path / 'new.db'}"
    monkeypatch.setattr("db.migrations.seed", lambda conn: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        upgrade(url)

    engine = connectable(url)
    with reading(engine) as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one() == 0
    engine.dispose()
