"""Who are you? Login and password against the staff's accounts."""

import time
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from console.frame import Frame, frame_of, local, page, reader_of, set_cookie
from console.passwords import matches
from console.sessions import SESSION_COOKIE
from db.audit import AuditRow, record
from db.engine import reading, writing
from db.staff import Account, account_of_login

router = APIRouter(include_in_schema=False)


@router.get("/sign-in")
def ask(request: Request, to: str = "/") -> Response:
    return page(request, "sign_in.html", to=local(to), login="", fault="", wait=0)


@router.post("/sign-in")
def sign_in(
    request: Request,
    login: Annotated[str, Form(max_length=64)] = "",
    password: Annotated[str, Form(max_length=1024)] = "",
    to: Annotated[str, Form()] = "/",
) -> Response:
    frame, address = frame_of(request), request.client.host if request.client else ""
    wait = frame.throttle.wait(login, address, time.monotonic())
    if wait:
        return page(request, "sign_in.html", 429, to=local(to), login=login, fault="wait", wait=wait)
    account = _account(frame, login, password)
    if account is None:
        frame.throttle.failed(login, address, time.monotonic())
        _note(frame, "system", "sign_in_refused", login[:64], address)
        return page(request, "sign_in.html", 401, to=local(to), login=login, fault="wrong", wait=0)
    frame.throttle.worked(login, address)
    _note(frame, account.person.id, "signed_in", account.person.id, address)
    return _begun(request, frame, account, local(to))


@router.post("/sign-out")
def sign_out(request: Request) -> Response:
    reader = reader_of(request)
    if reader is not None:
        _note(frame_of(request), reader.person.id, "signed_out", reader.person.id, "")
    response = RedirectResponse("/sign-in", 303)
    response.delete_cookie(SESSION_COOKIE)
    return response


def _account(frame: Frame, login: str, password: str) -> Account | None:
    with reading(frame.engine) as conn:
        account = account_of_login(conn, login) if login else None
    fits = matches(password, account.password_hash if account else "")
    return account if account and account.active and fits else None


def _begun(request: Request, frame: Frame, account: Account, to: str) -> Response:
    response = RedirectResponse(to, 303)
    age = int(frame.settings.session_life.total_seconds())
    set_cookie(request, response, SESSION_COOKIE, frame.signer.session(account), age)
    return response


def _note(frame: Frame, actor: str, action: str, subject: str, detail: str) -> None:
    with writing(frame.engine) as conn:
        record(
            conn,
            AuditRow(at=frame.settings.clock(), actor=actor, action=action, subject=subject, detail=detail),
        )
