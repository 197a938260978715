"""How do I sign in, and where am I signed in? One's own password, second factor and sessions."""

from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from console.access.account_words import ROLES, browser
from console.access.beginning import refused_once, try_of
from console.access.own_account import change_password, end_one, end_others, noted
from console.access.refused import Refused
from console.access.sessions import Standing
from console.access.trying import Try, seconds_to_wait
from console.frame import frame_of, page, reader_look, standing_of
from console.times import Times
from console.words import catalogues
from db.accounts import codes_left
from db.areas import load_areas
from db.engine import reading, writing
from db.sessions import open_sessions

router = APIRouter(include_in_schema=False)
Typed = Annotated[str, Form(max_length=1024)]


@router.get("/account")
def account(request: Request, said: str = "") -> Response:
    return shown(request, said=said)


@router.post("/account/password")
def password(request: Request, current: Typed = "", new: Typed = "", again: Typed = "") -> Response:
    frame, signed = frame_of(request), signed_of(request)
    tried = try_of(request, signed.account.login or "")
    if waiting := wait_of(request, tried):
        return shown(request, 429, wait=waiting)
    with writing(frame.engine) as conn:
        changed = change_password(conn, frame.settings.wall(), signed, current, new, again)
        if not isinstance(changed, Refused):
            noted(conn, frame.settings.clock(), signed, "password_changed")
    if isinstance(changed, Refused):
        count_wrong(request, changed, tried)
        return shown(request, 422, refused=changed)
    return RedirectResponse("/account?said=password", 303)


@router.post("/account/sessions/end-others")
def end_the_others(request: Request) -> Response:
    frame, signed = frame_of(request), signed_of(request)
    with writing(frame.engine) as conn:
        ended = end_others(conn, frame.settings.wall(), signed)
        noted(conn, frame.settings.clock(), signed, "sessions_ended", str(ended))
    return RedirectResponse("/account?said=ended", 303)


@router.post("/account/sessions/{session}/end")
def end(request: Request, session: str) -> Response:
    frame, signed = frame_of(request), signed_of(request)
    with writing(frame.engine) as conn:
        if end_one(conn, frame.settings.wall(), signed, session):
            noted(conn, frame.settings.clock(), signed, "sessions_ended", "1")
    return RedirectResponse("/account?said=ended", 303)


def shown(
    request: Request, status: int = 200, *, said: str = "", refused: Refused | None = None, wait: int = 0
) -> Response:
    frame, signed = frame_of(request), signed_of(request)
    person = signed.account.person
    with reading(frame.engine) as conn:
        going_on = open_sessions(conn, person.id, frame.settings.wall())
        area = load_areas(conn, [person.area] if person.area else []).get(person.area) if person.area else None
        left = codes_left(conn, person.id)
    return page(
        request, "account.html", status, said=said, wait=wait, keys=signed.keys, left=left, area=area, roles=ROLES,
        sessions=going_on, mine=signed.session.id, browser=browser, times=times_of(request),
        required=person.role in frame.settings.second_factor_for, **fault_of(request, refused),
    )  # fmt: skip


def signed_of(request: Request) -> Standing:
    """Whose page it is: these pages are for people, not for programs."""
    signed = standing_of(request)
    if signed is None:
        raise RuntimeError("a page for people alone was asked for without a session")
    return signed


def fault_of(request: Request, refused: Refused | None) -> dict[str, Any]:
    """What a form says is wrong: at which field, and the words."""
    words = catalogues()[reader_look(request).language]
    return {"wrong_field": refused.field if refused else "", "wrong": refused.said(words) if refused else ""}


def times_of(request: Request) -> Times:
    frame, language = frame_of(request), reader_look(request).language
    zone, now = ZoneInfo(frame.settings.zone), frame.settings.wall()
    return Times(language=language, words=catalogues()[language], zone=zone, now=now)


def wait_of(request: Request, tried: Try) -> int:
    """Seconds until this account's password may be tried again from here."""
    frame = frame_of(request)
    with reading(frame.engine) as conn:
        return seconds_to_wait(conn, tried, frame.settings.wall())


def count_wrong(request: Request, refused: Refused, tried: Try) -> None:
    """A wrong password counts here as at the sign-in: an open page must not be a place to guess it."""
    if refused.guessed:
        refused_once(request, tried)
