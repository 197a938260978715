"""What happened in one emergency, what did it turn out to be, and how did it end?"""

from datetime import datetime

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy import Connection

from console.access.viewed import viewed
from console.forms.sending import person_of
from console.forms.submitting import new_submission, submitted
from console.forms.typed import Typed
from console.forms.upload import TypedForm
from console.frame import frame_of, page, reader_look
from console.incidents.closed import how_closed, look_at
from console.incidents.seeing import seen
from console.incidents.words import MEANINGS, IncidentWords
from console.today import names_of_incidents
from console.watch.names import people_names
from db import findings
from db.engine import reading
from ivr.findings.by_hand import close_by_hand, how_it_lies
from ivr.findings.closing import LONGEST_WHY, NOT_NOW
from ivr.findings.saying import LONGEST, Finding, say
from wellness_checks.case import Refused

router = APIRouter(include_in_schema=False)


@router.get("/incidents/{incident}")
def one(request: Request, incident: str) -> Response:
    return _shown(request, incident, Typed())


@router.post("/incidents/{incident}")
def said(request: Request, incident: str, form: TypedForm) -> Response:
    """Fields `what` and `note`. A closed emergency is told more of, never opened again."""
    with reading(frame_of(request).engine) as conn:
        seen(request, conn, incident)
    by = person_of(request).id

    def act(conn: Connection, now: datetime) -> object:
        return say(conn, incident, form.one("what"), form.one("note"), now, by=by)

    done = submitted(request, form, act)
    if isinstance(done, Refused):
        return _shown(request, incident, form, done)
    return RedirectResponse(f"/incidents/{incident}", 303)


@router.post("/incidents/{incident}/close")
def closed(request: Request, incident: str, form: TypedForm) -> Response:
    """Field `why`. Only what is over: nothing that rings is ever ended here."""
    with reading(frame_of(request).engine) as conn:
        seen(request, conn, incident)
    by, look = person_of(request).id, look_at(request, incident)

    def act(conn: Connection, now: datetime) -> object:
        return close_by_hand(conn, incident, form.one("why"), now, by=by, look=look)

    done = submitted(request, form, act)
    if isinstance(done, Refused):
        return _shown(request, incident, form, done)
    return RedirectResponse(f"/incidents/{incident}", 303)


def _shown(request: Request, incident: str, form: Typed, refused: Refused | None = None) -> Response:
    frame, look = frame_of(request), look_at(request, incident)
    with reading(frame.engine) as conn:
        told = seen(request, conn, incident)
        finding = findings.load(conn, [incident]).get(incident)
        ended, lying = how_closed(conn, incident), how_it_lies(conn, told.incident, look, frame.settings.clock())
        book = names_of_incidents(conn, [told])
        people = people_names(conn, [*([finding.said_by] if finding else []), *([ended.by] if ended else [])])
    viewed(request, incident, "incident")
    words = IncidentWords(language=reader_look(request).language, book=book, zone=frame.settings.zone,
                          now=frame.settings.clock(), people=people)  # fmt: skip
    return page(
        request, "incident.html", 422 if refused else 200, say=words, told=told, row=told.incident, finding=finding,
        ended=ended, not_now=NOT_NOW.get(lying, ""), choices=list(Finding),
        meanings=MEANINGS, form=form, most=LONGEST, most_why=LONGEST_WHY,
        refused=[refused] if refused else [], submission=new_submission(),
    )  # fmt: skip
