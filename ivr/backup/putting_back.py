"""How does a site stand again on a bare machine? Everything is checked first; the database comes last of all.

Killed in between it can be done again: files that are there already, byte for byte, are no hindrance.
"""

import hashlib
import os
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import URL

from db.migrations import upgrade
from db.refusals import TooNew
from db.versions import HEAD, REVISIONS
from ivr.backup import postgresql_copy, settings_text, sqlite_copy
from ivr.backup.databases import NAMES, SQLITE, address, compare, kind_of
from ivr.backup.manifest import Manifest
from ivr.backup.parts import FOLDERS, Part, parts_of, place_of
from ivr.backup.placing import place
from ivr.backup.refused import BackupRefused
from ivr.backup.unpacking import unpack
from ivr.founding.toml_text import toml_text
from ivr.running.heartbeat import last_beat
from ivr.settings import CONFIG, Settings, load

ALIVE = timedelta(seconds=5)
"""A controller that wrote its file so lately is running."""


@dataclass(frozen=True, kw_only=True)
class Restored:
    """`settings`: the file they stand in, and whether it came from the back-up. `kept`: the database before."""

    manifest: Manifest
    database: str
    settings: Path
    settings_are_new: bool
    kept: Path | None


@dataclass(frozen=True, kw_only=True)
class _Wanted:
    """One file of the archive, unpacked, and where it goes."""

    part: Part
    file: Path
    to: Path


def restore(file: Path, now: datetime, *, to: str = "", over: bool = False) -> Restored:
    """`to`: another database than the settings name. `over`: what is there may be replaced.

    Raises BackupRefused, DatabaseRefused, SettingsRefused, OSError; nothing was changed then, but where it says so.
    """
    config = Path(os.environ.get(CONFIG) or settings_text.NAME)
    with tempfile.TemporaryDirectory(prefix=".bigbutton-restore-", dir=config.absolute().parent) as name:
        folder = Path(name)
        told = unpack(file, folder, FOLDERS)
        if told.version not in REVISIONS:
            what = f"The back-up is of version {told.version}, this program knows {HEAD}"
            raise TooNew(what, "Install the program that wrote it, or a newer one; nothing was changed")
        with _settings(config, folder / settings_text.NAME, to) as (settings, are_new):
            url = address(to or settings.database_url)
            files = tuple(_files(folder, parts_of(settings)))
            _refuse(settings, url, told, files, now, over=over)
            kept = _put_back(folder, url, files, told, f"{now:%Y%m%dT%H%M%S}", over=over)
    upgrade(url.render_as_string(hide_password=False))
    return Restored(
        manifest=told, database=url.render_as_string(hide_password=True), settings=config, settings_are_new=are_new,
        kept=kept,
    )  # fmt: skip


@contextmanager
def _settings(config: Path, brought: Path, to: str) -> Iterator[tuple[Settings, bool]]:
    """Those that are here; else those of the back-up, which stay only where everything else came back too."""
    if config.exists():
        yield load(), False
        return
    values = tomllib.loads(brought.read_text(encoding="utf-8"))
    brought.write_text(toml_text(values | ({"database_url": to} if to else {})), encoding="utf-8")
    place(brought, config, 0o600)
    try:
        yield load(), True
    except BaseException:
        config.unlink()
        raise


def _files(folder: Path, parts: tuple[Part, ...]) -> Iterator[_Wanted]:
    for part in parts:
        for path in sorted((folder / part.name).rglob("*")):
            if path.is_file():
                yield _Wanted(part=part, file=path, to=place_of(part, path.relative_to(folder).as_posix()))


def _refuse(
    settings: Settings, url: URL, told: Manifest, files: tuple[_Wanted, ...], now: datetime, *, over: bool
) -> None:
    if kind_of(url) != told.kind:
        cure = f"Name a {told.kind} database with --to"
        raise BackupRefused(f"The back-up holds {told.kind}, and {url.render_as_string()} is {kind_of(url)}", cure)
    beat = last_beat(settings.heartbeat)
    if beat is not None and now - beat < ALIVE:
        raise BackupRefused("The controller of this site is running", "Stop `bigbutton serve` first")
    empty = sqlite_copy.is_empty(Path(url.database or "")) if told.kind == SQLITE else postgresql_copy.is_empty(url)
    force = "Name another one with --to, or replace what is there with --force"
    if not empty and not over:
        raise BackupRefused(f"{url.render_as_string()} holds a site already; nothing was changed", force)
    there = [one.to for one in files if one.to.exists() and _sum(one.to) != _sum(one.file)]
    if there and not over:
        what = f"{len(there)} files are there already and are others, {there[0]} first; nothing was changed"
        raise BackupRefused(what, "Move them away, or replace them with --force")


def _put_back(
    folder: Path, url: URL, files: tuple[_Wanted, ...], told: Manifest, stamp: str, *, over: bool
) -> Path | None:
    copied, database = folder / NAMES[told.kind], Path(url.database or "")
    if told.kind == SQLITE:
        compare(sqlite_copy.examine(copied).rows, told.rows, copied.name)
    for one in files:
        _place(one, stamp)
    os.sync()  # the folders too, before the database says that there is a site
    if told.kind == SQLITE:
        database.absolute().parent.mkdir(parents=True, exist_ok=True)
        return sqlite_copy.put_in_place(copied, database, stamp)
    found = postgresql_copy.fill(url, copied, over=over)
    compare(found.rows, told.rows, url.render_as_string())
    return None


def _place(wanted: _Wanted, stamp: str) -> None:
    if not wanted.part.folder.exists():
        wanted.part.folder.mkdir(parents=True, mode=0o700 if wanted.part.private else 0o755)
    wanted.to.parent.mkdir(parents=True, exist_ok=True)
    if wanted.to.suffix == ".sqlite":
        sqlite_copy.put_in_place(wanted.file, wanted.to, stamp)
    else:
        place(wanted.file, wanted.to, wanted.file.stat().st_mode & 0o777)


def _sum(file: Path) -> bytes:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").digest()
