"""What may an administrator change about somebody's account? Never so that no administrator is left.

Two who change one account at a time: the first stands, the second is told and sees how it is now.
"""

import secrets
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection

from console.access.accounts import Wanted, keys_for, open_account, wanted_fault
from console.access.own_account import forget_second
from console.access.passwords import hashed
from console.access.refused import Refused
from console.words import N_
from db.accounts import keys_of, save_keys
from db.audit import AuditRow, record
from db.sessions import end_sessions
from db.sign_ins import forget_failures, forget_places
from db.staff import Account, load_accounts, save_accounts, set_password
from people.ids import AreaId, StaffId
from people.staff import Role, Staff

_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that are mistaken for others when they are read aloud."""


def new_account(conn: Connection, now: datetime, by: str, login: str, wanted: Wanted) -> tuple[Staff, str] | Refused:
    """Who it is, and the temporary password, which is shown once."""
    given = temporary_password()
    made = open_account(conn, now, login, given, wanted, by=by, temporary=True)
    return made if isinstance(made, Refused) else (made, given)


def change_account(
    conn: Connection, now: datetime, by: str, person: str, wanted: Wanted, *, active: bool, seen: str
) -> Account | Refused:
    """`seen`: the mark of the account as the administrator saw it."""
    before = _known(conn, person)
    if isinstance(before, Refused):
        return before
    if mark_of(conn, before) != seen:
        helps = N_("look at it as it is now, then change it again")
        return Refused(field="seen", text=N_("somebody else has changed this account meanwhile"), helps=helps)
    if (fault := wanted_fault(conn, wanted) or _last_one(conn, before, wanted, active)) is not None:
        return fault
    area = AreaId(wanted.area) if wanted.area else None
    changed = replace(before.person, name=wanted.name.strip(), role=Role(wanted.role), area=area)
    after = replace(before, person=changed, active=active)
    keys = keys_of(conn, person)
    save_accounts(conn, [after])
    save_keys(conn, keys_for(keys, wanted, temporary=keys.temporary))
    if not active:
        end_sessions(conn, person, at=now, why="closed")
    _note(conn, now, by, "user_changed", person, f"{wanted.role} {wanted.area or '-'} {'open' if active else 'closed'}")
    return after


def reset_password(conn: Connection, now: datetime, by: str, person: str) -> str | Refused:
    """A temporary password, shown once; every session of the account ends."""
    account = _known(conn, person)
    if isinstance(account, Refused):
        return account
    if not account.login:
        helps = N_("import the staff again with a login for this person")
        return Refused(field="login", text=N_("this person has no login"), helps=helps)
    given = temporary_password()
    set_password(conn, account.person.id, hashed(given))
    save_keys(conn, replace(keys_of(conn, person), temporary=True))
    end_sessions(conn, person, at=now, why="password")
    forget_failures(conn, account.login)
    forget_places(conn, account.login)
    _note(conn, now, by, "password_reset", person)
    return given


def end_all(conn: Connection, now: datetime, by: str, person: str) -> int | Refused:
    account = _known(conn, person)
    if isinstance(account, Refused):
        return account
    ended = end_sessions(conn, person, at=now, why="ended")
    _note(conn, now, by, "sessions_ended", person, str(ended))
    return ended


def reset_second(conn: Connection, now: datetime, by: str, person: str) -> Account | Refused:
    """For whoever has lost the telephone and the recovery codes."""
    account = _known(conn, person)
    if isinstance(account, Account):
        forget_second(conn, person)
        _note(conn, now, by, "second_factor_reset", person)
    return account


def mark_of(conn: Connection, account: Account) -> str:
    """Another text after every change of what the page shows."""
    keys, person = keys_of(conn, account.person.id), account.person
    told = (person.name, person.role, person.area, account.active, keys.senior_id, keys.provider_id)
    return sha256(repr(tuple(str(each) for each in told)).encode()).hexdigest()[:16]


def temporary_password() -> str:
    """Three groups of four signs, 59 bits: to be read aloud once, and changed at the first sign-in."""
    return "-".join("".join(secrets.choice(_SIGNS) for _ in range(4)) for _ in range(3))


def _last_one(conn: Connection, before: Account, wanted: Wanted, active: bool) -> Refused | None:
    if before.person.role is not Role.ADMINISTRATOR or (active and wanted.role == Role.ADMINISTRATOR):
        return None
    others = (
        one for key, one in load_accounts(conn).items()
        if key != before.person.id and one.active and one.password_hash and one.person.role is Role.ADMINISTRATOR
    )  # fmt: skip
    if any(others):
        return None
    helps = N_("make somebody else administrator first")
    return Refused(field="role", text=N_("this is the last administrator"), helps=helps)


def _known(conn: Connection, person: str) -> Account | Refused:
    found = load_accounts(conn, [person]).get(StaffId(person))
    if found is not None:
        return found
    return Refused(field="person", text=N_("there is no such account"), helps=N_("go back to the list"))


def _note(conn: Connection, at: datetime, by: str, action: str, subject: str, detail: str = "") -> None:
    record(conn, AuditRow(at=at, actor=by, action=action, subject=subject, detail=detail))
