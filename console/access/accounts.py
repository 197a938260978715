"""How does somebody get an account? By the command line, or by an administrator's page once there is one."""

import re
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, Engine

from console.access.passwords import hashed
from console.access.refused import Refused
from console.access.secret_rules import login_fault, name_fault, password_fault
from console.words import N_
from db.accounts import AccountKeys, keys_of, save_keys
from db.areas import load_areas
from db.audit import AuditRow, record
from db.engine import writing
from db.homes import load_seniors
from db.providers import load_providers
from db.staff import Account, account_of_login, load_accounts, save_accounts
from people.ids import AreaId, StaffId
from people.staff import Role, Staff

__all__ = ["Refused", "Wanted", "add_user", "open_account"]


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What an account is to be. `senior`: whose family; `provider`: whose provider; `area` empty: the whole site."""

    name: str
    role: str
    area: str = ""
    senior: str = ""
    provider: str = ""


def add_user(
    engine: Engine, login: str, name: str, role: str, password: str, *, at: datetime, area: str = "", senior: str = "",
    provider: str = "",
) -> Staff | Refused:  # fmt: skip
    """A new account, or the first password of somebody imported with this login (who keeps name and role)."""
    wanted = Wanted(name=name, role=role, area=area, senior=senior, provider=provider)
    with writing(engine) as conn:
        return open_account(conn, at, login, password, wanted, by="system")


def open_account(
    conn: Connection, now: datetime, login: str, password: str, wanted: Wanted, *, by: str, temporary: bool = False
) -> Staff | Refused:
    """`temporary`: whoever signs in with this password has to choose another one first."""
    standing = account_of_login(conn, login) if not login_fault(login) else None
    if standing is not None and not standing.password_hash:
        kept = Wanted(name=standing.person.name, role=standing.person.role, area=standing.person.area or "")
        wanted = replace(kept, senior=wanted.senior, provider=wanted.provider) if standing.person.name else wanted
    fault = login_fault(login) or wanted_fault(conn, wanted) or password_fault(password, login, wanted.name)
    if fault is not None:
        return fault
    if standing is not None and standing.password_hash:
        helps = N_("choose another one")
        return Refused(field="login", text=N_("the login %(login)s is taken"), helps=helps, told={"login": login})
    account = _account(conn, standing, login, wanted, hashed(password))
    save_accounts(conn, [account])
    save_keys(conn, keys_for(keys_of(conn, account.person.id), wanted, temporary=temporary))
    told = AuditRow(at=now, actor=by, action="user_added", subject=account.person.id, detail=wanted.role)
    record(conn, told)
    return account.person


def keys_for(keys: AccountKeys, wanted: Wanted, *, temporary: bool) -> AccountKeys:
    return replace(
        keys, senior_id=wanted.senior or None, provider_id=wanted.provider or None, temporary=temporary
    )  # fmt: skip


def wanted_fault(conn: Connection, wanted: Wanted) -> Refused | None:
    """Why no account may be like this."""
    if (fault := name_fault(wanted.name)) is not None:
        return fault
    if wanted.role not in set(Role):
        told = {"role": wanted.role, "all": ", ".join(Role)}
        return Refused(field="role", text=N_("there is no role %(role)s"), helps=N_("choose one of %(all)s"), told=told)
    if wanted.area and wanted.area not in load_areas(conn, [wanted.area]):
        text, helps = N_("there is no area %(area)s"), N_("choose one that was imported")
        return Refused(field="area", text=text, helps=helps, told={"area": wanted.area})
    if wanted.senior and wanted.role != Role.FAMILY:
        helps = N_("leave it empty, or choose the role family")
        return Refused(field="senior", text=N_("only a family belongs to one person"), helps=helps)
    if wanted.senior and wanted.senior not in load_seniors(conn, [wanted.senior]):
        text, helps = N_("there is nobody with the id %(id)s"), N_("look the id up on the person's page")
        return Refused(field="senior", text=text, helps=helps, told={"id": wanted.senior})
    if wanted.provider and (
        wanted.role != Role.PROVIDER or wanted.provider not in load_providers(conn, [wanted.provider])
    ):
        text, helps = N_("there is no provider %(id)s"), N_("give a provider's id for the role provider alone")
        return Refused(field="provider", text=text, helps=helps, told={"id": wanted.provider})
    return None


def _account(conn: Connection, standing: Account | None, login: str, wanted: Wanted, secret: str) -> Account:
    if standing is not None:
        return replace(standing, login=login, password_hash=secret)
    area = AreaId(wanted.area) if wanted.area else None
    person = Staff(id=_free_id(conn, login), name=wanted.name.strip(), role=Role(wanted.role), area=area)
    return Account(person=person, login=login, password_hash=secret)


def _free_id(conn: Connection, login: str) -> StaffId:
    """The login as an id, with a number behind it where somebody else has that id."""
    base = re.sub(r"[^a-z0-9]", "", login.lower())[:18]
    base = base if base[:1].isalpha() else f"u{base}"
    candidates = [base, *(f"{base}{n}" for n in range(2, 100_000))]
    taken = load_accounts(conn)
    return next(StaffId(each) for each in candidates if each not in taken)
