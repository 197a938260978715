"""How is a PostgreSQL database copied while others write, and filled again? pg_dump of a snapshot, and pg_restore."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from sqlalchemy import URL

from db.engine import connectable, reading
from db.refusals import NotOurs
from db.versions import VERSION_TABLE
from ivr.backup.databases import Copy, described, without_password
from ivr.backup.refused import BackupRefused

DEBIAN = Path("/usr/lib/postgresql")
_INSTALL = "`apt-get install postgresql-client`"


def copy(url: URL, into: Path) -> Copy:
    """Rows are counted in the very snapshot that pg_dump reads."""
    engine = connectable(url.render_as_string(hide_password=False))
    try:
        with reading(engine) as conn:
            conn = conn.execution_options(isolation_level="REPEATABLE READ")
            snapshot = conn.exec_driver_sql("SELECT pg_export_snapshot()").scalar_one()
            found = described(conn)
            into.touch(0o600)
            _run("pg_dump", url, f"--snapshot={snapshot}", "--format=custom", "--compress=0", f"--file={into}")
            return found
    finally:
        engine.dispose()


def is_empty(url: URL) -> bool:
    """Without a table. Raises DatabaseRefused where it cannot be reached, or holds another program's tables."""
    engine = connectable(url.render_as_string(hide_password=False))
    try:
        with reading(engine) as conn:
            tables = conn.dialect.get_table_names(conn)
            if tables and VERSION_TABLE not in tables:
                raise NotOurs(f"{url.render_as_string()} holds another program's tables", "Name an empty database")
            return not tables
    finally:
        engine.dispose()


def fill(url: URL, copied: Path, *, over: bool) -> Copy:
    """All of it or nothing; what it holds then. `over`: the site that is there goes."""
    clean = ("--clean", "--if-exists") if over else ()
    _run("pg_restore", url, "--single-transaction", "--exit-on-error", *clean, str(copied))
    engine = connectable(url.render_as_string(hide_password=False))
    try:
        with reading(engine) as conn:
            return described(conn)
    finally:
        engine.dispose()


def program(name: str) -> str:
    """The newest of Debian's: it understands every older server. Raises BackupRefused."""
    found = sorted(DEBIAN.glob(f"*/bin/{name}"), key=lambda path: [int(n) for n in re.findall(r"\d+", str(path))])
    path = str(found[-1]) if found else shutil.which(name)
    if path is None:
        raise BackupRefused(f"The program {name} is not here", _INSTALL)
    return path


def _run(name: str, url: URL, *words: str) -> None:
    """The password goes by the environment: a command line can be read by everybody."""
    plain = without_password(url.set(drivername="postgresql")).render_as_string(hide_password=False)
    secret = {"PGPASSWORD": str(url.password)} if url.password is not None else {}
    command = [program(name), "--no-owner", "--no-privileges", f"--dbname={plain}", *words]
    done = subprocess.run(command, env=os.environ | secret, capture_output=True, text=True, check=False)
    if done.returncode:
        said = " ".join(done.stderr.strip().splitlines()[-3:])
        raise BackupRefused(
            f"{name} ended with {done.returncode}: {said}", "Nothing was written. Cure that, and try again"
        )
