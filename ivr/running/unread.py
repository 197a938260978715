"""How much has Asterisk said that the database has not taken over? Bytes of its log behind the cursor."""

from sqlalchemy import Connection

from db.facts import load_cursor
from ivr.asterisk.factlog import Cursor, FactLog
from ivr.settings import Settings


def unread(conn: Connection, settings: Settings) -> int | None:
    """None: the exchange's log does not lie on this machine."""
    log = FactLog(settings.exchange.root / "log" / "cel-custom")
    if not log.folder.is_dir():
        return None
    at = load_cursor(conn, settings.exchange.name)
    return log.behind(Cursor(inode=at.inode, offset=at.offset) if at else Cursor())
