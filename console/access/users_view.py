"""Who may sign in? The accounts of a site as an administrator's list shows them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from db.accounts import AccountKeys, all_keys
from db.records import batches
from db.sessions import last_seen
from db.staff import Account, load_accounts

MOST = 200


@dataclass(frozen=True, kw_only=True)
class UserLine:
    account: Account
    keys: AccountKeys
    seen_at: datetime | None
    """When a session of theirs was last used; None: never, or more than a month ago."""


@dataclass(frozen=True, kw_only=True)
class Users:
    lines: tuple[UserLine, ...]
    found: int
    roles: Mapping[str, int]
    """How many active accounts each role has."""


def users(conn: Connection, *, search: str = "", role: str = "") -> Users:
    """By name; those who are closed last."""
    everybody = list(load_accounts(conn).values())
    roles: dict[str, int] = {}
    for one in everybody:
        if one.active:
            roles[one.person.role] = roles.get(one.person.role, 0) + 1
    wanted = [one for one in everybody if (not role or one.person.role == role) and _fits(one, search.strip().lower())]
    wanted.sort(key=lambda one: (not one.active, one.person.name, one.person.id))
    return Users(lines=_lines(conn, wanted[:MOST]), found=len(wanted), roles=roles)


def _fits(account: Account, search: str) -> bool:
    return any(search in text.lower() for text in (account.person.name, account.login or "", account.person.id))


def _lines(conn: Connection, accounts: list[Account]) -> tuple[UserLine, ...]:
    keys: dict[str, AccountKeys] = {}
    for part in batches(one.person.id for one in accounts):
        keys |= all_keys(conn, part)
    seen = last_seen(conn, [one.person.id for one in accounts])
    return tuple(
        UserLine(
            account=one, keys=keys.get(one.person.id, AccountKeys(staff_id=one.person.id)),
            seen_at=seen.get(one.person.id),
        )
        for one in accounts
    )  # fmt: skip
