"""A site stands again somewhere else, row for row and byte for byte; what cannot be is refused and changes nothing."""

import os
import shutil
import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from db.engine import open_engine, reading, writing
from db.homes import load_seniors
from db.refusals import TooNew
from db.schema.calls import fact_cursor
from ivr.backup.parts import FOLDERS, parts_of
from ivr.backup.putting_back import restore
from ivr.backup.refused import BackupRefused
from ivr.backup.taking import take
from ivr.settings import CONFIG, load

NOW = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
WITH_ZSTD = pytest.mark.skipif(shutil.which("zstd") is None, reason="zstd is not here: apt-get install zstd")
FORMS = ["tar.gz", pytest.param("tar.zst", marks=WITH_ZSTD)]


def files_in(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def database(folder: Path) -> str:
    return f"sqlite:///{folder}/data/bigbutton.db"


def refused(file: Path, **how) -> BackupRefused:
    with pytest.raises(BackupRefused) as why:
        restore(file, NOW, **how)
    return why.value


@pytest.mark.parametrize("form", FORMS)
def test_everything_comes_back_on_another_machine(site, bare, tmp_path, form):
    take(site, tmp_path / f"site.{form}", NOW)

    done = restore(tmp_path / f"site.{form}", NOW)

    assert not done.settings_are_new
    engine = open_engine(database(bare))
    with reading(engine) as conn:
        assert sorted(one.name for one in load_seniors(conn).values()) == ["王秀英", "赵德福"]
    engine.dispose()
    for part in parts_of(load()):
        name = "facts.csv.restored" if part.name == "facts" else "zh/one.sln"
        assert (part.folder / name).read_text(encoding="utf-8") == f"{part.name} 王秀英"


def test_every_folder_of_the_archive_is_known_to_the_reader(site):
    assert {part.name for part in parts_of(site)} == FOLDERS


def test_a_copy_taken_while_a_writer_writes_holds_one_moment(site, bare, tmp_path):
    """The writer adds two rows a commit: one state never holds an odd number of them."""
    engine = open_engine(site.database_url)
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
    told = take(site, tmp_path / "site.tar.gz", NOW)
    stop.set()
    writer.join()

    restore(tmp_path / "site.tar.gz", NOW)

    assert told.rows["fact_cursor"] > 0 and told.rows["fact_cursor"] % 2 == 0
    with closing(sqlite3.connect(bare / "data/bigbutton.db")) as conn:
        assert conn.execute("SELECT count(*) FROM fact_cursor").fetchone()[0] == told.rows["fact_cursor"]
    engine.dispose()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("share", [0.02, 0.5, 0.9, 0.9999])
def test_a_file_cut_short_is_refused_and_changes_nothing(site, bare, tmp_path, form, share):
    file = tmp_path / f"site.{form}"
    take(site, file, NOW)
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole) * share)])
    before = files_in(bare)

    why = refused(file)

    assert "cut short" in why.what
    assert "Take another back-up" in why.cure
    assert files_in(bare) == before


def test_a_back_up_of_a_newer_program_is_refused_with_both_versions(site, bare, tmp_path):
    with closing(sqlite3.connect(tmp_path / "old/data/bigbutton.db")) as conn, conn:
        conn.execute("UPDATE bigbutton_version SET version_num = '9999'")
    take(site, tmp_path / "site.tar.gz", NOW)
    before = files_in(bare)

    with pytest.raises(TooNew) as why:
        restore(tmp_path / "site.tar.gz", NOW)

    assert "version 9999" in why.value.what
    assert "newer" in why.value.cure
    assert files_in(bare) == before


def test_a_site_that_is_there_is_not_written_over_unless_told_and_is_kept_then(site, tmp_path):
    os.environ[CONFIG] = str(tmp_path / "old/bigbutton.toml")
    take(site, tmp_path / "site.tar.gz", NOW)

    assert "holds a site already" in refused(tmp_path / "site.tar.gz").what
    done = restore(tmp_path / "site.tar.gz", NOW, over=True)

    kept = tmp_path / "old/data/bigbutton.db.before-20260310T040000"
    assert done.kept == kept
    with closing(sqlite3.connect(kept)) as conn:
        assert conn.execute("SELECT count(*) FROM seniors").fetchone() == (2,)


def test_another_file_in_the_way_is_named_and_the_same_one_is_no_hindrance(site, bare, tmp_path):
    take(site, tmp_path / "site.tar.gz", NOW)
    photo = bare / "photos/zh/one.sln"
    photo.parent.mkdir(parents=True)
    photo.write_text("another door", encoding="utf-8")

    why = refused(tmp_path / "site.tar.gz")
    photo.write_text("photos 王秀英", encoding="utf-8")
    restore(tmp_path / "site.tar.gz", NOW)

    assert str(photo) in why.what
    assert (bare / "data/bigbutton.db").is_file()


def test_without_settings_here_those_of_the_back_up_come_without_secrets(site, tmp_path, monkeypatch):
    take(site, tmp_path / "site.tar.gz", NOW)
    monkeypatch.delenv(CONFIG)
    (tmp_path / "third").mkdir()
    monkeypatch.chdir(tmp_path / "third")

    done = restore(tmp_path / "site.tar.gz", NOW, to=f"sqlite:///{tmp_path}/third/site.db")

    brought = load()
    assert done.settings_are_new
    assert oct((tmp_path / "third/bigbutton.toml").stat().st_mode & 0o777) == "0o600"
    assert brought.database_url == f"sqlite:///{tmp_path}/third/site.db"
    assert (brought.console.secret, brought.trunks[0].secret, brought.exchange.call_secret) == ("", "", "")
    assert done.manifest.left_out == ("console.secret", "exchange.call_secret", "trunks.1.secret")


def test_with_secrets_the_settings_come_back_as_they_were(site, tmp_path, monkeypatch):
    take(site, tmp_path / "site.tar.gz", NOW, with_secrets=True)
    for path in (tmp_path / "old").rglob("*"):
        if path.is_file():
            path.unlink()

    os.environ[CONFIG] = str(tmp_path / "old/bigbutton.toml")
    restore(tmp_path / "site.tar.gz", NOW)

    assert load() == site


def test_what_was_refused_leaves_no_settings_behind(site, tmp_path, monkeypatch):
    take(site, tmp_path / "site.tar.gz", NOW)
    monkeypatch.delenv(CONFIG)
    (tmp_path / "third").mkdir()
    monkeypatch.chdir(tmp_path / "third")

    why = refused(tmp_path / "site.tar.gz")  # the settings name the old database, which is there

    assert "holds a site already" in why.what
    assert files_in(tmp_path / "third") == {}


def test_nothing_is_put_under_a_controller_that_runs(site, bare, tmp_path):
    take(site, tmp_path / "site.tar.gz", NOW)
    (bare / "alive").write_text("0\n")
    os.utime(bare / "alive", (NOW.timestamp() - 1, NOW.timestamp() - 1))

    assert "controller of this site is running" in refused(tmp_path / "site.tar.gz").what


def test_sqlite_does_not_go_into_postgresql(site, bare, tmp_path):
    take(site, tmp_path / "site.tar.gz", NOW)

    why = refused(tmp_path / "site.tar.gz", to="postgresql://somebody@127.0.0.1/none")

    assert "is postgresql" in why.what
    assert "sqlite database" in why.cure
