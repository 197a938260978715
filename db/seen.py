"""Which ids has this file had already, on which line? Kept on disk, so that memory stays flat."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Self

_ASK = "SELECT value, line, said FROM seen WHERE what = ? AND value IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class Note:
    """A value, the line it stands on, and what is said of it there."""

    value: str
    line: int
    said: str = ""


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

    def note(self, what: str, told: Sequence[Note]) -> dict[int, Note]:
        """Remember those of one batch, or tell where they were before: line -> the first of that value."""
        first: dict[str, Note] = {}
        for note in told:
            first.setdefault(note.value, note)
        rows = [(what, note.value, note.line, note.said) for note in first.values()]
        added = self._db.executemany("INSERT OR IGNORE INTO seen VALUES (?, ?, ?, ?)", rows)
        if added.rowcount != len(rows):
            first |= self._noted(what, first)
        return {note.line: first[note.value] for note in told if first[note.value].line != note.line}

    def earlier(self, what: str, value: str) -> Note | None:
        return self._noted(what, [value]).get(value)

    def _noted(self, what: str, values: Iterable[str]) -> dict[str, Note]:
        asked = json.dumps(list(values), ensure_ascii=False)
        return {value: Note(value, line, said) for value, line, said in self._db.execute(_ASK, (what, asked))}
