"""What does a refusal look like? A page in words for people, RFC 9457 problem details for programs."""

import logging
import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException

from console.access.guard import ForeignForm, NotForYou, SettleFirst, SignInFirst, TooOften, form_is_ours
from console.access.request_id import HEADER, request_id
from console.access.signing import FORM_FIELD
from console.broadcasts.voice import VoiceMissing
from console.frame import page, reader_look
from console.words import N_, catalogues
from db.refusals import DatabaseRefused

MEDIA_TYPE = "application/problem+json"
_SECRET = re.compile("password|code", re.IGNORECASE)
"""Fields that are never written into a page."""
Errors = Sequence[Mapping[str, str]]
"""Each with `field` and `reason`, in English."""
_log = logging.getLogger(__name__)

_SIGN_IN = N_("Sign in first.")
_SETTLE = N_("Something must be put right first: open the console and sign in.")
_TOO_OFTEN = N_("Too many requests. Wait a little, then go on more slowly.")
_NOT_FOR_YOU = N_("This page is not for your role. Ask an administrator if it should be.")
_FOREIGN = N_("This form is too old or came from elsewhere. Nothing was changed. Go back, reload, try again.")
_NOT_FOUND = N_("There is nothing at this address.")
_BAD = N_("The request cannot be read.")
_GONE = N_("The database does not answer. Presses still reach people, nothing is lost. Try again soon.")
_NO_VOICE = N_("There is no voice to speak it. Nothing was sent. `bigbutton doctor` says what is missing.")
_FAULT = N_("Something is wrong with the console. Presses still reach people. It has been logged.")


def problem(request: Request, status: int, text: str, detail: str = "", errors: Errors = ()) -> Response:
    """`text` is a message of the catalogues; `detail`, in English, is for programs only."""
    said = catalogues()[reader_look(request).language].gettext(text)
    if not _by_a_script(request):
        return page(request, "problem.html", status, text=said)
    return JSONResponse(body_of(request, status, detail or text, errors), status, media_type=MEDIA_TYPE)


def body_of(request: Request, status: int, detail: str, errors: Errors = ()) -> Mapping[str, Any]:
    """RFC 9457; `errors` names each field that is to be mended."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    body |= {"detail": detail, "instance": request.url.path, "request": request_id(request)}
    return body | {"errors": list(errors)} if errors else body


def answer_problems(app: FastAPI) -> None:
    """Every way in which a request can fail has its answer here."""
    app.add_exception_handler(SignInFirst, _sign_in)
    app.add_exception_handler(NotForYou, lambda request, _: problem(request, 403, _NOT_FOR_YOU))
    app.add_exception_handler(SettleFirst, _settle_first)
    app.add_exception_handler(TooOften, _too_often)
    app.add_exception_handler(ForeignForm, _foreign)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(VoiceMissing, lambda request, error: problem(request, 503, _NO_VOICE, str(error)))
    app.add_exception_handler(SQLAlchemyError, _database)
    app.add_exception_handler(DatabaseRefused, _database)
    app.add_exception_handler(Exception, _fault)


def _fault(request: Request, _: Exception) -> Response:
    """Answered outside of everything else, so that the header is given here."""
    reply = problem(request, 500, _FAULT)
    reply.headers[HEADER] = request_id(request)
    return reply


async def _sign_in(request: Request, _: Exception) -> Response:
    if _by_a_script(request):
        reply = problem(request, 401, _SIGN_IN)
        reply.headers["www-authenticate"] = "Bearer"
        return reply
    if request.method == "POST":
        return await _kept_form(request)
    there = _address(request)
    return RedirectResponse(f"/sign-in?to={quote(there)}" if there != "/" else "/sign-in", 303)


def _by_a_script(request: Request) -> bool:
    """A program, or a page that renews itself: it wants no page, and follows no redirect."""
    return request.url.path.startswith("/api/") or request.url.path == "/live"


async def _kept_form(request: Request) -> Response:
    """A form of ours whose sender is signed out meanwhile: nothing is done, and nothing that was typed is lost."""
    if not await form_is_ours(request):
        return problem(request, 403, _FOREIGN)
    return await _given_back(request, 401, signed_out=True)


async def _foreign(request: Request, _: Exception) -> Response:
    """A page of ours that is too old: what was typed is shown again and sent only if its reader says so once more.

    That the page is ours says the browser itself, in a header that no page can set.
    """
    told = (request.headers.get("sec-fetch-site"), request.headers.get("sec-fetch-mode"))
    if told != ("same-origin", "navigate") or _by_a_script(request):
        return problem(request, 403, _FOREIGN)
    return await _given_back(request, 403, signed_out=False)


async def _given_back(request: Request, status: int, *, signed_out: bool) -> Response:
    """The form once more, with a token of now."""
    sent = (await request.form()).multi_items()
    fields = [(name, text) for name, text in sent if isinstance(text, str) and not _SECRET.search(name)]
    await request.close()
    return page(
        request, "session_over.html", status, signed_out=signed_out,
        fields=[each for each in fields if each[0] != FORM_FIELD], address=_address(request),
        without=len(fields) < len(sent),
    )  # fmt: skip


def _settle_first(request: Request, error: Exception) -> Response:
    at = error.at if isinstance(error, SettleFirst) else "/account"
    return problem(request, 403, _SETTLE) if _by_a_script(request) else RedirectResponse(at, 303)


def _too_often(request: Request, error: Exception) -> Response:
    reply = problem(request, 429, _TOO_OFTEN)
    reply.headers["retry-after"] = str(error.seconds if isinstance(error, TooOften) else 1)
    return reply


def _address(request: Request) -> str:
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def _http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    return problem(request, status, _NOT_FOUND if status == 404 else _BAD)


def _unreadable(request: Request, error: Exception) -> Response:
    faults = error.errors() if isinstance(error, RequestValidationError) else ()
    errors = [{"field": ".".join(map(str, fault["loc"])), "reason": str(fault["msg"])} for fault in faults]
    return problem(request, 422, _BAD, "; ".join(f"{e['field']}: {e['reason']}" for e in errors), errors)


def _database(request: Request, error: Exception) -> Response:
    _log.error("database: %s", error)
    request.state.reader = getattr(request.state, "reader", None)
    return problem(request, 503, _GONE)
