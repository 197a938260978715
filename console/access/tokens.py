"""Which program asks? A token made by the command line, shown once; only a digest of it is kept."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import Connection

from console.access.refused import Refused
from console.words import N_
from db.api_tokens import ApiToken, add_token, load_token
from db.areas import load_areas
from db.audit import AuditRow, record
from db.staff import Account
from people.ids import AreaId, StaffId
from people.staff import Role, Staff

FOR = (Role.OPERATOR, Role.SUPERVISOR, Role.OFFICIAL, Role.ADMINISTRATOR)
"""Roles a program may have: the others are persons."""
USED_EVERY = timedelta(minutes=1)
LONGEST = timedelta(days=3660)
_WRITTEN = re.compile(r"bb_([0-9a-f]{12})_([A-Za-z0-9_-]{40,})")


@dataclass(frozen=True, kw_only=True)
class Made:
    row: ApiToken
    token: str
    """Never shown again."""


def make_token(
    conn: Connection, now: datetime, *, by: str, name: str, role: str, area: str = "", life: timedelta | None = None
) -> Made | Refused:
    """`life` None: until it is revoked."""
    fault = _fault(conn, name, role, area, life)
    if fault is not None:
        return fault
    key, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
    row = ApiToken(
        id=key, name=name.strip(), secret_hash=_digest(secret), role=role, area_id=area or None, made_by=by,
        made_at=now, ends_at=now + life if life else None,
    )  # fmt: skip
    add_token(conn, row)
    record(conn, AuditRow(at=now, actor=by, action="token_made", subject=key, detail=f"{role} {row.name}"))
    return Made(row=row, token=f"bb_{key}_{secret}")


def token_of(conn: Connection, header: str, now: datetime) -> ApiToken | None:
    """`header` as in `Authorization: Bearer …`. None: unknown, over, or revoked."""
    kind, _, written = header.partition(" ")
    found = _WRITTEN.fullmatch(written.strip()) if kind.lower() == "bearer" else None
    row = load_token(conn, found[1]) if found else None
    if row is None or found is None or not secrets.compare_digest(row.secret_hash, _digest(found[2])):
        return None
    return row if stands(row, now) else None


def stands(row: ApiToken, now: datetime) -> bool:
    return row.revoked_at is None and (row.ends_at is None or now < row.ends_at)


def account_of(row: ApiToken) -> Account:
    """The program as rows and pages name it."""
    area = None if row.area_id is None else AreaId(row.area_id)
    return Account(person=Staff(id=StaffId(f"token-{row.id}"), name=row.name, role=Role(row.role), area=area))


def _fault(conn: Connection, name: str, role: str, area: str, life: timedelta | None) -> Refused | None:
    if not name.strip() or not name.isprintable():
        return Refused(field="name", text=N_("the name is empty"), helps=N_("say which program it is for"))
    if role not in FOR:
        roles = ", ".join(FOR)
        return Refused(field="role", text=N_("no program has that role"), helps=N_("choose one of %(all)s"),
                       told={"all": roles})  # fmt: skip
    if area and area not in load_areas(conn):
        return Refused(field="area", text=N_("there is no area %(area)s"), helps=N_("choose one that was imported"),
                       told={"area": area})  # fmt: skip
    if life is not None and not timedelta() < life <= LONGEST:
        return Refused(field="days", text=N_("that is no length of time for a token"),
                       helps=N_("take 1 to %(n)s days, or leave it out"), told={"n": LONGEST.days})  # fmt: skip
    return None


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
