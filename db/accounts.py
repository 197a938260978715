"""What does a sign-in need beyond the person? The second factor, a temporary password, and whose account it is."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from db.records import fetch, put, selecting, values
from db.schema.access import account_keys, recovery_codes


@dataclass(frozen=True, kw_only=True)
class AccountKeys:
    staff_id: str
    senior_id: str | None = None
    """Family: their own person."""
    provider_id: str | None = None
    temporary: bool = False
    """The password was given by somebody else: the first thing to do is to choose another."""
    second_secret: str = ""
    """Of the second factor, base32; empty: none."""
    second_since: datetime | None = None
    """None: it was shown, and no code of it has come back yet."""
    second_step: int = 0
    """The last time step whose code was taken: no code is taken twice."""


def keys_of(conn: Connection, person: str) -> AccountKeys:
    """Where nothing is known: nothing but the password."""
    return all_keys(conn, [person]).get(person, AccountKeys(staff_id=person))


def all_keys(conn: Connection, people: Collection[str]) -> Mapping[str, AccountKeys]:
    statement = selecting(AccountKeys, account_keys).where(account_keys.c.staff_id.in_(list(people)))
    return {row.staff_id: row for row in fetch(conn, AccountKeys, statement)}


def save_keys(conn: Connection, row: AccountKeys) -> None:
    put(conn, account_keys, [values(row)])


def take_step(conn: Connection, person: str, step: int) -> bool:
    """Use up a time step. False: it, or a later one, has been taken before."""
    newer = update(account_keys).where(account_keys.c.staff_id == person, account_keys.c.second_step < step)
    return conn.execute(newer.values(second_step=step)).rowcount == 1


def replace_codes(conn: Connection, person: str, hashes: Sequence[str]) -> None:
    """New recovery codes; the old ones are worth nothing any more."""
    conn.execute(delete(recovery_codes).where(recovery_codes.c.staff_id == person))
    if hashes:
        conn.execute(insert(recovery_codes), [{"staff_id": person, "code_hash": each} for each in hashes])


def use_code(conn: Connection, person: str, code_hash: str, at: datetime) -> bool:
    """False: there is no such code, or it was used before."""
    mine = (recovery_codes.c.staff_id == person, recovery_codes.c.code_hash == code_hash)
    unused = update(recovery_codes).where(*mine, recovery_codes.c.used_at.is_(None))
    return conn.execute(unused.values(used_at=at)).rowcount == 1


def codes_left(conn: Connection, person: str) -> int:
    unused = select(recovery_codes).where(recovery_codes.c.staff_id == person, recovery_codes.c.used_at.is_(None))
    return len(conn.execute(unused).all())
