"""How is a back-up taken while the site runs? The database first, then the files it names, then what they all were.

The file has its name only when it is whole and on the disk. A killed back-up leaves a folder beside it that the next
one removes.
"""

import fcntl
import hashlib
import io
import os
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO
from uuid import uuid4

from sqlalchemy import URL

from ivr.backup import manifest as manifests
from ivr.backup import postgresql_copy, settings_text, sqlite_copy
from ivr.backup.databases import NAMES, SQLITE, Copy, address, kind_of
from ivr.backup.manifest import Manifest, Sum
from ivr.backup.packing import form_of, packed
from ivr.backup.parts import is_plain, parts_of
from ivr.backup.placing import place
from ivr.backup.refused import BackupRefused
from ivr.settings import Settings


@dataclass
class _Reader(io.RawIOBase):
    """A file that is summed while it is read."""

    file: IO[bytes]

    def __post_init__(self) -> None:
        self.sum = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self.file.read(size)
        self.sum.update(data)
        return data


def take(settings: Settings, file: Path, now: datetime, *, with_secrets: bool = False, over: bool = False) -> Manifest:
    """Written into `file`, or nothing is. Raises BackupRefused, DatabaseRefused, OSError."""
    form = form_of(file)
    if file.exists() and not over:
        raise BackupRefused(f"{file} is there already", "Take another name, or --force to replace it")
    beside = file.absolute().parent
    if not beside.is_dir():
        raise BackupRefused(f"There is no folder {beside}", "Make it, or name another. Is that disk mounted?")
    if any(file.absolute().is_relative_to(part.folder.absolute()) for part in parts_of(settings)):
        raise BackupRefused(f"{file} would be a part of itself", "Put it into a folder outside the site's own")
    with _folder_beside(file) as folder:
        archive = folder / "archive"
        database = folder / "database"
        copied = _copy(address(settings.database_url), database)
        text, left_out = settings_text.settings_text(settings, with_secrets=with_secrets)
        with packed(archive, form) as stream, tarfile.open(fileobj=stream, mode="w|", format=tarfile.PAX_FORMAT) as tar:
            sums = {settings_text.NAME: _add_text(tar, settings_text.NAME, text, now)}
            sums[NAMES[copied.kind]] = _add(tar, NAMES[copied.kind], database)
            sums |= dict(_files(tar, settings, folder / "copy"))
            told = Manifest(
                taken_at=now, kind=copied.kind, version=copied.version, rows=copied.rows, files=sums, left_out=left_out
            )
            _add_text(tar, manifests.NAME, manifests.as_text(told), now)
        place(archive, file, 0o600)
    return told


def _copy(url: URL, into: Path) -> Copy:
    if kind_of(url) != SQLITE:
        return postgresql_copy.copy(url, into)
    sqlite_copy.copy(Path(url.database or ""), into)
    return sqlite_copy.examine(into)


def _files(tar: tarfile.TarFile, settings: Settings, copied: Path) -> Iterator[tuple[str, Sum]]:
    """A file that went while we looked is no more of this site."""
    for part in parts_of(settings):
        for name, path in part.files():
            if not is_plain(name):
                raise BackupRefused(f"{path!r} has a name that no archive can carry", "Rename or remove that file")
            with suppress(FileNotFoundError):
                if path.suffix == ".sqlite":
                    copied.unlink(missing_ok=True)
                    sqlite_copy.copy(path, copied)
                    yield name, _add(tar, name, copied)
                else:
                    yield name, _add(tar, name, path)


def _add(tar: tarfile.TarFile, name: str, path: Path) -> Sum:
    """As long as it is now: a log that grows meanwhile is kept up to here."""
    with path.open("rb") as file:
        seen = os.fstat(file.fileno())
        member = tarfile.TarInfo(name)
        member.size, member.mtime, member.mode = seen.st_size, seen.st_mtime, seen.st_mode & 0o666
        reader = _Reader(file)
        tar.addfile(member, reader)
    return Sum(size=member.size, sha256=reader.sum.hexdigest())


def _add_text(tar: tarfile.TarFile, name: str, text: str, now: datetime) -> Sum:
    data = text.encode()
    member = tarfile.TarInfo(name)
    member.size, member.mtime, member.mode = len(data), now.timestamp(), 0o600
    tar.addfile(member, io.BytesIO(data))
    return Sum(size=len(data), sha256=hashlib.sha256(data).hexdigest())


@contextmanager
def _folder_beside(file: Path) -> Iterator[Path]:
    """On the disk the back-up goes to, ours alone; what a killed back-up left is removed."""
    for left in file.parent.glob(f".{file.name}.*.part"):
        with suppress(BlockingIOError), _held(left):
            shutil.rmtree(left)
    folder = file.parent / f".{file.name}.{uuid4().hex[:8]}.part"
    folder.mkdir(mode=0o700)
    try:
        with _held(folder):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Raises BlockingIOError where another back-up works in it."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)
