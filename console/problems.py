"""What does a refusal look like? A page in words for people, RFC 9457 problem details for programs."""

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException

from console.frame import page, reader_look
from console.guard import ForeignForm, NotForYou, SignInFirst
from console.voice import VoiceMissing
from console.words import N_, catalogues
from db.refusals import DatabaseRefused

MEDIA_TYPE = "application/problem+json"
Errors = Sequence[Mapping[str, str]]
"""Each with `field` and `reason`, in English."""
_log = logging.getLogger(__name__)

_SIGN_IN = N_("Sign in first.")
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
    if not request.url.path.startswith("/api/") and request.url.path != "/live":
        return page(request, "problem.html", status, text=said)
    return JSONResponse(body_of(request, status, detail or text, errors), status, media_type=MEDIA_TYPE)


def body_of(request: Request, status: int, detail: str, errors: Errors = ()) -> Mapping[str, Any]:
    """RFC 9457; `errors` names each field that is to be mended."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    body |= {"detail": detail, "instance": request.url.path}
    return body | {"errors": list(errors)} if errors else body


def answer_problems(app: FastAPI) -> None:
    """Every way in which a request can fail has its answer here."""
    app.add_exception_handler(SignInFirst, _sign_in)
    app.add_exception_handler(NotForYou, lambda request, _: problem(request, 403, _NOT_FOR_YOU))
    app.add_exception_handler(ForeignForm, lambda request, _: problem(request, 403, _FOREIGN))
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(VoiceMissing, lambda request, error: problem(request, 503, _NO_VOICE, str(error)))
    app.add_exception_handler(SQLAlchemyError, _database)
    app.add_exception_handler(DatabaseRefused, _database)
    app.add_exception_handler(Exception, lambda request, _: problem(request, 500, _FAULT))


def _sign_in(request: Request, _: Exception) -> Response:
    if request.url.path.startswith("/api/") or request.url.path == "/live":
        return problem(request, 401, _SIGN_IN)
    there = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse(f"/sign-in?to={quote(there)}" if there != "/" else "/sign-in", 303)


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
