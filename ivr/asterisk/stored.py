"""Which rows stand in Asterisk's tables at this moment, removed ones of earlier days included?

Read from Asterisk's own file on disk. Asked over AMI (DBGetTree) Asterisk holds its one lock on the tables until the
last row is taken away: with 14,000 homes a press then waits for its route by up to a second. Nor do we lock
the file: a commit that finds it locked is rolled back, and the mark that an incident is closed goes with it. So
what is read may be a second old, or torn. Nobody may rely on it for more than a hint of what to look after.
"""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from ivr.asterisk.ami_actions import place
from ivr.asterisk.ami_wire import Unsendable
from ivr.tables.rows import Key

FILE = Path("db") / "astdb.sqlite3"
"""Below an exchange's root; asterisk.conf names the folder."""


class StoredUnreadable(RuntimeError):
    """The file is not there, not ours to read, or was being written: look again later."""


def stored_keys(root: Path, families: Iterable[str]) -> frozenset[Key]:
    """The keys of these families in the tables of the exchange below `root`. Raises StoredUnreadable."""
    file = root / FILE
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as tables:
            return frozenset(key for family in families for key in _family(tables, family))
    except sqlite3.Error as fault:
        raise StoredUnreadable(f"{file}: {fault}") from fault


def _family(tables: sqlite3.Connection, family: str) -> list[Key]:
    """Asterisk writes `/family/key`; `0` is the character after `/`: a walk along the index."""
    start = f"/{family}/"
    found = tables.execute("SELECT key FROM astdb WHERE key >= ? AND key < ?", (start, f"/{family}0"))
    keys = (Key(family, key.removeprefix(start)) for (key,) in found)
    return [key for key in keys if _can_be_dropped(key)]


def _can_be_dropped(key: Key) -> bool:
    """Somebody may have typed a row at Asterisk's own command line whose name does not pass through AMI."""
    try:
        place(key.family, key.key)
    except Unsendable:
        return False
    return True
