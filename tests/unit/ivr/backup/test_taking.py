"""A back-up has its name only when it is whole; what may not be read by others is not."""

import fcntl
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from db.refusals import NotOurs, Unreachable
from ivr.backup.refused import BackupRefused
from ivr.backup.settings_text import settings_text
from ivr.backup.taking import take
from ivr.settings import CONFIG, Settings, load
from tests.contract.homes import new_database

NOW = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
ROOT = Path(__file__).parents[4]


def test_the_file_is_its_owners_alone_and_nothing_else_is_left(site, tmp_path):
    take(site, tmp_path / "kept.tar.gz", NOW)

    assert oct((tmp_path / "kept.tar.gz").stat().st_mode & 0o777) == "0o600"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kept.tar.gz", "old"]


def test_a_back_up_that_is_there_is_replaced_only_when_told(site, tmp_path):
    file = tmp_path / "kept.tar.gz"
    file.write_text("the one of last night")

    with pytest.raises(BackupRefused, match="is there already"):
        take(site, file, NOW)
    assert file.read_text() == "the one of last night"
    take(site, file, NOW, over=True)

    assert file.read_bytes()[:2] == b"\x1f\x8b"


def test_a_copy_that_fails_leaves_neither_file_nor_folder(site, tmp_path):
    (tmp_path / "old/data/bigbutton.db").write_bytes(b"SQLite format 3\0" + b"?" * 5000)

    with pytest.raises(BackupRefused, match="cannot be copied"):
        take(site, tmp_path / "kept.tar.gz", NOW)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["old"]


def test_a_database_that_is_not_there_is_not_made(site, tmp_path):
    (tmp_path / "old/data/bigbutton.db").unlink()

    with pytest.raises(Unreachable, match="There is no database"):
        take(site, tmp_path / "kept.tar.gz", NOW)

    assert not (tmp_path / "old/data/bigbutton.db").exists()


def test_an_empty_database_is_no_site(site, tmp_path):
    (tmp_path / "old/data/bigbutton.db").write_bytes(b"")

    with pytest.raises(NotOurs, match="holds no site"):
        take(site, tmp_path / "kept.tar.gz", NOW)


def test_a_name_that_could_not_come_back_is_refused_at_once(site, tmp_path):
    (tmp_path / "old/photos/zh/a\\b").write_text("x")

    with pytest.raises(BackupRefused, match="no archive can carry"):
        take(site, tmp_path / "kept.tar.gz", NOW)


def test_a_back_up_inside_what_it_keeps_is_refused(site, tmp_path):
    with pytest.raises(BackupRefused, match="part of itself"):
        take(site, tmp_path / "old/photos/kept.tar.gz", NOW)


KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from ivr.backup import taking
from ivr.settings import load
taking.place = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
taking.take(load(), Path(sys.argv[1]), datetime.now(UTC))
"""


def test_one_that_is_killed_leaves_no_file_and_the_next_one_clears_up(site, tmp_path):
    file = tmp_path / "kept.tar.gz"
    here = os.environ | {"PYTHONPATH": str(ROOT), CONFIG: str(tmp_path / "old/bigbutton.toml")}
    died = subprocess.run([sys.executable, "-c", KILLED, str(file)], env=here, timeout=60, check=False)

    left = [path.name for path in tmp_path.iterdir()]
    take(site, file, NOW)

    assert died.returncode == -signal.SIGKILL
    assert len(left) == 2 and "kept.tar.gz" not in left
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kept.tar.gz", "old"]


@contextmanager
def at_work(folder: Path) -> Iterator[None]:
    handle = os.open(folder, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    yield
    os.close(handle)


def test_another_one_at_work_is_left_alone(site, tmp_path):
    other = tmp_path / ".kept.tar.gz.0123.part"
    other.mkdir()

    with at_work(other):
        take(site, tmp_path / "kept.tar.gz", NOW)

    assert other.is_dir()


def test_every_secret_is_left_out_wherever_it_stands(site):
    told = {
        "twilio": {"account": "AC" + "0" * 32, "token": "hidden"},
        "exchange": {"call_secret": "hidden", "fill_secret": "hidden"},
        "console": {"secret": "hidden", "port": 8081},
        "desks": [{"name": "hotline", "phones": [{"id": "desk1", "secret": "hidden"}]}],
    }

    text, left_out = settings_text(Settings.model_validate(told), with_secrets=False)

    assert "hidden" not in text
    assert {"twilio.token", "desks.1.phones.1.secret", "console.secret", "exchange.fill_secret"} <= set(left_out)
    assert 'id = "desk1"' in text and "port = 8081" in text


def test_a_password_in_the_databases_address_is_a_secret_too(tmp_path, monkeypatch):
    monkeypatch.setenv("BIGBUTTON_DATABASE_URL", "postgresql://bb:geheim@db/site")
    monkeypatch.delenv(CONFIG)
    monkeypatch.chdir(tmp_path)

    text, left_out = settings_text(load(), with_secrets=False)

    assert text == 'database_url = "postgresql://bb@db/site"\n'
    assert left_out == ("database_url: its password",)


def test_the_site_can_be_kept_before_an_older_one_is_upgraded(site, tmp_path):
    url = new_database(tmp_path, "older.db")
    with sqlite3.connect(tmp_path / "older.db") as conn:
        conn.execute("UPDATE bigbutton_version SET version_num = '0003'")
    conn.close()

    told = take(site.model_copy(update={"database_url": url}), tmp_path / "kept.tar.gz", NOW)

    assert told.version == "0003"
