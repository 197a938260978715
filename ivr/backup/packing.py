"""How is an archive made small, and read again? gzip, or the program `zstd`; which one the file itself says."""

import gzip
import os
import shutil
import subprocess
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from ivr.backup.refused import BackupRefused

GZIP, ZSTD = ".tar.gz", ".tar.zst"
_MAGIC = {b"\x1f\x8b": GZIP, b"\x28\xb5": ZSTD}
_CUT = "Take another back-up, or copy this one here again whole"


def form_of(file: Path) -> str:
    """By the name of a file that is to be written. Raises BackupRefused."""
    form = next((form for form in (GZIP, ZSTD) if file.name.endswith(form) and file.name != form), "")
    if not form:
        raise BackupRefused(f"{file} does not say how it is packed", f"End its name with {ZSTD} or {GZIP}")
    if form == ZSTD:
        _zstd()
    return form


@contextmanager
def packed(file: Path, form: str) -> Iterator[IO[bytes]]:
    """What is written into it lies on the disk, packed, at the end. The file is new, and its owner's alone."""
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as raw:
        if form == GZIP:
            with gzip.GzipFile(filename="", fileobj=raw, mode="wb", compresslevel=6) as stream:
                yield stream  # type: ignore[misc]  # a GzipFile writes bytes as any file does
        else:
            with _through(raw) as stream:
                yield stream
        raw.flush()
        os.fsync(raw.fileno())


@contextmanager
def unpacked(file: Path) -> Iterator[IO[bytes]]:
    """The archive inside. Reading it, or the end of it, raises BackupRefused where the file was cut short."""
    with file.open("rb") as raw:
        form = _MAGIC.get(raw.read(2))
    if form is None:
        raise BackupRefused(f"{file} is no back-up", "Name a file that `bigbutton backup` wrote")
    try:
        if form == GZIP:
            with gzip.open(file) as stream:
                yield stream  # type: ignore[misc]
        else:
            with _out_of(file) as stream:
                yield stream
    except (EOFError, zlib.error, gzip.BadGzipFile) as fault:
        raise cut_short(file) from fault


def cut_short(file: Path) -> BackupRefused:
    return BackupRefused(f"{file} was cut short or damaged; nothing was changed", _CUT)


@contextmanager
def _through(raw: IO[bytes]) -> Iterator[IO[bytes]]:
    work = subprocess.Popen([_zstd(), "-q", "-T0", "-c"], stdin=subprocess.PIPE, stdout=raw, stderr=subprocess.PIPE)
    assert work.stdin is not None and work.stderr is not None
    with work:
        try:
            yield work.stdin
            work.stdin.close()
            if work.wait():
                raise OSError(work.stderr.read().decode(errors="replace").strip())
        finally:
            work.kill()


@contextmanager
def _out_of(file: Path) -> Iterator[IO[bytes]]:
    work = subprocess.Popen([_zstd(), "-dqc", "--", str(file)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert work.stdout is not None
    with work:
        try:
            yield work.stdout
            if work.wait():
                raise EOFError
        finally:
            work.kill()


def _zstd() -> str:
    program = shutil.which("zstd")
    if program is None:
        raise BackupRefused(
            "The program zstd is not here", f"`apt-get install zstd`, or take a file that ends with {GZIP}"
        )
    return program
