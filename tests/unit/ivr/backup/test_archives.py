"""An archive that somebody made or changed: nothing of it is written outside, and nothing changed is put back."""

import io
import json
import shutil
import tarfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ivr.backup.manifest import from_text
from ivr.backup.packing import form_of
from ivr.backup.parts import FOLDERS
from ivr.backup.refused import BackupRefused
from ivr.backup.taking import take
from ivr.backup.unpacking import unpack
from ivr.settings import Settings

NOW = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)


def archive(folder: Path, *members: tarfile.TarInfo) -> Path:
    """Of these members, each with the content `x` where it is a file."""
    file = folder / "made.tar.gz"
    with tarfile.open(file, "w:gz") as tar:
        for member in members:
            member.size = 1 if member.isreg() else 0
            tar.addfile(member, io.BytesIO(b"x") if member.isreg() else None)
    return file


def named(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, link
    return member


def refused(file: Path, into: Path) -> BackupRefused:
    with pytest.raises(BackupRefused) as why:
        unpack(file, into, FOLDERS)
    return why.value


@pytest.mark.parametrize(
    "member",
    [
        named("../outside"),
        named("/etc/outside"),
        named("photos/../../outside"),
        named("photos/./outside"),
        named("photos//outside"),
        named("photos\\..\\outside"),
        named("photos"),
        named("elsewhere/outside"),
        named("outside"),
        named("photos/link", tarfile.SYMTYPE, "/etc/passwd"),
        named("photos/link", tarfile.LNKTYPE, "bigbutton.toml"),
        named("photos/device", tarfile.CHRTYPE),
        named("photos/folder", tarfile.DIRTYPE),
    ],
    ids=lambda member: f"{member.name} {member.type.decode()}",
)
def test_what_does_not_belong_there_is_named_and_not_written(tmp_path, member):
    into = tmp_path / "a/b"
    into.mkdir(parents=True)

    why = refused(archive(tmp_path, member), into)

    assert "does not belong there" in why.what
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [tmp_path / "made.tar.gz"]


def test_the_same_name_twice_is_refused(tmp_path):
    assert "does not belong" in refused(archive(tmp_path, named("photos/a"), named("photos/a")), tmp_path).what


def test_an_archive_without_a_manifest_counts_as_cut_short(tmp_path):
    assert "cut short" in refused(archive(tmp_path, named("photos/a")), tmp_path).what


def test_a_file_of_another_kind_is_no_back_up(tmp_path):
    letter = tmp_path / "letter.tar.gz"
    letter.write_text("Dear Mrs Wang")

    assert "is no back-up" in refused(letter, tmp_path).what


def repacked(file: Path, change: dict[str, bytes | None], more: str = "") -> Path:
    """The same archive with other contents (None: left out), and a file more behind all of them."""
    new = file.with_name("changed.tar.gz")
    with tarfile.open(file) as old, tarfile.open(new, "w:gz") as tar:
        for member in old:
            content = old.extractfile(member)
            assert content is not None
            data = change.get(member.name, content.read())
            if data is not None:
                member.size = len(data)
                tar.addfile(member, io.BytesIO(data))
        if more:
            tar.addfile(named(more), io.BytesIO())
    return new


@pytest.fixture
def taken(site: Settings, tmp_path: Path) -> Path:
    take(site, tmp_path / "site.tar.gz", NOW)
    return tmp_path / "site.tar.gz"


@pytest.fixture
def into(tmp_path: Path) -> Path:
    (tmp_path / "into").mkdir()
    return tmp_path / "into"


def test_a_file_that_was_exchanged_is_named(taken, into):
    changed = repacked(taken, {"photos/zh/one.sln": b"another door"})

    assert "photos/zh/one.sln is not what was backed up" in refused(changed, into).what


def test_a_file_that_is_missing_is_told(taken, into):
    assert "cut short" in refused(repacked(taken, {"photos/zh/one.sln": None}), into).what


def test_nothing_may_stand_behind_the_manifest(taken, into):
    assert "photos/more" in refused(repacked(taken, {}, more="photos/more"), into).what


def manifest_of(file: Path) -> dict[str, object]:
    with tarfile.open(file) as tar:
        content = tar.extractfile("manifest.json")
        assert content is not None
        found: dict[str, object] = json.loads(content.read())
        return found


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"program": "songs"}, "another program's"),
        ({"format": 2}, "the form 2"),
        ({"files": 7}, "cannot be read"),
        ({"kind": "oracle"}, "is damaged"),
    ],
)
def test_a_manifest_that_is_not_ours_is_refused_in_words(taken, into, change, told):
    text = json.dumps(manifest_of(taken) | change).encode()

    assert told in refused(repacked(taken, {"manifest.json": text}), into).what


def test_a_manifest_that_is_no_json_is_refused():
    with pytest.raises(BackupRefused, match="cannot be read"):
        from_text(b"\xff{")


@pytest.mark.parametrize("name", ["site.zip", "site", ".tar.gz", "site.tar"])
def test_a_name_that_does_not_say_how_it_is_packed_is_refused(name):
    with pytest.raises(BackupRefused, match=r"End its name with \.tar\.zst or \.tar\.gz"):
        form_of(Path(name))


def test_without_zstd_its_package_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(BackupRefused, match="apt-get install zstd"):
        form_of(Path("site.tar.zst"))


def test_a_disk_without_room_is_told_before_it_is_full(taken, into, monkeypatch):
    full = shutil.disk_usage(into)._replace(free=100)
    monkeypatch.setattr("ivr.backup.unpacking.shutil.disk_usage", lambda _: full)

    assert "no room" in refused(taken, into).what


def test_the_form_is_read_from_the_file_whatever_its_name(taken, into):
    other = taken.rename(taken.with_name("site.tar.zst"))

    assert unpack(other, into, FOLDERS).kind == "sqlite"
