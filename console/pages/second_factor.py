"""How do I get a second factor? Scan, type one code, keep the recovery codes."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from console.access.beginning import try_of
from console.access.own_account import begin_second, confirm_second, drop_second, noted
from console.access.refused import Refused
from console.access.second import shown as picture_of
from console.frame import frame_of, page
from console.pages.account import count_wrong, fault_of, shown, signed_of, wait_of
from db.accounts import keys_of
from db.engine import reading, writing

router = APIRouter(include_in_schema=False)
Typed = Annotated[str, Form(max_length=1024)]


@router.get("/account/second")
def second(request: Request) -> Response:
    return _page(request)


@router.post("/account/second/begin")
def begin(request: Request, current: Typed = "") -> Response:
    frame, signed = frame_of(request), signed_of(request)
    tried = try_of(request, signed.account.login or "")
    if waiting := wait_of(request, tried):
        return _page(request, 429, wait=waiting)
    with writing(frame.engine) as conn:
        begun = begin_second(conn, signed, current)
    if isinstance(begun, Refused):
        count_wrong(request, begun, tried)
        return _page(request, 422, refused=begun)
    return _page(request, secret=begun.second_secret)


@router.post("/account/second/confirm")
def confirm(request: Request, code: Typed = "") -> Response:
    frame, signed = frame_of(request), signed_of(request)
    with writing(frame.engine) as conn:
        codes = confirm_second(conn, frame.settings.wall(), signed, code)
        if not isinstance(codes, Refused):
            noted(conn, frame.settings.clock(), signed, "second_factor_on")
    if not isinstance(codes, Refused):
        return page(request, "second_codes.html", codes=codes)
    with reading(frame.engine) as conn:
        keys = keys_of(conn, signed.account.person.id)
    return _page(request, 422, refused=codes, secret="" if keys.second_since else keys.second_secret)


@router.post("/account/second/off")
def off(request: Request, current: Typed = "") -> Response:
    frame, signed = frame_of(request), signed_of(request)
    tried = try_of(request, signed.account.login or "")
    if waiting := wait_of(request, tried):
        return shown(request, 429, wait=waiting)
    required = signed.account.person.role in frame.settings.second_factor_for
    with writing(frame.engine) as conn:
        refused = drop_second(conn, signed, current, required=required)
        if refused is None:
            noted(conn, frame.settings.clock(), signed, "second_factor_off")
    if refused is not None:
        count_wrong(request, refused, tried)
        return _page(request, 422, refused=refused)
    return RedirectResponse("/account?said=second_off", 303)


def _page(
    request: Request, status: int = 200, *, secret: str = "", refused: Refused | None = None, wait: int = 0
) -> Response:
    frame, signed = frame_of(request), signed_of(request)
    made = picture_of(secret, signed.account.login or signed.account.person.id, frame.settings.site) if secret else None
    required = signed.account.person.role in frame.settings.second_factor_for
    return page(
        request, "second.html", status, made=made, on=signed.keys.second_since is not None, required=required,
        wait=wait, **fault_of(request, refused),
    )  # fmt: skip
