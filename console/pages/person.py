"""Who is meant, and what happened to her? The search, and the page of one person."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException

from console.access.scope import scope_of, within
from console.access.viewed import viewed
from console.book import Wanted, look_up
from console.calls.finding import Finder
from console.forms.sending import person_of
from console.forms.submitting import new_submission, submitted
from console.forms.typed import Typed
from console.forms.upload import TypedForm
from console.frame import frame_of, page, reader_of
from console.watch.agreeing import ACTS
from console.watch.names import people_names, watch_words
from console.watch.person_view import KINDS, PersonView, read_person
from console.watch.vocabulary import HOLD_REASONS
from db.engine import reading
from wellness_checks.case import Refused

router = APIRouter(include_in_schema=False)
MOST = 60
HISTORY = 300
Kind = Literal["", "press", "message", "sign", "case", "wellness_call", "visit", "hold", "audit"]


@router.get("/people")
def search(request: Request, q: Annotated[str, Query(max_length=100)] = "") -> Response:
    """By name, pinyin or its initials, address or telephone."""
    text, frame = q.strip(), frame_of(request)
    viewed(request, "people", text)
    rows = Finder(frame.engine).rows(text, MOST)
    with reading(frame.engine) as conn:
        found = within(conn, scope_of(conn, reader_of(request)), rows, lambda row: (None, row.senior_id))
        book = look_up(conn, Wanted(seniors={row.senior_id for row in found}))
    return page(
        request, "people.html", say=watch_words(request, book, {}), q=text, found=found, cut=len(rows) == MOST
    )  # fmt: skip


@router.get("/people/{senior}")
def one(request: Request, senior: str, kind: Annotated[Kind, Query()] = "") -> Response:
    return shown(request, senior, Typed(), kind)


@router.post("/people/{senior}")
def agree(request: Request, senior: str, form: TypedForm) -> Response:
    """Field `do`: hold, end_hold, check_in, deadline."""
    act, by = ACTS.get(form.one("do")), person_of(request)
    if act is None:
        raise HTTPException(400)
    _seen(request, senior)
    done = submitted(request, form, lambda conn, now: act(conn, now, senior, by, form))
    if isinstance(done, Refused):
        return shown(request, senior, form, "", done)
    return RedirectResponse(f"/people/{senior}", 303)


def shown(request: Request, senior: str, form: Typed, kind: str, refused: Refused | None = None) -> Response:
    viewed(request, senior, "person")
    view, frame = _seen(request, senior), frame_of(request)
    lines = [line for line in view.history if not kind or line.kind == kind]
    with reading(frame.engine) as conn:
        names = people_names(conn, {line.by for line in view.history} | {hold.asked_by for hold in view.holds})
        book = look_up(conn, Wanted(seniors=[senior]))
    return page(
        request, "person.html", 422 if refused else 200, view=view, say=watch_words(request, book, names), form=form,
        lines=lines, kinds=KINDS, kind=kind, refused=[refused] if refused else [], submission=new_submission(),
        reasons=[key for key in HOLD_REASONS if " " not in key],
    )  # fmt: skip


def _seen(request: Request, senior: str) -> PersonView:
    frame = frame_of(request)
    with reading(frame.engine) as conn:
        allowed = within(conn, scope_of(conn, reader_of(request)), [senior], lambda one: (None, one))
        view = read_person(conn, senior, frame.settings.clock(), HISTORY) if allowed else None
    if view is None:
        raise HTTPException(404)
    return view
