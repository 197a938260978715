"""Which ids has this file had already, on which line? Kept on disk, so that memory stays flat."""

import sqlite3
from dataclasses import dataclass
from types import TracebackType
from typing import Self


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """Where something was first, and what was said of it there."""

    line: int
    said: str


class Seen:
    """A nameless temporary database on disk; it is gone when closed, or with the process."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.execute(
            "CREATE TABLE seen (what TEXT, value TEXT, line INT, said TEXT, PRIMARY KEY (what, value)) WITHOUT ROWID"
        )
        self._db.execute("BEGIN")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._db.close()

    def note(self, what: str, value: str, line: int, said: str = "") -> Earlier | None:
        """Remember it, or tell where it was before."""
        added = self._db.execute("INSERT OR IGNORE INTO seen VALUES (?, ?, ?, ?)", (what, value, line, said))
        return None if added.rowcount else self.earlier(what, value)

    def earlier(self, what: str, value: str) -> Earlier | None:
        found = self._db.execute("SELECT line, said FROM seen WHERE what = ? AND value = ?", (what, value)).fetchone()
        return None if found is None else Earlier(line=found[0], said=found[1])
