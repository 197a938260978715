"""Is an Asterisk used only if it is new enough, complete, and unpacked to its end?"""

import os
import subprocess
from pathlib import Path

import pytest

from prepare import account, asterisk_root
from prepare.say import Impossible


def a_root(where: Path, *, machine: str = "x86_64", loader: str = "ld-linux-x86-64.so.2") -> Path:
    """A folder that looks like an unpacked Asterisk; its loader is a script that answers like one."""
    libraries = where / f"usr/lib/{machine}-linux-gnu"
    libraries.mkdir(parents=True)
    (libraries / loader).write_text('#!/bin/sh\necho \'Asterisk 22.10.1+dfsg\' "$MALLOC_ARENA_MAX" "$@"\n')
    (libraries / loader).chmod(0o755)
    (where / "usr/sbin").mkdir()
    (where / "usr/sbin/asterisk").write_text("")
    return where


def test_asterisk_22_is_new_enough_and_20_is_not():
    assert asterisk_root.new_enough(asterisk_root.version_in("Asterisk 22.10.1+dfsg+~cs6.17-1"))
    assert not asterisk_root.new_enough(asterisk_root.version_in("Asterisk 20.6.0~dfsg+~cs6.13"))
    assert not asterisk_root.new_enough(asterisk_root.version_in(None))


def test_a_root_whose_stamp_was_written_is_used(tmp_path: Path):
    root = a_root(tmp_path / "asterisk-root")
    (root / ".finished").write_text("{}")

    found = asterisk_root.fetched(tmp_path)

    assert found is not None
    assert found.modules == root / "usr/lib/x86_64-linux-gnu/asterisk/modules"


def test_a_half_built_root_is_not_used(tmp_path: Path):
    a_root(tmp_path / "asterisk-root")

    assert asterisk_root.fetched(tmp_path) is None


def test_a_root_that_lost_its_program_is_not_used(tmp_path: Path):
    root = a_root(tmp_path / "asterisk-root")
    (root / ".finished").write_text("{}")
    (root / "usr/sbin/asterisk").unlink()

    assert asterisk_root.fetched(tmp_path) is None


def test_the_loader_of_an_arm_computer_is_found_too(tmp_path: Path):
    root = a_root(tmp_path / "root", machine="aarch64", loader="ld-linux-aarch64.so.1")

    found = asterisk_root.in_root(root)

    assert found is not None and found.start[0].endswith("aarch64-linux-gnu/ld-linux-aarch64.so.1")


def test_an_asterisk_without_the_modules_we_need_is_not_complete(tmp_path: Path):
    (tmp_path / "chan_pjsip.so").write_text("")
    assert not asterisk_root.complete(tmp_path)

    for name in asterisk_root.MODULES:
        (tmp_path / name).write_text("")

    assert asterisk_root.complete(tmp_path)


def test_the_wrapper_limits_memory_and_passes_its_arguments_on(tmp_path: Path):
    found = asterisk_root.in_root(a_root(tmp_path / "it's a root"))
    assert found is not None

    asterisk = asterisk_root.wrap(tmp_path, found, account.current())
    said = subprocess.run([*asterisk.command, "-rx", "core show uptime"], capture_output=True, text=True, check=True)

    assert asterisk.version == "22.10.1"
    assert said.stdout.startswith("Asterisk 22.10.1+dfsg 2 --argv0 asterisk --library-path")
    assert said.stdout.endswith("usr/sbin/asterisk -rx core show uptime\n")


def test_the_wrapper_is_written_once(tmp_path: Path):
    found = asterisk_root.in_root(a_root(tmp_path / "root"))
    assert found is not None
    asterisk_root.wrap(tmp_path, found, account.current())
    os.utime(tmp_path / "bin/asterisk", (1, 1))

    asterisk_root.wrap(tmp_path, found, account.current())

    assert (tmp_path / "bin/asterisk").stat().st_mtime == 1


def test_an_asterisk_that_does_not_start_is_told_with_a_cure(tmp_path: Path):
    root = a_root(tmp_path / "root")
    next(root.glob("usr/lib/*/ld-linux*")).write_text("#!/bin/sh\nexit 127\n")
    found = asterisk_root.in_root(root)
    assert found is not None

    with pytest.raises(Impossible) as refused:
        asterisk_root.wrap(tmp_path, found, account.current())

    assert "make clean" in refused.value.cure
