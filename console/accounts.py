"""How does somebody get an account? By the command line; a page cannot give itself the first one."""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine

from console.passwords import hashed
from db.audit import AuditRow, record
from db.engine import writing
from db.staff import Account, account_of_login, load_accounts, save_accounts
from people.ids import StaffId
from people.staff import Role, Staff

SHORTEST = 10
LONGEST = 200
_LOGIN = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9._@-]{0,63}")


@dataclass(frozen=True, kw_only=True)
class Refused:
    """Nothing was changed; `reason` says why, `cure` what to do."""

    reason: str
    cure: str


def add_user(engine: Engine, login: str, name: str, role: str, password: str, *, at: datetime) -> Staff | Refused:
    """A new account, or the first password of somebody imported with this login (who keeps name and role)."""
    fault = _fault(login, name, role, password)
    if fault is not None:
        return fault
    secret = hashed(password)
    with writing(engine) as conn:
        standing = account_of_login(conn, login)
        if standing is not None and standing.password_hash:
            return Refused(reason=f"the login {login} is taken", cure="choose another one")
        account = _account(conn, standing, login, name.strip(), Role(role), secret)
        save_accounts(conn, [account])
        record(conn, AuditRow(at=at, actor="system", action="user_added", subject=account.person.id, detail=role))
    return account.person


def _fault(login: str, name: str, role: str, password: str) -> Refused | None:
    if not _LOGIN.fullmatch(login):
        return Refused(reason="that is no login", cure="use letters, digits and . _ @ -, at most 64, no spaces")
    if not name.strip():
        return Refused(reason="the name is empty", cure="give the person's name")
    if role not in set(Role):
        return Refused(reason=f"there is no role {role}", cure=f"choose one of {', '.join(Role)}")
    if not SHORTEST <= len(password) <= LONGEST:
        return Refused(
            reason=f"the password is too {'short' if len(password) < SHORTEST else 'long'}",
            cure=f"take {SHORTEST} to {LONGEST} characters",
        )
    if password.lower() in (login.lower(), name.lower()):
        return Refused(reason="the password is the login or the name", cure="take one that nobody can guess")
    return None


def _account(conn: Connection, standing: Account | None, login: str, name: str, role: Role, secret: str) -> Account:
    if standing is not None:
        return Account(person=standing.person, login=login, password_hash=secret, active=standing.active)
    person = Staff(id=_free_id(conn, login), name=name, role=role)
    return Account(person=person, login=login, password_hash=secret)


def _free_id(conn: Connection, login: str) -> StaffId:
    """The login as an id, with a number behind it where somebody else has that id."""
    base = re.sub(r"[^a-z0-9]", "", login.lower())[:18]
    base = base if base[:1].isalpha() else f"u{base}"
    candidates = [base, *(f"{base}{n}" for n in range(2, 100_000))]
    taken = load_accounts(conn)
    return next(StaffId(each) for each in candidates if each not in taken)
