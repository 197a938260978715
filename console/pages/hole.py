"""Who may have pressed in vain during one hole in service, by risk, and has somebody asked after all of them?"""

from datetime import datetime

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy import Connection
from starlette.exceptions import HTTPException

from console.access.viewed import viewed
from console.book import Wanted, look_up
from console.forms.sending import person_of
from console.forms.submitting import new_submission, submitted
from console.forms.typed import Typed
from console.forms.upload import TypedForm
from console.frame import frame_of, page
from console.watch.hole_list import HoleList, hole_list
from console.watch.names import people_names, watch_words
from db.engine import reading
from wellness_checks.case import Refused
from wellness_checks.service import work_through

router = APIRouter(include_in_schema=False)
MOST = 500
NOT_ALL_YOURS = Refused(field="by", reason="others of its list live in areas that are not yours")


@router.get("/watch/holes/{outage}")
def one(request: Request, outage: str) -> Response:
    return _shown(request, outage, Typed())


@router.post("/watch/holes/{outage}")
def step(request: Request, outage: str, form: TypedForm) -> Response:
    """The list is worked through; by somebody who sees all of it."""
    by = person_of(request).id

    def act(conn: Connection, now: datetime) -> object:
        if not _listed(request, conn, outage).all_seen:
            return NOT_ALL_YOURS
        return work_through(conn, outage, now, by=by, note=form.one("note"))

    done = submitted(request, form, act)
    return _shown(request, outage, form, done) if isinstance(done, Refused) else RedirectResponse("/watch", 303)


def _shown(request: Request, outage: str, form: Typed, refused: Refused | None = None) -> Response:
    with reading(frame_of(request).engine) as conn:
        listed = _listed(request, conn, outage)
        shown = listed.people[:MOST]
        book = look_up(conn, Wanted(seniors=[person.senior_id for person in shown]))
        task = listed.hole.task
        names = people_names(conn, [task.owner_id or ""] if task else [])
    viewed(request, outage, "hole")
    return page(
        request, "hole.html", 409 if refused else 200, say=watch_words(request, book, names), hole=listed.hole,
        people=shown, many=len(listed.people), form=form, refused=[refused] if refused else [],
        submission=new_submission(),
    )  # fmt: skip


def _listed(request: Request, conn: Connection, outage: str) -> HoleList:
    """Raises 404 where there is no such hole."""
    known = hole_list(request, conn, outage)
    if known is None:
        raise HTTPException(404)
    return known
