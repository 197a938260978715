"""May this request go on? Asked before every route: the table of access, then whether a form is ours."""

import time
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.exc import SQLAlchemyError

from console.access.sessions import SESSION_COOKIE, Span, Standing, needs_touch, standing, used
from console.access.signing import FORM_COOKIE, FORM_FIELD, FORM_HEADER
from console.access.tokens import USED_EVERY, account_of, token_of
from console.access.verdicts import SETTLING, Verdict, verdict
from console.frame import Frame, frame_of, standing_of
from db.api_tokens import ApiToken, token_used
from db.engine import reading, writing
from db.refusals import DatabaseRefused
from db.staff import Account

_READS = frozenset({"GET", "HEAD"})
IDEMPOTENCY_KEY = "idempotency-key"


class SignInFirst(Exception):
    """Nobody is signed in."""


class NotForYou(Exception):
    """Somebody is, but this is not for their role."""


class ForeignForm(Exception):
    """A form that did not come from our own page, or from one that is too old."""


class TooOften(Exception):
    """A program asks more than it may; `seconds` until it may again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"wait {seconds} s")
        self.seconds = seconds


class SettleFirst(Exception):
    """Signed in, but something must be put right before anything else; `at` is the page for it."""

    def __init__(self, at: str) -> None:
        super().__init__(at)
        self.at = at


def admit(request: Request) -> None:
    """Who asks, and may they? The account is kept for the page."""
    path: str = request.scope["route"].path
    for_anybody = verdict(request.method, path, None) is Verdict.GRANTED
    request.state.reader = reader = _reader_if_any(request) if for_anybody else _reader(request)
    match verdict(request.method, path, reader.person.role if reader else None):
        case Verdict.SIGN_IN:
            raise SignInFirst
        case Verdict.REFUSED:
            raise NotForYou
    signed = standing_of(request)
    if signed is not None and not for_anybody and (request.method, path) not in SETTLING:
        _settled(frame_of(request), signed)


async def own_form(request: Request, _admitted: Annotated[None, Depends(admit)]) -> None:
    """A form carries the token of our page. What no foreign page can send needs none: JSON, or a header of its own."""
    if request.method in _READS or program_of(request):
        return
    from_elsewhere = request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none")
    if _by_a_program(request) and not from_elsewhere:
        return
    if from_elsewhere or not await form_is_ours(request):
        raise ForeignForm


async def form_is_ours(request: Request) -> bool:
    token = request.headers.get(FORM_HEADER) or (await request.form()).get(FORM_FIELD)
    return frame_of(request).signer.form_is_ours(request.cookies.get(FORM_COOKIE), str(token or ""))


def span_of(frame: Frame) -> Span:
    return Span(life=frame.settings.session_life, idle=frame.settings.session_idle)


def signed_in(frame: Frame, cookie: str) -> Standing | None:
    """Whose session this is, if it still is one."""
    if not cookie:
        return None
    with reading(frame.engine) as conn:
        return standing(conn, cookie, span_of(frame), frame.settings.wall(), frame.settings.clock())


def _settled(frame: Frame, signed: Standing) -> None:
    if signed.keys.temporary:
        raise SettleFirst("/account")
    if signed.account.person.role in frame.settings.second_factor_for and signed.keys.second_since is None:
        raise SettleFirst("/account/second")


def _by_a_program(request: Request) -> bool:
    """A browser asks us first before another site's page may send these, and we do not answer that question."""
    json = request.headers.get("content-type", "").partition(";")[0].strip() == "application/json"
    return request.url.path.startswith("/api/") and (json or IDEMPOTENCY_KEY in request.headers)


def _reader_if_any(request: Request) -> Account | None:
    """On a page for anybody: a database that does not answer means only that we do not know them."""
    try:
        return _reader(request)
    except (SQLAlchemyError, DatabaseRefused):
        return None


def _reader(request: Request) -> Account | None:
    """A program by its token, on the API alone; a person by the browser's session."""
    frame, bearer = frame_of(request), request.headers.get("authorization")
    if bearer and request.url.path.startswith("/api/"):
        return _program(request, frame, bearer)
    signed = signed_in(frame, request.cookies.get(SESSION_COOKIE, ""))
    request.state.standing = signed
    if signed is None:
        return None
    now = frame.settings.wall()
    if needs_touch(signed.session, now) and not request.url.path.startswith("/live"):
        with writing(frame.engine) as conn:
            used(conn, signed.session, now)
    return signed.account


def _program(request: Request, frame: Frame, bearer: str) -> Account | None:
    now = frame.settings.wall()
    with reading(frame.engine) as conn:
        row = token_of(conn, bearer, now)
    if row is None:
        return None
    wait = frame.pace.seconds_to_wait(row.id, time.monotonic())
    if wait:
        raise TooOften(wait)
    if row.used_at is None or now - row.used_at >= USED_EVERY:
        with writing(frame.engine) as conn:
            token_used(conn, row.id, now)
    request.state.program = row
    return account_of(row)


def program_of(request: Request) -> ApiToken | None:
    return getattr(request.state, "program", None)
