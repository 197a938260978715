"""By which indexes does a sweep find what is due? SQLite's own plan of each statement that it sends."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, event

from wellness_checks.service import sweep


def plans_of_a_sweep(conn: Connection, now: datetime) -> list[str]:
    """The steps of every SELECT and UPDATE, each once, in the order of their first use."""
    sent = list[tuple[str, Any]]()

    def hear(_conn: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        sent.append((statement, parameters))

    event.listen(conn, "before_cursor_execute", hear)
    sweep(conn, now)
    event.remove(conn, "before_cursor_execute", hear)
    found = list[str]()
    for statement, parameters in sent:
        if statement.startswith(("SELECT", "UPDATE", "INSERT")):
            found += [row[3] for row in conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]
    return list(dict.fromkeys(found))
