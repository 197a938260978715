"""Does each way out of the exchange work, and when did a drill last prove it?"""

from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException

from console.access.table import LEADS
from console.forms.sending import person_of
from console.forms.submitting import new_submission, submitted
from console.forms.upload import TypedForm
from console.frame import frame_of, page, reader_look
from console.probing.view import numbers
from console.second.view import carrier
from console.second.words import SecondWords
from console.times import Times
from console.way_words import WayWords
from console.ways_view import drill_now, ways_out
from console.words import catalogues
from db.engine import reading
from ivr.second_exchange import switch
from wellness_checks.case import Refused

router = APIRouter(include_in_schema=False)


@router.get("/ways")
def ways(request: Request) -> Response:
    return _shown(request)


@router.post("/ways/switch")
def switch_over(request: Request, form: TypedForm) -> Response:
    """Field `side`: local, twilio, or health (decided by itself again); `reason` for whoever reads it."""
    by, side = person_of(request).id, form.one("side")
    if not frame_of(request).settings.second_pace:
        raise HTTPException(404)
    if side == "health":
        done = submitted(request, form, lambda conn, now: switch.give_back(conn, now, by))
    else:
        done = submitted(request, form, lambda conn, now: switch.choose(conn, now, side, by, form.one("reason")))
    return _shown(request, 422, done) if isinstance(done, Refused) else RedirectResponse("/ways", 303)


@router.post("/ways/{way}/drill")
def drill(request: Request, way: str, form: TypedForm) -> Response:
    """A form that was sent twice drills once."""
    rules, by = frame_of(request).settings.drills, person_of(request).id
    if way not in rules.ways:
        raise HTTPException(404)
    done = submitted(request, form, lambda conn, now: drill_now(conn, now, rules, way, by))
    return _shown(request, 422) if isinstance(done, Refused) else RedirectResponse("/ways", 303)


def _shown(request: Request, status: int = 200, refused: Refused | None = None) -> Response:
    settings = frame_of(request).settings
    with reading(frame_of(request).engine) as conn:
        lines = ways_out(conn, now := settings.clock(), settings.drills)
        dialled = numbers(conn)
        carries = carrier(conn, now, settings.second_pace)
    times = Times(
        language=(language := reader_look(request).language), words=catalogues()[language],
        zone=ZoneInfo(settings.zone), now=now,
    )  # fmt: skip
    return page(
        request, "ways.html", status, lines=lines, dialled=dialled, say=WayWords(times=times), times=times,
        drilled=bool(settings.drills.number), every=settings.drills.every,
        leads=person_of(request).role in LEADS, submission=new_submission(), carrier=carries,
        second=SecondWords(times=times), refused=[refused] if refused else [],
    )  # fmt: skip
