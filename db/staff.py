"""Who works here, who is on duty, who may sign in, who is away?"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, delete, select, update

from db.records import among, put, reads
from db.schema.staff import holds, shifts, staff
from people.holds import Hold
from people.ids import AreaId, SeniorId, StaffId
from people.staff import Role, Shift, Staff


@dataclass(frozen=True, kw_only=True)
class Account:
    """A member of staff as the sign-in sees them."""

    person: Staff
    login: str | None = None
    password_hash: str = ""
    active: bool = True


def load_accounts(conn: Connection, ids: Collection[str] | None = None) -> Mapping[StaffId, Account]:
    """All of them, or those named that exist."""
    rows = reads(conn, among(staff, staff.c.id, ids))
    return {StaffId(row.id): _account(row) for row in rows}


def account_of_login(conn: Connection, login: str) -> Account | None:
    row = conn.execute(select(staff).where(staff.c.login == login)).one_or_none()
    return None if row is None else _account(row)


def accounts_by_login(conn: Connection, logins: Collection[str]) -> tuple[Account, ...]:
    return tuple(_account(row) for row in reads(conn, among(staff, staff.c.login, logins)))


def save_accounts(conn: Connection, items: Sequence[Account]) -> None:
    put(conn, staff, [
        {"id": a.person.id, "name": a.person.name, "role": a.person.role.value, "area_id": a.person.area,
         "number": a.person.number, "desk": a.person.desk, "login": a.login,
         "password_hash": a.password_hash, "active": a.active}
        for a in items
    ])  # fmt: skip


def set_password(conn: Connection, person: StaffId, password_hash: str) -> bool:
    """False: nobody of that id."""
    change = update(staff).where(staff.c.id == person).values(password_hash=password_hash)
    return conn.execute(change).rowcount == 1


def shift_id(shift: Shift) -> str:
    """Who, for what, from when: the same shift told twice is one shift."""
    return f"{shift.staff}/{shift.duty}/{int(shift.starts.timestamp())}"


def load_shifts(conn: Connection, ids: Collection[str] | None = None) -> Mapping[str, Shift]:
    rows = reads(conn, among(shifts, shifts.c.id, ids))
    return {row.id: _shift(row) for row in rows}


def save_shifts(conn: Connection, items: Sequence[Shift]) -> None:
    put(conn, shifts, [
        {"id": shift_id(s), "staff_id": s.staff, "duty": s.duty, "starts_at": s.starts, "ends_at": s.ends}
        for s in items
    ])  # fmt: skip


def remove_shifts(conn: Connection, ids: Collection[str]) -> None:
    conn.execute(delete(shifts).where(shifts.c.id.in_(list(ids))))


def on_duty(conn: Connection, duty: str, at: datetime) -> tuple[Staff, ...]:
    """Who has this duty at this moment, those in service only, in the order of their ids."""
    statement = (
        select(staff).join(shifts, shifts.c.staff_id == staff.c.id)
        .where(shifts.c.duty == duty, shifts.c.starts_at <= at, at < shifts.c.ends_at, staff.c.active)
        .distinct().order_by(staff.c.id)
    )  # fmt: skip
    return tuple(_account(row).person for row in conn.execute(statement))


def has_shift(conn: Connection, person: str, at: datetime) -> bool:
    """Is this person on any duty at this moment?"""
    now = (shifts.c.staff_id == person, shifts.c.starts_at <= at, at < shifts.c.ends_at)
    return conn.execute(select(shifts.c.id).where(*now).limit(1)).first() is not None


def hold_id(hold: Hold) -> str:
    return f"{hold.senior}/{hold.starts_on.isoformat()}"


def load_holds(conn: Connection, ids: Collection[str] | None = None) -> Mapping[str, Hold]:
    rows = reads(conn, among(holds, holds.c.id, ids))
    return {row.id: _hold(row) for row in rows}


def save_holds(conn: Connection, items: Sequence[Hold]) -> None:
    put(conn, holds, [
        {"id": hold_id(h), "senior_id": h.senior, "starts_on": h.starts_on, "ends_on": h.ends_on,
         "reason": h.reason, "asked_by": h.asked_by}
        for h in items
    ])  # fmt: skip


def holds_on(conn: Connection, day: date) -> tuple[Hold, ...]:
    """Everybody who is away on this day of theirs."""
    statement = select(holds).where(holds.c.starts_on <= day, day <= holds.c.ends_on).order_by(holds.c.id)
    return tuple(_hold(row) for row in conn.execute(statement))


def _account(row: Any) -> Account:
    person = Staff(
        id=StaffId(row.id), name=row.name, role=Role(row.role), number=row.number, desk=row.desk,
        area=None if row.area_id is None else AreaId(row.area_id),
    )  # fmt: skip
    return Account(person=person, login=row.login, password_hash=row.password_hash, active=row.active)


def _shift(row: Any) -> Shift:
    return Shift(staff=StaffId(row.staff_id), duty=row.duty, starts=row.starts_at, ends=row.ends_at)


def _hold(row: Any) -> Hold:
    return Hold(
        senior=SeniorId(row.senior_id), starts_on=row.starts_on, ends_on=row.ends_on, reason=row.reason,
        asked_by=row.asked_by,
    )  # fmt: skip
