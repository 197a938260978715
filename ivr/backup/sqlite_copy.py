"""How is a SQLite database copied while others write, and put in place? By SQLite's own online back-up."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, create_engine

from db.refusals import Unreachable
from ivr.backup.databases import Copy, described
from ivr.backup.placing import place
from ivr.backup.refused import BackupRefused

BESIDE = ("", "-wal", "-shm")
_DAMAGED = "Take another back-up; `bigbutton doctor` looks at the site's own database"


def copy(file: Path, into: Path) -> None:
    """One consistent state of `file`, as a single file; whoever writes meanwhile goes on writing."""
    if not file.is_file():
        raise Unreachable(f"There is no database {file}", "Set BIGBUTTON_DATABASE_URL to the site's")
    os.close(os.open(into, os.O_CREAT | os.O_RDWR, 0o600))
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(into)) as target:
        try:
            source.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.DatabaseError as fault:
            raise BackupRefused(f"{file} cannot be copied: {fault}", _DAMAGED) from fault


def examine(file: Path) -> Copy:
    """What a copy holds. Raises BackupRefused where it is damaged, NotOurs where it is no site's."""
    with _opened(file) as conn:
        try:
            said = conn.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
        except sqlite3.DatabaseError as fault:
            said = str(fault)
        if said != "ok":
            raise BackupRefused(f"The copy {file.name} of the database is damaged: {said}", _DAMAGED)
        return described(conn)


def is_empty(file: Path) -> bool:
    """Not there, or without a table. Raises DatabaseRefused where it is no database of ours."""
    if not file.exists() or not file.stat().st_size:
        return True
    with _opened(file) as conn:
        if not conn.dialect.get_table_names(conn):
            return True
        described(conn)
    return False


def put_in_place(copied: Path, file: Path, stamp: str) -> Path | None:
    """The copy becomes the database; one that was there is kept beside, and its new name given back."""
    kept = file.with_name(f"{file.name}.before-{stamp}") if file.exists() else None
    for end in BESIDE:
        old = file.with_name(file.name + end)
        if kept is not None and old.exists():
            old.rename(kept.with_name(kept.name + end))
    place(copied, file, 0o600)
    return kept


@contextmanager
def _opened(file: Path) -> Iterator[Connection]:
    engine = create_engine(f"sqlite:///{file}")
    try:
        with engine.connect() as conn:
            yield conn
    finally:
        engine.dispose()
