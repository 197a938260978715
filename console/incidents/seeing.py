"""Which emergency is it, and may this reader see it?"""

from fastapi import Request
from sqlalchemy import Connection
from starlette.exceptions import HTTPException

from console.access.scope import scope_of, within
from console.frame import reader_of
from console.today import Told
from db.incidents import load, timeline


def seen(request: Request, conn: Connection, incident: str) -> Told:
    """With its timeline. Raises 404 for one of another area, as for one that there is not."""
    rows = list(load(conn, [incident]).values())
    allowed = within(conn, scope_of(conn, reader_of(request)), rows, lambda row: (row.terminal_id, None))
    if not allowed:
        raise HTTPException(404)
    return Told(incident=allowed[0], events=tuple(timeline(conn, incident)))
