"""What may somebody change about their own sign-in? Password, second factor, sessions; others are signed out."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from console.access.passwords import hashed, matches
from console.access.refused import Refused
from console.access.second import code_digest, new_codes, new_secret, step_of
from console.access.secret_rules import password_fault
from console.access.sessions import Standing, fingerprint
from console.words import N_
from db.accounts import AccountKeys, keys_of, replace_codes, save_keys
from db.audit import AuditRow, record
from db.sessions import end_session, end_sessions, refit
from db.staff import Account, set_password


def change_password(
    conn: Connection, now: datetime, signed: Standing, current: str, new: str, again: str
) -> Account | Refused:
    """Every other session of the account ends; this one goes on."""
    account = signed.account
    if (fault := wrong_password(account, current)) is not None:
        return fault
    if new != again:
        helps = N_("type the new password twice, the same each time")
        return Refused(field="again", text=N_("the two passwords differ"), helps=helps)
    if new == current:
        return Refused(field="new", text=N_("that is the old password"), helps=N_("choose another one"))
    if (fault := password_fault(new, account.login or "", account.person.name)) is not None:
        return replace(fault, field="new")
    changed = replace(account, password_hash=hashed(new))
    person = account.person.id
    set_password(conn, person, changed.password_hash)
    save_keys(conn, replace(keys_of(conn, person), temporary=False))
    end_sessions(conn, person, at=now, why="password", but=signed.session.id)
    refit(conn, signed.session.id, fingerprint(changed))
    return changed


def begin_second(conn: Connection, signed: Standing, password: str) -> AccountKeys | Refused:
    """A secret to be shown; it counts for nothing until a code of it has come back."""
    if (fault := wrong_password(signed.account, password)) is not None:
        return fault
    keys = keys_of(conn, signed.account.person.id)
    if keys.second_since is not None:
        helps = N_("switch it off first to begin with another telephone")
        return Refused(field="current", text=N_("there is a second factor already"), helps=helps)
    begun = replace(keys, second_secret=new_secret(), second_step=0)
    save_keys(conn, begun)
    return begun


def confirm_second(conn: Connection, now: datetime, signed: Standing, code: str) -> tuple[str, ...] | Refused:
    """From now on a code is asked for; the recovery codes, which are shown once."""
    keys = keys_of(conn, signed.account.person.id)
    if not keys.second_secret or keys.second_since is not None:
        return Refused(field="code", text=N_("nothing has been begun"), helps=N_("begin again from the account page"))
    step = step_of(keys.second_secret, code, now)
    if step is None:
        helps = N_("wait for the next code, look whether the telephone's clock is right, type it again")
        return Refused(field="code", text=N_("this code is not right"), helps=helps, guessed=True)
    codes = new_codes()
    save_keys(conn, replace(keys, second_since=now, second_step=step))
    replace_codes(conn, keys.staff_id, [code_digest(each) for each in codes])
    end_sessions(conn, keys.staff_id, at=now, why="second", but=signed.session.id)
    return codes


def drop_second(conn: Connection, signed: Standing, password: str, *, required: bool) -> Refused | None:
    if (fault := wrong_password(signed.account, password)) is not None:
        return fault
    if required:
        helps = N_("ask another administrator to reset it if the telephone is lost")
        return Refused(field="current", text=N_("your role must have a second factor"), helps=helps)
    forget_second(conn, signed.account.person.id)
    return None


def forget_second(conn: Connection, person: str) -> None:
    save_keys(conn, replace(keys_of(conn, person), second_secret="", second_since=None, second_step=0))
    replace_codes(conn, person, ())


def end_one(conn: Connection, now: datetime, signed: Standing, session: str) -> bool:
    """False: it is not theirs, or over already."""
    return end_session(conn, session, person=signed.account.person.id, at=now, why="ended")


def end_others(conn: Connection, now: datetime, signed: Standing) -> int:
    return end_sessions(conn, signed.account.person.id, at=now, why="ended", but=signed.session.id)


def noted(conn: Connection, at: datetime, signed: Standing, action: str, detail: str = "") -> None:
    person = signed.account.person.id
    record(conn, AuditRow(at=at, actor=person, action=action, subject=person, detail=detail))


def wrong_password(account: Account, password: str) -> Refused | None:
    if matches(password, account.password_hash):
        return None
    text = N_("the present password is not right")
    return Refused(field="current", text=text, helps=N_("type it again"), guessed=True)
