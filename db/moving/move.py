"""How does a site get into another database? Everything in one transaction there, kept only when it is proven equal.

1. The other database must be empty: without a single table.
2. The site is read as it stood at one moment. For good (not on trial) nobody may write to it meanwhile: no controller
   runs, and whoever else tries waits or fails.
3. Every table is summed while it is read here, and summed again from what stands there. One difference and nothing
   is kept.
4. Killed at any moment before the end, the other database is as empty as before: its own transaction is rolled back.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from alembic import command
from sqlalchemy import URL, Connection, Engine, Table, func, select
from sqlalchemy.exc import DBAPIError

from db.engine import connectable, open_engine, reading, writing
from db.migrations import configuration
from db.moving.filling import filling, put
from db.moving.reading import parts
from db.moving.refused import MoveRefused
from db.moving.sums import Sum, sum_of
from db.refusals import NotOurs
from db.sharing.alone import EVERY, alone
from db.sharing.mark import moved_away
from db.tables import metadata
from db.versions import VERSION_TABLE

PATIENCE = "10s"
"""How long we wait for those who are writing right now."""
BESIDE = ("", "-wal", "-shm", ".controller")
Tell = Callable[[str, int, int], None]
"""Told a table's name, how many of its rows are there, how many there are to be."""


@dataclass(frozen=True, kw_only=True)
class Moved:
    """Each table's sum, the same here and there."""

    sums: Mapping[str, Sum]
    here: str
    there: str


def move(source: str, target: str, now: datetime, *, trial: bool, tell: Tell) -> Moved:
    """Raises DatabaseRefused; nothing is kept then. `trial`: nothing is kept anyway, and the site may be running."""
    here = open_engine(source)
    try:
        there = connectable(target)
        try:
            _refuse_the_same(here.url, there.url)
            _refuse_unless_empty(there)
            with _nothing_left_behind(there) as keep:
                sums = _on_trial(here, there, tell) if trial else _for_good(here, there, now, tell)
                if not trial:
                    keep()
        finally:
            there.dispose()
        return Moved(sums=sums, here=here.url.render_as_string(), there=there.url.render_as_string())
    finally:
        here.dispose()


def _for_good(here: Engine, there: Engine, now: datetime, tell: Tell) -> Mapping[str, Sum]:
    with alone(here, EVERY), _as_of_one_moment(here, still=True) as source:
        with writing(there) as target:
            sums = _copied_and_proven(source, target, tell)
        moved_away(source, there.url.render_as_string(), now)
    return sums


def _on_trial(here: Engine, there: Engine, tell: Tell) -> Mapping[str, Sum]:
    with _as_of_one_moment(here, still=False) as source, writing(there) as target:
        sums = _copied_and_proven(source, target, tell)
        target.rollback()
    return sums


@contextmanager
def _as_of_one_moment(engine: Engine, *, still: bool) -> Iterator[Connection]:
    """`still`: nobody else writes until the end."""
    if engine.dialect.name != "postgresql":
        with (writing if still else reading)(engine) as conn:
            yield conn
        return
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as conn, conn.begin():
        if still:
            conn.exec_driver_sql(f"SET LOCAL lock_timeout = '{PATIENCE}'")
            names = ", ".join(table.name for table in metadata.sorted_tables)
            _in_words(lambda: conn.exec_driver_sql(f"LOCK TABLE {names} IN SHARE MODE"), "Somebody is writing")
        yield conn


def _copied_and_proven(source: Connection, target: Connection, tell: Tell) -> Mapping[str, Sum]:
    _refuse_unknown_tables(source)
    command.upgrade(configuration(target), "head")
    with filling(target):
        sums = {table.name: _copied(source, target, table, tell) for table in metadata.sorted_tables}
    for table in metadata.sorted_tables:
        _prove(target, table, sums[table.name])
    return sums


def _copied(source: Connection, target: Connection, table: Table, tell: Tell) -> Sum:
    wanted = int(source.scalar(select(func.count()).select_from(table)) or 0)
    found = Sum()
    for rows in parts(source, table):
        _in_words(partial(put, target, table, rows), f"The other database will not have a row of {table.name}")
        found += sum_of(rows)
        tell(table.name, found.rows, wanted)
    if found.rows != wanted:
        raise MoveRefused(f"{table.name} has {wanted} rows, {found.rows} were read", "Run `bigbutton doctor`")
    return found


def _prove(target: Connection, table: Table, wanted: Sum) -> None:
    found = Sum()
    for rows in parts(target, table):
        found += sum_of(rows)
    if found != wanted:
        what = f"{table.name} is not the same there: {found.rows} rows of {wanted.rows}, sum {found.hashes:016x}"
        raise MoveRefused(f"{what} instead of {wanted.hashes:016x}", "Nothing was kept. Please report this line")


def _in_words(step: Callable[[], object], what: str) -> None:
    """The driver's own errors too: rows go past SQLAlchemy where that is quicker."""
    try:
        step()
    except Exception as fault:
        if not isinstance(fault, DBAPIError) and not type(fault).__module__.startswith(("psycopg", "sqlite3")):
            raise
        said = str(fault.orig if isinstance(fault, DBAPIError) else fault).strip().replace("\n", ". ")
        raise MoveRefused(f"{what}: {said}", "Nothing was kept. Cure that in the site, and try again") from None


def _refuse_the_same(here: URL, there: URL) -> None:
    if here.render_as_string() == there.render_as_string():
        raise MoveRefused("The site is there already", "Name another database than the settings do")


def _refuse_unless_empty(engine: Engine) -> None:
    with reading(engine) as conn:
        names = sorted(conn.dialect.get_table_names(conn))
        if not names:
            return
        place = engine.url.render_as_string()
        if VERSION_TABLE not in names:
            raise NotOurs(f"{place} holds another program's tables ({names[0]})", "Name an empty database")
        raise MoveRefused(f"{place} holds a site already", "Name an empty database: nothing there is ever replaced")


def _refuse_unknown_tables(conn: Connection) -> None:
    strange = sorted(set(conn.dialect.get_table_names(conn)) - set(metadata.tables) - {VERSION_TABLE})
    if strange:
        raise NotOurs(f"The site's database holds tables of another program: {strange[0]}", "Move or drop them first")


@contextmanager
def _nothing_left_behind(engine: Engine) -> Iterator[Callable[[], None]]:
    """A SQLite file that was made for the move goes again, unless it is told to stay."""
    stays: list[bool] = []
    try:
        yield lambda: stays.append(True)
    finally:
        if not stays and engine.dialect.name == "sqlite":
            engine.dispose()
            for end in BESIDE:
                Path(f"{engine.url.database}{end}").unlink(missing_ok=True)
