"""Does this code prove the second factor? One of the telephone's, or a recovery code; either is good for once."""

from datetime import datetime

from sqlalchemy import Connection

from console.access.second import code_digest, step_of
from db.accounts import keys_of, take_step, use_code


def code_fits(conn: Connection, person: str, code: str, now: datetime) -> bool:
    """It is used up where it fits."""
    keys = keys_of(conn, person)
    if keys.second_since is None:
        return False
    step = step_of(keys.second_secret, code, now)
    if step is not None:
        return take_step(conn, person, step)
    return use_code(conn, person, code_digest(code), now)
