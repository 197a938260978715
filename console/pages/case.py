"""What has been done for her, and what now? The page of one silence, and the steps an operator may take."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy import Connection
from starlette.exceptions import HTTPException

from console.access.scope import scope_of, within
from console.access.viewed import viewed
from console.book import Wanted, look_up
from console.forms.sending import person_of
from console.forms.submitting import new_submission, submitted
from console.forms.typed import Typed
from console.forms.upload import TypedForm
from console.frame import frame_of, page, reader_look, reader_of
from console.watch.case_view import CaseView, read_case
from console.watch.names import people_names, watch_words
from console.watch.vocabulary import LADDER, RUNGS
from db.engine import reading
from people.seniors import Language
from wellness_checks.case import Refused
from wellness_checks.explain_text import tell
from wellness_checks.own_telephone import own_telephone
from wellness_checks.reporting import HOW
from wellness_checks.service import (
    Explanation,
    WatchSettings,
    ask_for_visit,
    explain,
    note_call,
    open_emergency,
    report_outcome,
    ring_at_once,
    take_case,
)

router = APIRouter(include_in_schema=False)
Act = Callable[[Connection, str, datetime, str, Typed, WatchSettings], object]


@router.get("/watch/{case}")
def one(request: Request, case: str) -> Response:
    return shown(request, case, Typed())


@router.post("/watch/{case}")
def step(request: Request, case: str, form: TypedForm) -> Response:
    """Field `do` names the step."""
    act, frame = ACTS.get(form.one("do")), frame_of(request)
    if act is None:
        raise HTTPException(400)
    by = person_of(request).id
    done = submitted(request, form, lambda conn, now: act(conn, case, now, by, form, frame.settings.watch))
    if isinstance(done, Refused) and done.field == "case":
        raise HTTPException(404)
    return shown(request, case, form, done) if isinstance(done, Refused) else RedirectResponse(f"/watch/{case}", 303)


def shown(request: Request, case: str, form: Typed, refused: Refused | None = None) -> Response:
    frame, language = frame_of(request), reader_look(request).language
    with reading(frame.engine) as conn:
        view = _seen(request, conn, case)
        named = {line.by for line in view.lines} | {view.case.taken_by, view.case.closed_by, view.case.senior_id}
        named |= {sign.told_by for sign in view.signs} | {walk.visitor_id or "" for walk in view.visits}
        people = people_names(conn, named)
        book = look_up(conn, Wanted(seniors=[view.senior.id]))
        found = explain(conn, view.senior.id, frame.settings.clock(), frame.settings.watch)
    why = _why(found, language) if found else ()
    viewed(request, view.senior.id, "case")
    return page(
        request, "case.html", _status(refused), view=view, say=watch_words(request, book, people), why=why, form=form,
        refused=[refused] if refused else [], submission=new_submission(), hows=HOW, ladder=LADDER,
        stands=RUNGS.get(view.case.state, "end"), first=own_telephone(person_of(request)),
    )  # fmt: skip


def _why(found: Explanation, language: str) -> tuple[str, ...]:
    """What counted for her silence; her name, her last sign and the case itself stand elsewhere on the page."""
    alone = replace(found, case=None, calls=(), visits=())
    return tell(alone, Language(language))[2:-1]


def _seen(request: Request, conn: Connection, case: str) -> CaseView:
    view = read_case(conn, case)
    scope = scope_of(conn, reader_of(request))
    if view is None or not within(conn, scope, [view.senior.id], lambda senior: (None, senior)):
        raise HTTPException(404)
    return view


def _status(refused: Refused | None) -> int:
    if refused is None:
        return 200
    return 409 if refused.field in ("state", "by") else 422


def _ring(conn: Connection, case: str, now: datetime, by: str, _: Typed, rules: WatchSettings) -> object:
    return ring_at_once(conn, case, now, by=by, settings=rules)


def _take(conn: Connection, case: str, now: datetime, by: str, _: Typed, rules: WatchSettings) -> object:
    return take_case(conn, case, now, by=by, settings=rules)


def _visit(conn: Connection, case: str, now: datetime, by: str, form: Typed, rules: WatchSettings) -> object:
    return ask_for_visit(conn, case, now, by=by, why=form.one("why"), settings=rules)


def _emergency(conn: Connection, case: str, now: datetime, by: str, form: Typed, _: WatchSettings) -> object:
    return open_emergency(conn, case, now, by=by, note=form.one("why"))


def _outcome(conn: Connection, case: str, now: datetime, by: str, form: Typed, rules: WatchSettings) -> object:
    outcome, how, note = form.one("outcome"), form.one("how"), form.one("note")
    return report_outcome(conn, case, now, by=by, outcome=outcome, how=how, note=note, settings=rules)


def _note(conn: Connection, case: str, now: datetime, by: str, form: Typed, _: WatchSettings) -> object:
    return note_call(conn, case, now, by=by, how=form.one("how"), note=form.one("note"))


ACTS: Mapping[str, Act] = {
    "ring": _ring, "take": _take, "visit": _visit, "emergency": _emergency, "outcome": _outcome, "note": _note,
}  # fmt: skip
