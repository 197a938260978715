"""How do the tables get from any earlier version to this one?"""

from importlib.resources import files
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from db.engine import ELSEWHERE, connectable, reading, writing
from db.refusals import NotOurs, TooNew
from db.services import seed
from db.versions import REVISIONS, VERSION_TABLE

if TYPE_CHECKING:
    from alembic.config import Config


def upgrade(url: str) -> None:
    """Bring the database to this version, all or nothing; one of this version is left as it is.

    Raises `NotOurs` where other tables are there already, `TooNew` where a later program has written.
    """
    from alembic import command  # slow to load: only where something is to be upgraded

    engine = connectable(url)
    try:
        with reading(engine) as conn:
            _refuse_others(conn)
        with writing(engine) as conn:
            command.upgrade(configuration(conn), "head")
            seed(conn)
    finally:
        engine.dispose()


def configuration(conn: Connection | None = None) -> "Config":
    """Alembic's settings: no file, our folder, and the connection (its transaction is the caller's)."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(files("db") / "migrations"))
    config.attributes["connection"] = conn
    return config


def known_revisions() -> tuple[str, ...]:
    """Every migration that lies in the folder, oldest first."""
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory.from_config(configuration())
    return tuple(script.revision for script in scripts.walk_revisions())[::-1]


def _refuse_others(conn: Connection) -> None:
    tables = set(conn.dialect.get_table_names(conn))
    place = conn.engine.url.render_as_string(hide_password=True)
    if tables and VERSION_TABLE not in tables:
        raise NotOurs(f"{place} holds another program's tables", ELSEWHERE)
    found: Any = _version(conn) if tables else None
    if found is not None and found not in REVISIONS:
        raise TooNew(f"{place} is of version {found}", "Run the newer program")


def _version(conn: Connection) -> str | None:
    found = conn.exec_driver_sql(f"SELECT version_num FROM {VERSION_TABLE}").scalar_one_or_none()
    return None if found is None else str(found)
