"""Who could not sign in today? Failed tries by login and address, and a button that lets somebody try again."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from console.access.beginning import note
from console.access.throttle import PER_PLACE, WINDOW
from console.frame import frame_of, page, reader_of
from console.pages.account import times_of
from db.engine import reading, writing
from db.sign_ins import KEPT, forget_failures, tried_since
from db.staff import accounts_by_login

router = APIRouter(include_in_schema=False)


@router.get("/sign-ins")
def failures(request: Request) -> Response:
    frame = frame_of(request)
    now = frame.settings.wall()
    with reading(frame.engine) as conn:
        tried = tried_since(conn, now - KEPT)
        lately = tried_since(conn, now - WINDOW)
        known = {each.login: each.person for each in accounts_by_login(conn, {one.login for one in tried})}
    waiting = {(one.login, one.address) for one in lately if one.count >= PER_PLACE}
    return page(request, "sign_ins.html", tried=tried, waiting=waiting, known=known, times=times_of(request))


@router.post("/sign-ins/release")
def release(request: Request, login: Annotated[str, Form(max_length=64)] = "") -> Response:
    frame, reader = frame_of(request), reader_of(request)
    with writing(frame.engine) as conn:
        if forget_failures(conn, login):
            note(conn, frame, reader.person.id if reader else "system", "sign_in_released", login)
    return RedirectResponse("/sign-ins", 303)
