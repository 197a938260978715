"""Whose database does the demonstration play on, and how is it taken out of everybody's reach for a while?

A SQLite file of its own, or the PostgreSQL database that `BIGBUTTON_DATABASE_URL` names: an empty one, or the one of an
earlier demonstration, which nobody else uses.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, make_url

from db.engine import connectable, reading


def holds_something(url: str) -> bool:
    """A file goes with the demonstration's folder; a server's database is nobody's to empty."""
    if make_url(url).get_backend_name() == "sqlite":
        return False
    engine = connectable(url)
    try:
        with reading(engine) as conn:
            return bool(conn.dialect.get_table_names(conn))
    finally:
        engine.dispose()


@contextmanager
def out_of_reach(url: str) -> Iterator[None]:
    """Until the end of the block nobody can read or write it; whoever is connected is cut off."""
    place = make_url(url)
    with _hidden(Path(str(place.database))) if place.get_backend_name() == "sqlite" else _closed(place):
        yield


@contextmanager
def _hidden(file: Path) -> Iterator[None]:
    aside = {path: path.with_name(f"gone-{path.name}") for path in file.parent.glob(f"{file.name}*")}
    for path, gone in aside.items():
        path.rename(gone)
    try:
        yield
    finally:
        for path, gone in aside.items():
            gone.rename(path)


@contextmanager
def _closed(place: URL) -> Iterator[None]:
    """As the database's owner, from the server's own database `postgres`."""
    engine = connectable(place.set(database="postgres").render_as_string(hide_password=False))
    name = engine.dialect.identifier_preparer.quote_identifier(str(place.database))
    try:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
            conn.exec_driver_sql(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
            try:
                cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
                conn.exec_driver_sql(cut, (place.database,))
                yield
            finally:
                conn.exec_driver_sql(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    finally:
        engine.dispose()
