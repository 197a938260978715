"""What is read of Asterisk's own file, and what where it cannot be read."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ivr.asterisk.stored import FILE, StoredUnreadable, stored_keys
from ivr.tables.rows import Key


@pytest.fixture
def exchange(tmp_path: Path) -> Path:
    """The folder of an exchange, with tables made as Asterisk makes them; a blank and a `#` in its name."""
    root = tmp_path / "one #1"
    (root / FILE).parent.mkdir(parents=True)
    with closing(sqlite3.connect(root / FILE)) as tables:
        tables.execute("CREATE TABLE astdb(key VARCHAR(256), value VARCHAR(256), PRIMARY KEY(key))")
    return root


def put(root: Path, *keys: str) -> None:
    with closing(sqlite3.connect(root / FILE)) as tables, tables:
        tables.executemany("INSERT INTO astdb VALUES (?, 'x')", [(key,) for key in keys])


def test_the_keys_of_the_families_asked_for_are_found_and_no_others(exchange: Path) -> None:
    put(exchange, "/who/t1", "/who2/t1", "/whom/t1", "/week/laoshan/meals", "/waiting/t1", "/who")

    found = stored_keys(exchange, ("who", "week"))

    assert found == {Key("who", "t1"), Key("week", "laoshan/meals")}


def test_a_row_whose_name_does_not_pass_through_ami_is_left_alone(exchange: Path) -> None:
    put(exchange, "/who/t 1", "/who/王", "/who/t1")

    assert stored_keys(exchange, ("who",)) == {Key("who", "t1")}


def test_a_file_that_asterisk_is_writing_is_read_all_the_same_and_not_locked(exchange: Path) -> None:
    put(exchange, "/who/t1")
    with closing(sqlite3.connect(exchange / FILE, isolation_level=None, timeout=0)) as asterisk:
        asterisk.execute("BEGIN EXCLUSIVE")
        asterisk.execute("INSERT INTO astdb VALUES ('/who/t2', 'x')")

        found = stored_keys(exchange, ("who",))
        asterisk.execute("COMMIT")

    assert Key("who", "t1") in found


def test_no_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoredUnreadable, match="astdb"):
        stored_keys(tmp_path, ("who",))


def test_a_torn_file_is_said(exchange: Path) -> None:
    (exchange / FILE).write_bytes(b"no tables at all" * 100)

    with pytest.raises(StoredUnreadable):
        stored_keys(exchange, ("who",))
