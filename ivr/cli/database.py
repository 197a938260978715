"""How does a command come to the site's database? Opened, made sure that it is this site's own, closed at the end.

Raises DatabaseRefused, which says the cure: not reached, of another version, of another site, or moved away.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from db.engine import open_engine, reading, writing
from db.sharing.mark import refuse_others
from ivr.settings import Settings


@contextmanager
def site_database(settings: Settings) -> Iterator[Engine]:
    """For a command of several transactions."""
    engine = open_engine(settings.database_url)
    try:
        with reading(engine) as conn:
            refuse_others(conn, settings.site_name)
        yield engine
    finally:
        engine.dispose()


@contextmanager
def site_reading(settings: Settings) -> Iterator[Connection]:
    """For a command that looks once."""
    with site_database(settings) as engine, reading(engine) as conn:
        yield conn


@contextmanager
def site_writing(settings: Settings) -> Iterator[Connection]:
    """For a command of one transaction that writes."""
    with site_database(settings) as engine, writing(engine) as conn:
        yield conn
