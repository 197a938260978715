"""What has Asterisk written since we last looked? Its own log of facts on disk, read from a cursor.

Asterisk opens the file anew for each row, so a rename is a rotation: the reader finishes the renamed file
(known by its inode), then goes on with the next. Only whole lines are read; a row half written waits.
"""

import csv
import os
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

NAME = "facts.csv"
CHUNK = 1 << 20
_BEGINS = re.compile(r'"[A-Z_]+"(?=,"[0-9]+\.[0-9]+",")')
"""A row's event and time (cel.conf). Quotes inside a field are doubled, so that none of them looks so."""
LOOKS = 5
"""How often the folder is looked at again when a file was renamed under our eyes."""


@dataclass(frozen=True, kw_only=True)
class Cursor:
    """Up to where the log has been taken over: a file (inode) and a byte offset in it."""

    inode: int = 0
    offset: int = 0


@dataclass(frozen=True, kw_only=True)
class FactRow:
    """One row of the log, as text: nothing is understood yet."""

    event: str
    time: str
    uniqueid: str
    linkedid: str
    extra: str
    channel: str


class _Moved(OSError):
    """The file is not the one that was looked at: renamed in between."""


class FactLog:
    """The log of one exchange: `folder` holds facts.csv and what it was renamed to (facts.csv.<anything>)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, cursor: Cursor) -> tuple[list[FactRow], Cursor]:
        """At most a megabyte of whole rows after `cursor`, and the cursor behind them.

        OSError: the log cannot be read now; nothing was taken.
        """
        for _ in range(LOOKS):
            try:
                return self._present(cursor) or self._whole(cursor)
            except (_Moved, FileNotFoundError):
                continue
        raise _Moved(f"{self.folder / NAME} is renamed faster than it can be read")

    def rotate(self, suffix: str) -> Path | None:
        """Rename the present file aside; Asterisk's next row starts a new one. None: nothing to rename."""
        path = self.folder / NAME
        if not path.exists():
            return None
        return path.rename(path.with_name(f"{NAME}.{suffix}"))

    def _present(self, cursor: Cursor) -> tuple[list[FactRow], Cursor] | None:
        """Nearly always: the cursor stands in the present file, and no other is younger."""
        try:
            rows, end = _read(self.folder / NAME, cursor.inode, cursor.offset)
        except (_Moved, FileNotFoundError):
            return None
        return rows, Cursor(inode=cursor.inode, offset=end)

    def _whole(self, cursor: Cursor) -> tuple[list[FactRow], Cursor]:
        """The cursor's file from its offset, then every younger one from its beginning."""
        for name, inode in self._files(cursor):
            start = cursor.offset if inode == cursor.inode else 0
            rows, end = _read(self.folder / name, inode, start)
            if rows or end != start:
                return rows, Cursor(inode=inode, offset=end)
        return [], cursor

    def size(self) -> int:
        """Bytes of the present file."""
        path = self.folder / NAME
        return path.stat().st_size if path.exists() else 0

    def behind(self, cursor: Cursor) -> int:
        """Bytes that lie after the cursor: what is not taken over yet."""
        size = 0
        for name, inode in self._files(cursor):
            with suppress(FileNotFoundError):
                size += (self.folder / name).stat().st_size - (cursor.offset if inode == cursor.inode else 0)
        return max(size, 0)

    def forget_before(self, cursor: Cursor, keep: int = 8) -> list[Path]:
        """Remove the oldest renamed files that lie wholly behind `cursor`, all but the last `keep`."""
        files = self._listed()
        inodes = [inode for _, inode in files]
        if cursor.inode not in inodes:
            return []  # where we stand is not known: nothing is certain to have been read
        behind = [self.folder / name for name, _ in files[: inodes.index(cursor.inode)]]
        old = behind[: max(0, len(behind) - keep)]
        for path in old:
            path.unlink()
        return old

    def _files(self, cursor: Cursor) -> list[tuple[str, int]]:
        """Name and inode, oldest first; all of them where the cursor's file is there no more."""
        for _ in range(LOOKS):
            files = self._listed()
            inodes = [inode for _, inode in files]
            if cursor.inode in inodes:
                return files[inodes.index(cursor.inode) :]
            if not cursor.inode:
                break
        return files

    def _listed(self) -> list[tuple[str, int]]:
        if not self.folder.is_dir():
            return []
        with os.scandir(self.folder) as entries:
            ours = [one for one in entries if one.name == NAME or one.name.startswith(f"{NAME}.")]
        ages = sorted((one.name == NAME, one.stat().st_mtime_ns, one.name, one.stat().st_ino) for one in ours)
        return [(name, inode) for _, _, name, inode in ages]


def _read(path: Path, inode: int, start: int) -> tuple[list[FactRow], int]:
    """From `start` (of a file cut short since: from its beginning) to the end of its last whole line."""
    with path.open("rb") as file:
        seen = os.fstat(file.fileno())
        if seen.st_ino != inode:
            raise _Moved(f"{path} is another file now")
        start = 0 if start > seen.st_size else start
        file.seek(start)
        data = file.read(CHUNK)
    whole = data.rfind(b"\n") + 1
    if not whole and len(data) == CHUNK:
        whole = CHUNK  # no row of ours is that long
    return _rows(data[:whole]), start + whole


def _rows(data: bytes) -> list[FactRow]:
    """A line is a row, whatever quotes, line ends of other alphabets, or zeros of a power cut it holds."""
    lines = data.replace(b"\0", b"").decode("utf-8", "replace").split("\n")
    parsed = _fields(lines)
    if len(parsed) != len(lines):
        parsed = [next(iter(_fields([line])), []) for line in lines]
    found = (_row(fields) or _untorn(line) for fields, line in zip(parsed, lines, strict=True))
    return [row for row in found if row is not None]


def _untorn(line: str) -> FactRow | None:
    """The last row that begins in it: a full disk tears a row off, and the first that fits again stands behind it."""
    begins = [found.start() for found in _BEGINS.finditer(line)]
    return _row(next(iter(_fields([line[begins[-1] :]])), [])) if begins else None


def _fields(lines: list[str]) -> list[list[str]]:
    """Fewer than `lines` where one of them is broken."""
    try:
        return list(csv.reader(lines))
    except csv.Error:
        return []


def _row(fields: list[str]) -> FactRow | None:
    """Columns as cel_custom.conf orders them; a line that is none is passed over."""
    if len(fields) != 7 or '"' in fields[0]:
        return None
    event, time, uniqueid, linkedid, _, extra, channel = fields
    return FactRow(event=event, time=time, uniqueid=uniqueid, linkedid=linkedid, extra=extra, channel=channel)
