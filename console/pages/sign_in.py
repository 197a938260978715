"""Who are you? Login and password against the staff's accounts; where there is a second factor, its code."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from console.access.beginning import begun, note, refused_once, try_of
from console.access.passwords import matches
from console.access.second_step import code_fits
from console.access.sessions import SESSION_COOKIE, fingerprint
from console.access.signing import SECOND_COOKIE, SECOND_LIFE
from console.access.trying import Try, readable, seconds_to_wait
from console.frame import Frame, frame_of, local, page, set_cookie, standing_of
from db.accounts import keys_of
from db.engine import reading, writing
from db.sessions import end_session
from db.staff import Account, account_of_login, load_accounts
from people.ids import StaffId

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
    frame, tried, to = frame_of(request), try_of(request, login), local(to)
    wait = _wait(frame, tried)
    if wait:
        return page(request, "sign_in.html", 429, to=to, login=tried.login, fault="wait", wait=wait)
    account, second = _account(frame, login, password)
    if account is None:
        refused_once(request, tried)
        return page(request, "sign_in.html", 401, to=to, login=tried.login, fault="wrong", wait=0)
    return _to_the_code(request, account, to) if second else begun(request, account, to)


@router.get("/sign-in/code")
def ask_code(request: Request, to: str = "/") -> Response:
    if _half(request) is None:
        return RedirectResponse("/sign-in", 303)
    return page(request, "sign_in_code.html", to=local(to), fault="", wait=0)


@router.post("/sign-in/code")
def sign_in_code(
    request: Request, code: Annotated[str, Form(max_length=64)] = "", to: Annotated[str, Form()] = "/"
) -> Response:
    frame, account, to = frame_of(request), _half(request), local(to)
    if account is None:
        return page(request, "sign_in.html", 401, to=to, login="", fault="late", wait=0)
    tried = try_of(request, account.login or "")
    wait = _wait(frame, tried)
    if wait:
        return page(request, "sign_in_code.html", 429, to=to, fault="wait", wait=wait)
    with writing(frame.engine) as conn:
        fits = code_fits(conn, account.person.id, code, frame.settings.wall())
    if not fits:
        refused_once(request, tried)
        return page(request, "sign_in_code.html", 401, to=to, fault="wrong", wait=0)
    return begun(request, account, to)


@router.post("/sign-out")
def sign_out(request: Request) -> Response:
    frame, signed = frame_of(request), standing_of(request)
    if signed is not None:
        person = signed.account.person.id
        with writing(frame.engine) as conn:
            end_session(conn, signed.session.id, person=person, at=frame.settings.wall(), why="signed_out")
            note(conn, frame, person, "signed_out", person)
    response = RedirectResponse("/sign-in", 303)
    response.delete_cookie(SESSION_COOKIE)
    return response


def _wait(frame: Frame, tried: Try) -> int:
    with reading(frame.engine) as conn:
        return seconds_to_wait(conn, tried, frame.settings.wall())


def _account(frame: Frame, login: str, password: str) -> tuple[Account | None, bool]:
    """Whose login and password these are, and whether a code is asked for too."""
    with reading(frame.engine) as conn:
        account = account_of_login(conn, login) if login and readable(login) == login else None
        second = account is not None and keys_of(conn, account.person.id).second_since is not None
    fits = matches(password, account.password_hash if account else "")
    return (account, second) if account and account.active and fits else (None, False)


def _to_the_code(request: Request, account: Account, to: str) -> Response:
    response = RedirectResponse(f"/sign-in/code?{urlencode({'to': to})}", 303)
    half = frame_of(request).signer.half(account, fingerprint(account))
    set_cookie(request, response, SECOND_COOKIE, half, int(SECOND_LIFE.total_seconds()))
    return response


def _half(request: Request) -> Account | None:
    """Who gave the right password a moment ago in this browser."""
    frame = frame_of(request)
    told = frame.signer.half_of(request.cookies.get(SECOND_COOKIE, ""))
    if told is None:
        return None
    with reading(frame.engine) as conn:
        account = load_accounts(conn, [told[0]]).get(StaffId(told[0]))
    return account if account and account.active and fingerprint(account) == told[1] else None
