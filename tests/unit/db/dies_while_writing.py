"""A process that kills itself (SIGKILL) at its n-th statement. Arguments: import|facts, database, file, n."""

import os
import signal
import sys
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, event

from db import facts
from db.engine import open_engine, writing
from db.importing import import_file

GROUP = 50


def die_at(engine: Engine, statement: int) -> None:
    done = 0

    def count(*_: Any) -> None:
        nonlocal done
        done += 1
        if done == statement:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(engine, "after_cursor_execute", count)


def append_for_ever(engine: Engine) -> None:
    """Says after each commit how many facts are safe."""
    for group in range(1_000_000):
        rows = [
            facts.FactRow(uniqueid=f"c-{group}", ident=str(n), linkedid="x", event="RUNG", at=datetime.now(UTC))
            for n in range(GROUP)
        ]
        with writing(engine) as conn:
            facts.append(conn, rows)
            facts.save_cursor(conn, facts.CursorRow(node="a", inode=1, offset=(group + 1) * GROUP))
        print((group + 1) * GROUP, flush=True)


if __name__ == "__main__":
    what, url, file, statement = sys.argv[1:]
    engine = open_engine(url)
    die_at(engine, int(statement))
    if what == "import":
        import_file(engine, "seniors", file)
    else:
        append_for_ever(engine)
