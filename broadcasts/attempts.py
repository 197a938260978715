"""How is an attempt kept between one fact and the next? Every kind of attempt: broadcasts and staff calls."""

from collections.abc import Collection, Iterable
from dataclasses import fields
from operator import attrgetter

from sqlalchemy import Connection

from db import attempts
from db.attempts import AttemptRow
from db.records import values
from ivr.attempt import Attempt

OURS = "bb-"
"""How the ids of what we dialled begin; what she listens to by herself bears her own channel's."""
_KEPT = tuple(field.name for field in fields(AttemptRow))
_kept = attrgetter(*_KEPT)


def load(conn: Connection, attempt: str) -> Attempt | None:
    row = attempts.load(conn, [attempt]).get(attempt)
    return None if row is None else of_row(row)


def load_all(conn: Connection, ids: Collection[str]) -> dict[str, Attempt]:
    """Those that exist, by id."""
    return {key: of_row(row) for key, row in attempts.load(conn, ids).items()}


def save(conn: Connection, attempt: Attempt) -> None:
    save_all(conn, [attempt])


def save_all(conn: Connection, made: Iterable[Attempt]) -> None:
    attempts.save(conn, [to_row(one) for one in made])


def is_ours(attempt: Attempt) -> bool:
    """Dialled by us, and none of her own."""
    return attempt.id.startswith(OURS)


def of_row(row: AttemptRow) -> Attempt:
    return Attempt(**values(row))


def to_row(attempt: Attempt) -> AttemptRow:
    return AttemptRow(**dict(zip(_KEPT, _kept(attempt), strict=True)))
