"""May this reader see that call? Theirs is every call of their area, and of whoever is known to live nowhere."""

from fastapi import Request
from starlette.exceptions import HTTPException

from console.access.scope import scope_of, within
from console.frame import frame_of, reader_of
from db import in_hand
from db.calls import CallRow, load
from db.engine import reading


def seen_call(request: Request, call: str) -> CallRow:
    """404 for a call of another area, or of somebody who lives there, as for one that there is not."""
    with reading(frame_of(request).engine) as conn:
        rows, hand = list(load(conn, [call]).values()), in_hand.load(conn, call)
        said = hand.senior_id if hand else None
        allowed = within(conn, scope_of(conn, reader_of(request)), rows, lambda row: (row.terminal_id, said))
    if not allowed:
        raise HTTPException(404)
    return allowed[0]
