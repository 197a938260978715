"""The same drill on PostgreSQL: kept while somebody writes, put into an empty database, counted again."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from db.engine import connectable, open_engine, reading, writing
from db.homes import load_seniors
from db.migrations import upgrade
from db.refusals import NotOurs
from db.schema.calls import fact_cursor
from ivr.backup import postgresql_copy
from ivr.backup.databases import address
from ivr.backup.putting_back import restore
from ivr.backup.refused import BackupRefused
from ivr.backup.taking import take
from tests.contract.homes import settle_in

NOW = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)


def _whoever_may_run_it() -> str | None:
    """PostgreSQL refuses to run as root."""
    if os.geteuid():
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        pytest.skip("no user for PostgreSQL: apt-get install postgresql")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a cluster of our own, without the database's name; it goes with the tests."""
    try:
        programs = Path(postgresql_copy.program("initdb")).parent
    except BackupRefused as why:
        pytest.skip(f"no PostgreSQL: {why}")
    user = _whoever_may_run_it()
    folder = Path(tempfile.mkdtemp(prefix="bigbutton-pg-"))
    if user:
        shutil.chown(folder, user)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = f"-F -c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder}"

    def run(name: str, *more: str) -> None:
        subprocess.run(
            [str(programs / name), "-D", str(folder / "data"), *more], user=user, cwd=folder, check=True,
            stdout=subprocess.DEVNULL, timeout=120,
        )  # fmt: skip

    run("initdb", "--username=bb", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C")
    run("pg_ctl", "start", "-w", "-l", str(folder / "log"), "-o", words)
    yield f"postgresql://bb:geheim@127.0.0.1:{port}"
    run("pg_ctl", "stop", "-m", "immediate")
    shutil.rmtree(folder)


@pytest.fixture
def databases(server) -> Iterator[tuple[str, str]]:
    """Two empty ones, made and gone with the test."""
    names = ("old_site", "new_site")
    engine = connectable(f"{server}/postgres")
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        for name in names:
            conn.exec_driver_sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            conn.exec_driver_sql(f"CREATE DATABASE {name}")
    yield f"{server}/{names[0]}", f"{server}/{names[1]}"
    engine.dispose()


@pytest.fixture
def on_postgresql(site, databases):
    """The site of the other tests, with its people in PostgreSQL."""
    upgrade(databases[0])
    engine = open_engine(databases[0])
    with writing(engine) as conn:
        settle_in(conn)
    engine.dispose()
    return site.model_copy(update={"database_url": databases[0]})


def names(url: str) -> list[str]:
    engine = open_engine(url)
    with reading(engine) as conn:
        found = sorted(one.name for one in load_seniors(conn).values())
    engine.dispose()
    return found


def test_everybody_comes_back_in_an_empty_database(on_postgresql, databases, bare, tmp_path):
    take(on_postgresql, tmp_path / "site.tar.gz", NOW)

    restore(tmp_path / "site.tar.gz", NOW, to=databases[1])

    assert names(databases[1]) == ["王秀英", "赵德福"]
    assert (bare / "recordings/zh/one.sln").is_file()


def test_what_is_counted_is_what_is_copied_though_somebody_writes(on_postgresql, databases, bare, tmp_path):
    engine = open_engine(databases[0])
    begun, stop = threading.Event(), threading.Event()

    def write() -> None:
        n = 0
        while not stop.is_set():
            with writing(engine) as conn:
                for half in "ab":
                    conn.execute(fact_cursor.insert().values(node=f"{half}{n}", inode=1, offset=0, clock_offset=0))
            n += 1
            begun.set()

    writer = threading.Thread(target=write)
    writer.start()
    begun.wait(30)
    told = take(on_postgresql, tmp_path / "site.tar.gz", NOW)
    stop.set()
    writer.join()
    engine.dispose()

    restore(tmp_path / "site.tar.gz", NOW, to=databases[1])  # it counts again, and refuses another number

    assert told.rows["fact_cursor"] > 0 and told.rows["fact_cursor"] % 2 == 0


def test_a_site_that_is_there_goes_only_when_told(on_postgresql, databases, bare, tmp_path):
    take(on_postgresql, tmp_path / "site.tar.gz", NOW)
    upgrade(databases[1])

    with pytest.raises(BackupRefused, match="holds a site already") as why:
        restore(tmp_path / "site.tar.gz", NOW, to=databases[1])
    assert names(databases[1]) == []
    restore(tmp_path / "site.tar.gz", NOW, to=databases[1], over=True)

    assert "geheim" not in str(why.value)
    assert names(databases[1]) == ["王秀英", "赵德福"]


def test_another_programs_tables_are_left_alone_whatever_is_told(on_postgresql, databases, bare, tmp_path):
    take(on_postgresql, tmp_path / "site.tar.gz", NOW)
    engine = connectable(databases[1])
    with writing(engine) as conn:
        conn.exec_driver_sql("CREATE TABLE songs (id int)")
    engine.dispose()

    with pytest.raises(NotOurs, match="another program's tables"):
        restore(tmp_path / "site.tar.gz", NOW, to=databases[1], over=True)


def test_without_the_program_its_package_is_named(monkeypatch, tmp_path):
    monkeypatch.setattr(postgresql_copy, "DEBIAN", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(BackupRefused, match="postgresql-client"):
        postgresql_copy.program("pg_dump")


def test_what_the_program_says_is_told(on_postgresql, databases, tmp_path):
    (tmp_path / "letter").write_text("Dear Mrs Wang")

    with pytest.raises(BackupRefused, match=r"pg_restore ended with 1: .*valid archive"):
        postgresql_copy.fill(address(databases[1]), tmp_path / "letter", over=False)
