"""May this request go on? Asked before every route: the table of access, then whether a form is ours."""

from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.exc import SQLAlchemyError

from console.access import Verdict, verdict
from console.frame import frame_of
from console.sessions import FORM_COOKIE, FORM_FIELD, FORM_HEADER, SESSION_COOKIE
from db.engine import reading
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


async def own_form(request: Request, _admitted: Annotated[None, Depends(admit)]) -> None:
    """A form carries the token of our page. What no foreign page can send needs none: JSON, or a header of its own."""
    if request.method in _READS:
        return
    from_elsewhere = request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none")
    if _by_a_program(request) and not from_elsewhere:
        return
    token = request.headers.get(FORM_HEADER) or (await request.form()).get(FORM_FIELD)
    ours = frame_of(request).signer.form_is_ours(request.cookies.get(FORM_COOKIE), str(token or ""))
    if from_elsewhere or not ours:
        raise ForeignForm


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
    cookie = request.cookies.get(SESSION_COOKIE)
    if not cookie:
        return None
    frame = frame_of(request)
    with reading(frame.engine) as conn:
        return frame.signer.account(conn, cookie)
