"""What does a file change, and is it taken? Examined whole first, then written at once, or not at all.

The examination holds no lock: the controller goes on writing. What would change waits in a temporary file. The
writing is one transaction: a process that is killed leaves what stood before, and the file is simply given again.
"""

import copyreg
import gc
import pickle
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any

from sqlalchemy import Engine, func, select

from db.engine import reading, writing
from db.examining import Examination, Findings
from db.importing.opening import opened
from db.importing.refused import UnknownKind
from db.records import batches
from db.seen import Seen
from db.shelves import SHELVES
from people.cells import Locality
from people.importing import Problem, Row, read_table
from people.kinds import KINDS

ROWS = 1000
"""Rows examined and written at a time."""
SWEEP_AFTER = 100_000
"""Objects more than before, until Python looks for circles: some ten megabytes."""
DRASTIC = 5
"""A file that would change more than one in so many of what stands is asked about first."""


@dataclass(frozen=True, kw_only=True)
class Report:
    """What was done, or would be (`written` is False after a dry run, a refusal, and where there is a problem).

    `standing`: rows of this kind before; `gone`: those of them that the file does not name. They stay.
    """

    kind: str
    added: int
    changed: int
    unchanged: int
    problems: tuple[Problem, ...]
    more_problems: int = 0
    """Beyond those listed."""
    written: bool
    standing: int = 0

    @property
    def gone(self) -> int:
        return max(0, self.standing - self.changed - self.unchanged)

    @property
    def drastic(self) -> bool:
        """More than a fifth of what is there would change: perhaps it is the wrong file."""
        return self.changed * DRASTIC > self.standing


Asked = Callable[[Report], bool]
"""Whether a file that would change so much is taken all the same."""


@dataclass(frozen=True, kw_only=True)
class Progress:
    """Told every now and then: rows examined, rows written."""

    examined: Callable[[int], None] = lambda rows: None
    written: Callable[[int], None] = lambda rows: None


def import_file(
    engine: Engine, kind: str, path: Path | str, dry_run: bool = False, *, locality: Locality | None = None,
    asked: Asked | None = None, progress: Progress | None = None,
) -> Report:  # fmt: skip
    """Take a file of one KIND: text (UTF-8, GB18030) or a workbook (.xlsx).

    Any problem: nothing is written. Taken twice: nothing changes. `asked` None: a drastic file is taken without a word.
    Raises UnknownKind, UnreadableFile, FileRefused.
    """
    if kind not in KINDS:
        raise UnknownKind(f"'{kind}' is no kind of file; there are: {', '.join(KINDS)}")
    told = progress or Progress()
    with _seldom_swept(), opened(path, told.examined) as rows, tempfile.TemporaryFile() as waiting:
        report = _examine(engine, kind, rows, waiting, locality or Locality())
        refused = asked is not None and report.drastic and not report.problems and not dry_run and not asked(report)
        if report.problems or dry_run or refused:
            return report
        _write(engine, kind, waiting, told)
    return replace(report, written=True)


@contextmanager
def _seldom_swept() -> Iterator[None]:
    """A batch's thousands of objects are freed as it goes; looking for circles among them took a fifth of the time."""
    before = gc.get_threshold()
    gc.set_threshold(max(before[0], SWEEP_AFTER), *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _examine(
    engine: Engine, kind: str, lines: Iterator[Row | Problem], waiting: IO[bytes], locality: Locality
) -> Report:
    findings = Findings()
    with reading(engine) as conn, Seen() as seen:
        standing = conn.scalar(select(func.count()).select_from(SHELVES[kind].table)) or 0
        examination = Examination(kind=kind, conn=conn, seen=seen, findings=findings)
        for rows in batches(read_table(KINDS[kind], lines, locality), ROWS):
            settled = examination.settle(rows)
            if settled and not findings.problems:
                _lay_by(waiting, [each.item for each in settled])
        examination.close()
    return Report(
        kind=kind, added=findings.counts["added"], changed=findings.counts["changed"],
        unchanged=findings.counts["unchanged"], problems=tuple(findings.problems),
        more_problems=findings.more, written=False, standing=standing,
    )  # fmt: skip


def _write(engine: Engine, kind: str, waiting: IO[bytes], told: Progress) -> None:
    waiting.seek(0)
    rows = 0
    with writing(engine) as conn:
        for items in _laid_by(waiting):
            SHELVES[kind].save(conn, items)
            rows += len(items)
            told.written(rows)


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
