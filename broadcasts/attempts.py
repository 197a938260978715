"""How is an attempt kept between one fact and the next? Every kind of attempt: broadcasts and staff calls."""

from dataclasses import fields

from sqlalchemy import Connection

from db import attempts
from db.attempts import AttemptRow
from ivr.attempt import Attempt

OURS = "bb-"
"""How the ids of what we dialled begin; what she listens to by herself bears her own channel's."""
_KEPT = tuple(field.name for field in fields(AttemptRow))


def load(conn: Connection, attempt: str) -> Attempt | None:
    row = attempts.load(conn, [attempt]).get(attempt)
    return None if row is None else of_row(row)


def save(conn: Connection, attempt: Attempt) -> None:
    attempts.save(conn, [to_row(attempt)])


def is_ours(attempt: Attempt) -> bool:
    """Dialled by us, and none of her own."""
    return attempt.id.startswith(OURS)


def of_row(row: AttemptRow) -> Attempt:
    return Attempt(**{name: getattr(row, name) for name in _KEPT})


def to_row(attempt: Attempt) -> AttemptRow:
    return AttemptRow(**{name: getattr(attempt, name) for name in _KEPT})
