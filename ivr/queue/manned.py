"""Why does nobody take the hotline's calls at this moment? Looked up for the supervision."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from db import queue
from ivr.queue.rota import unmanned

IN_USE = timedelta(days=7)
"""A queue at which nobody did anything for so long is not used here."""


def unmanned_now(conn: Connection, now: datetime) -> str:
    """Empty: somebody takes them, or the site has no queue in use."""
    seats = queue.seats(conn)
    return unmanned(seats, in_use=bool(seats) or queue.used_since(conn, now - IN_USE))
