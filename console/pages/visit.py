"""Whom do I visit, how do I get in, and what did I find? One visit on the visitor's own telephone."""

from collections.abc import Callable, Mapping
from datetime import datetime

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy import Connection
from starlette.exceptions import HTTPException

from console.access.scope import scope_of
from console.access.table import DESK
from console.access.viewed import viewed
from console.book import Wanted, look_up
from console.forms.sending import person_of
from console.forms.submitting import new_submission, submitted
from console.forms.typed import Typed
from console.frame import frame_of, page, reader_of
from console.watch.names import people_names, watch_words
from console.watch.photographs import Sent, SentForm, picture, stored
from console.watch.visit_view import VisitView, visit_view
from db import photos
from db.engine import reading
from db.photos import PhotoRow
from people.staff import Staff
from wellness_checks.case import Refused
from wellness_checks.closing import audited
from wellness_checks.own_telephone import own_telephone
from wellness_checks.service import (
    WatchSettings,
    accept_visit,
    close_visit,
    give_back,
    ring_before_visit,
    set_out,
    sign_in,
)

router = APIRouter(include_in_schema=False)
FOUND = ("found_well", "needs_care", "emergency", "not_found")


@router.get("/visits/{visit}")
def one(request: Request, visit: str) -> Response:
    return shown(request, visit, Typed())


@router.post("/visits/{visit}")
def step(request: Request, visit: str, sent: SentForm) -> Response:
    """Field `do` names the step; the outcome may bring a picture."""
    form, by, frame = sent.form, person_of(request), frame_of(request)
    act = ACTS.get(form.one("do"))
    if act is None:
        raise HTTPException(400)
    _readable(request, visit)
    kept = _kept(request, visit, sent)
    if isinstance(kept, Refused):
        return shown(request, visit, form, kept)

    def taken(conn: Connection, now: datetime) -> object:
        done = act(conn, visit, now, by, form, frame.settings.watch)
        if kept and not isinstance(done, Refused):
            photos.keep(conn, kept)
            audited(conn, at=now, by=by.id, action="photo_kept", subject=visit, detail=kept.id)
        return done

    done = submitted(request, form, taken)
    if isinstance(done, Refused):
        return shown(request, visit, form, done)
    over = form.one("do") == "close" and by.role not in DESK
    with reading(frame.engine) as conn:
        still = visit_view(conn, visit, by, scope_of(conn, reader_of(request)))
    return RedirectResponse("/visits" if over or still is None else f"/visits/{visit}", 303)


@router.get("/visits/{visit}/photos/{photo}")
def photograph(request: Request, visit: str, photo: str) -> Response:
    """For those who may see the visit as a whole."""
    view, frame = _readable(request, visit), frame_of(request)
    row = next((each for each in view.photos if each.id == photo), None)
    data = picture(frame.settings.photos, row) if row else None
    if row is None or data is None:
        raise HTTPException(404)
    viewed(request, view.senior.id, f"photograph {photo}")
    return Response(data, media_type=row.media)


def shown(request: Request, visit: str, form: Typed, refused: Refused | None = None) -> Response:
    view = _readable(request, visit)
    with reading(frame_of(request).engine) as conn:
        book = look_up(conn, Wanted(seniors=[view.senior.id]))
        named = {view.visit.visitor_id or "", view.visit.offered_to or ""} | {sign.told_by for sign in view.signs}
        people = people_names(conn, named | {person_of(request).id})
    if view.open:
        viewed(request, view.senior.id, "visit")
    status = 200 if refused is None else 409 if refused.field in ("state", "by") else 422
    return page(
        request, "visit.html", status, view=view, say=watch_words(request, book, people), form=form, outcomes=FOUND,
        refused=[refused] if refused else [], submission=new_submission(), desk=person_of(request).role in DESK,
        pictures=frame_of(request).settings.photos is not None,
        first=own_telephone(person_of(request), under_way=True),
    )  # fmt: skip


def _readable(request: Request, visit: str) -> VisitView:
    with reading(frame_of(request).engine) as conn:
        view = visit_view(conn, visit, person_of(request), scope_of(conn, reader_of(request)))
    if view is None:
        raise HTTPException(404)
    return view


def _kept(request: Request, visit: str, sent: Sent) -> PhotoRow | Refused | None:
    if sent.form.one("do") != "close":
        return None
    settings, by = frame_of(request).settings, person_of(request).id
    return stored(settings.photos, visit, sent.photo, at=settings.clock(), by=by)


def _accept(conn: Connection, visit: str, now: datetime, by: Staff, _: Typed, __: WatchSettings) -> object:
    return accept_visit(conn, visit, now, by=by.id)


def _set_out(conn: Connection, visit: str, now: datetime, by: Staff, _: Typed, __: WatchSettings) -> object:
    return set_out(conn, visit, now, by=by.id)


def _ring(conn: Connection, visit: str, now: datetime, by: Staff, _: Typed, __: WatchSettings) -> object:
    return ring_before_visit(conn, visit, now, by=by.id)


def _give_back(conn: Connection, visit: str, now: datetime, by: Staff, _: Typed, __: WatchSettings) -> object:
    return give_back(conn, visit, now, by=by.id)


def _vouch(conn: Connection, visit: str, now: datetime, by: Staff, form: Typed, _: WatchSettings) -> object:
    """The desk says that the visitor is there, and why it knows."""
    if by.role not in DESK:
        return Refused(field="reason", reason="say first that you have arrived: read the plate at her door")
    return sign_in(conn, visit, now, by=by.id, reason=form.one("reason"))


def _close(conn: Connection, visit: str, now: datetime, by: Staff, form: Typed, rules: WatchSettings) -> object:
    outcome, note = form.one("outcome"), form.one("note")
    return close_visit(conn, visit, now, outcome=outcome, by=by.id, note=note, settings=rules)


ACTS: Mapping[str, Callable[[Connection, str, datetime, Staff, Typed, WatchSettings], object]] = {
    "accept": _accept, "set_out": _set_out, "give_back": _give_back, "vouch": _vouch, "close": _close,
    "ring": _ring,
}  # fmt: skip
