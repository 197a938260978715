"""How does a session begin? The browser gets what it is to hold, an older session of its own ends, and it is noted."""

from datetime import datetime

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy import Connection

from console.access.guard import span_of
from console.access.sessions import SESSION_COOKIE, begin
from console.access.signing import DEVICE_COOKIE, DEVICE_LIFE, SECOND_COOKIE
from console.access.trying import Try, it_failed, it_worked, readable
from console.access.verdicts import home
from console.frame import Frame, frame_of, local, set_cookie, standing_of
from db.audit import AuditRow, record
from db.engine import writing
from db.sessions import end_session
from db.staff import Account


def try_of(request: Request, login: str) -> Try:
    """Who tries to sign in, and from where."""
    device = frame_of(request).signer.device_of(request.cookies.get(DEVICE_COOKIE, ""), login)
    return Try(login=readable(login), address=address_of(request), device=device)


def address_of(request: Request) -> str:
    return request.client.host if request.client else ""


def begun(request: Request, account: Account, to: str) -> Response:
    """Signed in, on the way to where the reader wanted to go."""
    frame, tried = frame_of(request), try_of(request, account.login or "")
    span, now = span_of(frame), frame.settings.wall()
    with writing(frame.engine) as conn:
        _end_the_one_before(request, conn, now)
        it_worked(conn, tried, now)
        browser = request.headers.get("user-agent", "")
        held = begin(conn, account, span, now, address=tried.address, browser=browser)
        note(conn, frame, account.person.id, "signed_in", account.person.id, tried.address)
    response = RedirectResponse(local(to) if to not in ("", "/") else home(account.person.role), 303)
    set_cookie(request, response, SESSION_COOKIE, held, int(span.life.total_seconds()))
    if not tried.device:
        device = frame.signer.device(account.login or "")
        set_cookie(request, response, DEVICE_COOKIE, device, int(DEVICE_LIFE.total_seconds()))
    response.delete_cookie(SECOND_COOKIE)
    return response


def refused_once(request: Request, tried: Try) -> None:
    """Counted and noted; nobody is told which of login, password and code was wrong."""
    frame = frame_of(request)
    with writing(frame.engine) as conn:
        it_failed(conn, tried, frame.settings.wall())
        note(conn, frame, "system", "sign_in_refused", tried.login, tried.address)


def note(conn: Connection, frame: Frame, actor: str, action: str, subject: str, detail: str = "") -> None:
    at = frame.settings.clock()
    record(conn, AuditRow(at=at, actor=actor, action=action, subject=subject, detail=detail))


def _end_the_one_before(request: Request, conn: Connection, now: datetime) -> None:
    before = standing_of(request)
    if before is not None:
        end_session(conn, before.session.id, person=before.session.staff_id, at=now, why="signed_out")
