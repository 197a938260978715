"""What may this account do, and where is it signed in? One account, as an administrator changes it."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException

from console.access.account_changes import change_account, end_all, mark_of, reset_password, reset_second
from console.access.account_words import MAY, NOTED, ROLES, browser
from console.access.accounts import Wanted
from console.access.refused import Refused
from console.frame import frame_of, page, reader_of
from console.pages.account import fault_of, times_of
from console.pages.users import Typed, areas_of
from db.accounts import keys_of
from db.audit import latest
from db.engine import reading, writing
from db.sessions import open_sessions
from db.staff import Account, load_accounts
from people.ids import StaffId

router = APIRouter(include_in_schema=False)


@router.get("/users/{person}")
def one(request: Request, person: str, said: str = "") -> Response:
    return _shown(request, person, said=said)


@router.post("/users/{person}")
def change(
    request: Request, person: str, name: Typed = "", role: Typed = "", area: Typed = "", senior: Typed = "",
    provider: Typed = "", active: Annotated[bool, Form()] = False, seen: Typed = "",
) -> Response:  # fmt: skip
    frame = frame_of(request)
    wanted = Wanted(name=name, role=role, area=area, senior=senior.strip(), provider=provider.strip())
    with writing(frame.engine) as conn:
        now = frame.settings.clock()
        changed = change_account(conn, now, _by(request), person, wanted, active=active, seen=seen)
    if isinstance(changed, Refused):
        status = 409 if changed.field == "seen" else 422
        return _shown(request, person, status, refused=changed, wanted=None if status == 409 else wanted)
    return RedirectResponse(f"/users/{person}?said=changed", 303)


@router.post("/users/{person}/password")
def password(request: Request, person: str) -> Response:
    frame = frame_of(request)
    with writing(frame.engine) as conn:
        given = reset_password(conn, frame.settings.clock(), _by(request), person)
        account = load_accounts(conn, [person]).get(StaffId(person))
    if isinstance(given, Refused) or account is None:
        return _shown(request, person, 422, refused=given if isinstance(given, Refused) else None)
    login = account.login or ""
    return page(request, "user_password.html", person=account.person, login=login, password=given, fresh=False)


@router.post("/users/{person}/sessions/end")
def end(request: Request, person: str) -> Response:
    frame = frame_of(request)
    with writing(frame.engine) as conn:
        end_all(conn, frame.settings.clock(), _by(request), person)
    return RedirectResponse(f"/users/{person}?said=ended", 303)


@router.post("/users/{person}/second/off")
def second_off(request: Request, person: str) -> Response:
    frame = frame_of(request)
    with writing(frame.engine) as conn:
        reset_second(conn, frame.settings.clock(), _by(request), person)
    return RedirectResponse(f"/users/{person}?said=second_off", 303)


def _shown(
    request: Request, person: str, status: int = 200, *, said: str = "", refused: Refused | None = None,
    wanted: Wanted | None = None,
) -> Response:  # fmt: skip
    frame = frame_of(request)
    with reading(frame.engine) as conn:
        account = load_accounts(conn, [person]).get(StaffId(person))
        if account is None:
            raise HTTPException(404)
        keys, seen = keys_of(conn, person), mark_of(conn, account)
        going_on = open_sessions(conn, person, frame.settings.wall())
        told = latest(conn, subject=person, limit=10)
    return page(
        request, "user.html", status, account=account, keys=keys, seen=seen, sessions=going_on, told=told, said=said,
        wanted=wanted or _as_it_is(account, keys.senior_id, keys.provider_id), roles=ROLES, may_do=MAY,
        areas=areas_of(request), browser=browser, noted=NOTED, times=times_of(request), **fault_of(request, refused),
    )  # fmt: skip


def _as_it_is(account: Account, senior: str | None, provider: str | None) -> Wanted:
    person = account.person
    return Wanted(
        name=person.name, role=person.role, area=person.area or "", senior=senior or "", provider=provider or ""
    )


def _by(request: Request) -> str:
    reader = reader_of(request)
    return reader.person.id if reader else "system"
