"""How does a site's file get into the database? Examined whole first, then written at once, or not at all.

The examination holds no lock: the controller goes on writing. What would change waits in a temporary file.
"""

import copyreg
import pickle
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any

from sqlalchemy import Engine

from db.engine import reading, writing
from db.examining import Examination, Findings
from db.records import batches
from db.seen import Seen
from db.shelves import SHELVES
from people.cells import Locality
from people.importing import Problem, read_rows, template
from people.kinds import KINDS

__all__ = ["Report", "UnknownKind", "UnreadableFile", "import_file", "template"]

ROWS = 1000
"""Rows examined and written at a time."""


class UnknownKind(ValueError):
    """There is no such kind of file."""


class UnreadableFile(Exception):
    """The file cannot be opened."""


@dataclass(frozen=True, kw_only=True)
class Report:
    """What was done, or would be (`written` is False after a dry run and where there is a problem)."""

    kind: str
    added: int
    changed: int
    unchanged: int
    problems: tuple[Problem, ...]
    more_problems: int = 0
    """Beyond those listed."""
    written: bool


def import_file(
    engine: Engine, kind: str, path: Path | str, dry_run: bool = False, *, locality: Locality | None = None
) -> Report:
    """Take a CSV file (UTF-8) of one KIND. Any problem: nothing is written. Taken twice: nothing changes."""
    if kind not in KINDS:
        raise UnknownKind(f"'{kind}' is no kind of file; there are: {', '.join(KINDS)}")
    with _opened(path) as file, tempfile.TemporaryFile() as waiting:
        findings = _examine(engine, kind, file, waiting, locality or Locality())
        fine = not findings.problems
        if fine and not dry_run:
            _write(engine, kind, waiting)
    return Report(
        kind=kind, added=findings.counts["added"], changed=findings.counts["changed"],
        unchanged=findings.counts["unchanged"], problems=tuple(findings.problems),
        more_problems=findings.more, written=fine and not dry_run,
    )  # fmt: skip


def _opened(path: Path | str) -> IO[bytes]:
    try:
        return Path(path).open("rb")
    except OSError as fault:
        raise UnreadableFile(f"cannot open {path}: {fault.strerror}") from fault


def _examine(engine: Engine, kind: str, file: IO[bytes], waiting: IO[bytes], locality: Locality) -> Findings:
    findings = Findings()
    with reading(engine) as conn, Seen() as seen:
        examination = Examination(kind=kind, conn=conn, seen=seen, findings=findings)
        for rows in batches(read_rows(KINDS[kind], file, locality), ROWS):
            settled = examination.settle(rows)
            if settled and not findings.problems:
                _lay_by(waiting, [each.item for each in settled])
        examination.close()
    return findings


def _write(engine: Engine, kind: str, waiting: IO[bytes]) -> None:
    waiting.seek(0)
    with writing(engine) as conn:
        for items in _laid_by(waiting):
            SHELVES[kind].save(conn, items)


def _lay_by(waiting: IO[bytes], items: list[Any]) -> None:
    pickler = pickle.Pickler(waiting, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = copyreg.dispatch_table | {MappingProxyType: _thaw}
    pickler.dump(items)


def _thaw(frozen: MappingProxyType[Any, Any]) -> tuple[Any, ...]:
    return _frozen, (dict(frozen),)


def _frozen(plain: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(plain)


def _laid_by(waiting: IO[bytes]) -> Iterator[list[Any]]:
    while True:
        try:
            yield pickle.load(waiting)
        except EOFError:
            return
