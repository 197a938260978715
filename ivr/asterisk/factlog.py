"""What has Asterisk written since we last looked? Its own log of facts on disk, read from a cursor.

Asterisk opens the file anew for each row, so a rename is a rotation: the reader finishes the renamed file
(known by its inode), then goes on with the next. Only whole lines are read; a row half written waits.
"""

import csv
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

NAME = "facts.csv"
CHUNK = 1 << 20


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


class FactLog:
    """The log of one exchange: `folder` holds facts.csv and what it was renamed to (facts.csv.<anything>)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, cursor: Cursor) -> tuple[list[FactRow], Cursor]:
        """At most a megabyte of whole rows after `cursor`, and the cursor behind them."""
        for path, start in self._files(cursor):
            rows, end = _read(path, start)
            if rows or end > start:
                return rows, Cursor(inode=path.stat().st_ino, offset=end)
        return [], cursor

    def rotate(self, suffix: str) -> Path | None:
        """Rename the present file aside; Asterisk's next row starts a new one. None: nothing to rename."""
        path = self.folder / NAME
        if not path.exists():
            return None
        return path.rename(path.with_name(f"{NAME}.{suffix}"))

    def _files(self, cursor: Cursor) -> Iterator[tuple[Path, int]]:
        """The cursor's file from its offset, then every younger one from its beginning."""
        known = [(os.stat(path).st_mtime_ns, path) for path in self.folder.glob(f"{NAME}.*")]
        ordered = [path for _, path in sorted(known)]
        current = self.folder / NAME
        if current.exists():
            ordered.append(current)
        inodes = [path.stat().st_ino for path in ordered]
        first = inodes.index(cursor.inode) if cursor.inode in inodes else 0
        for path, inode in list(zip(ordered, inodes, strict=True))[first:]:
            yield path, cursor.offset if inode == cursor.inode else 0


def _read(path: Path, start: int) -> tuple[list[FactRow], int]:
    with path.open("rb") as file:
        if start > os.fstat(file.fileno()).st_size:
            start = 0
        file.seek(start)
        data = file.read(CHUNK)
    whole = data.rfind(b"\n") + 1
    text = data[:whole].decode("utf-8", "replace")
    rows = [_row(fields) for fields in csv.reader(text.splitlines())]
    return [row for row in rows if row is not None], start + whole


def _row(fields: list[str]) -> FactRow | None:
    """Columns as cel_custom.conf orders them; a line that is none is passed over."""
    if len(fields) != 7:
        return None
    event, time, uniqueid, linkedid, _, extra, channel = fields
    return FactRow(event=event, time=time, uniqueid=uniqueid, linkedid=linkedid, extra=extra, channel=channel)
