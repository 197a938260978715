"""Does cleaning end and remove what is ours, and nothing else?"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from prepare import clean


@pytest.fixture
def sleeper(tmp_path: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A process that works in our folder."""
    (tmp_path / ".run").mkdir()
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], cwd=tmp_path / ".run")
    yield process
    process.kill()
    process.wait()


def test_a_process_of_ours_that_a_pid_file_names_is_ended(tmp_path: Path, sleeper: "subprocess.Popen[bytes]"):
    (tmp_path / ".run/exchange").mkdir()
    (tmp_path / ".run/exchange/asterisk.pid").write_text(f"{sleeper.pid}\n")

    found = clean.running([tmp_path / ".run"], tmp_path)
    clean.end(sleeper.pid)

    assert found == [("asterisk", sleeper.pid)]
    assert sleeper.wait(timeout=5) == -15


def test_a_number_that_belongs_to_another_program_by_now_is_left_alone(tmp_path: Path):
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], cwd="/")
    (tmp_path / "old.pid").write_text(str(stranger.pid))

    found = clean.running([tmp_path], tmp_path)
    stranger.kill()
    stranger.wait()

    assert found == []


def test_neither_we_nor_who_started_us_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "us.pid").write_text(str(os.getpid()))

    assert clean.belongs(os.getpid(), [str(tmp_path)])
    assert clean.running([tmp_path], tmp_path) == []


@pytest.mark.parametrize("text", ["", "\n", "abc", "-"])
def test_a_pid_file_without_a_number_is_passed_over(tmp_path: Path, text: str):
    (tmp_path / "x.pid").write_text(text)

    assert clean.read_pid(tmp_path / "x.pid") is None


def test_pid_files_inside_the_unpacked_asterisk_are_not_ours(tmp_path: Path):
    (tmp_path / "asterisk-root/run").mkdir(parents=True)
    (tmp_path / "asterisk-root/run/other.pid").write_text("1")

    assert clean.pid_files(tmp_path) == []


def test_a_folder_that_is_only_a_link_is_not_followed(tmp_path: Path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")

    assert clean.ours(tmp_path / "real")
    assert not clean.ours(tmp_path / "link")
