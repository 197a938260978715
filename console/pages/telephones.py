"""Which telephones are on their way into service, who should have one, and what stands on her key card?"""

import io
from typing import Annotated, Literal
from urllib.parse import quote
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException

from console.access.scope import scope_of, within
from console.access.viewed import viewed
from console.forms.sending import person_of
from console.forms.submitting import new_submission, submitted
from console.forms.typed import Typed
from console.forms.upload import TypedForm
from console.frame import frame_of, page, reader_look, reader_of
from console.telephones.files import FILES, missing_file
from console.telephones.view import given_out, missing
from console.telephones.words import TelephoneWords
from console.times import Times
from console.words import catalogues
from db.card_holders import card_holders
from db.engine import reading
from ivr.telephones.cards import cards
from ivr.telephones.onboarding import give_out
from reports.cards.printing import pdf
from wellness_checks.case import Refused

router = APIRouter(include_in_schema=False)
Shown = Literal["waiting", "all"]


@router.get("/telephones")
def telephones(request: Request, show: Annotated[Shown, Query()] = "waiting") -> Response:
    return _shown(request, Typed(), show=show)


@router.post("/telephones")
def brought(request: Request, form: TypedForm) -> Response:
    """Field `terminal`: the telephone that was brought."""
    terminal, by = form.one("terminal").strip(), person_of(request).id
    with reading(frame_of(request).engine) as conn:
        if not within(conn, scope_of(conn, reader_of(request)), [terminal], lambda one: (one, None)):
            raise HTTPException(404)
    done = submitted(request, form, lambda conn, now: give_out(conn, now, terminal, by=by))
    return _shown(request, form, done) if isinstance(done, Refused) else RedirectResponse("/telephones", 303)


@router.get("/telephones/missing")
def without(request: Request) -> Response:
    frame = frame_of(request)
    viewed(request, "telephones", "missing")
    times = _times(request)
    today = times.now.astimezone(times.zone).date()
    with reading(frame.engine) as conn:
        found = missing(conn, frame.settings.fitted, today, scope_of(conn, reader_of(request)))
    words = TelephoneWords(times=times, rules=frame.settings.fitted)
    return page(request, "telephones_missing.html", found=found, say=words, formats=FILES)


@router.get("/telephones/missing/file/{format}")
def without_file(request: Request, format: Literal["csv", "xlsx"]) -> Response:
    viewed(request, "telephones", f"missing.{format}")
    times = _times(request)
    return missing_file(request, format, times.now.astimezone(times.zone).date(), times.language)


@router.get("/people/{senior}/card.pdf")
def card(request: Request, senior: str) -> Response:
    """A page for each telephone of her home."""
    frame = frame_of(request)
    viewed(request, senior, "key card")
    out = io.BytesIO()
    with reading(frame.engine) as conn:
        seen = within(conn, scope_of(conn, reader_of(request)), [senior], lambda one: (None, one))
        holders = card_holders(conn, senior=senior)
        printed = pdf(cards(conn, frame.settings.fitted, holders), frame.settings.site, out) if seen else 0
    if not printed:
        raise HTTPException(404)
    named = {"content-disposition": f'inline; filename="card-{quote(senior)}.pdf"'}
    return Response(out.getvalue(), media_type="application/pdf", headers=named)


def _shown(request: Request, form: Typed, refused: Refused | None = None, show: Shown = "waiting") -> Response:
    frame, times = frame_of(request), _times(request)
    viewed(request, "telephones")
    rules = frame.settings.fitted
    with reading(frame.engine) as conn:
        scope = scope_of(conn, reader_of(request))
        rows = given_out(conn, scope, times.now, rules.first_press_within, waiting=show == "waiting")
    return page(
        request, "telephones.html", 422 if refused else 200, rows=rows, show=show, form=form,
        refused=[refused] if refused else [], say=TelephoneWords(times=times, rules=rules),
        submission=new_submission(),
    )  # fmt: skip


def _times(request: Request) -> Times:
    settings, language = frame_of(request).settings, reader_look(request).language
    return Times(language=language, words=catalogues()[language], zone=ZoneInfo(settings.zone), now=settings.clock())
