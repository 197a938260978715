"""Which doors are mine today? The visitors' first page, made for a telephone in one hand; and the turn of the month."""

from collections.abc import Mapping

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from console.access.scope import scope_of, sees_area
from console.access.table import DESK
from console.access.viewed import viewed
from console.book import Wanted, look_up
from console.forms.sending import person_of
from console.forms.submitting import new_submission, submitted
from console.forms.typed import Typed
from console.forms.upload import TypedForm
from console.frame import frame_of, page, reader_of
from console.watch.names import watch_words
from console.watch.visit_view import visit_list
from db.engine import reading
from people.ids import StaffId
from people.staff import Staff
from wellness_checks.case import Refused
from wellness_checks.monthly import DUE, MADE, Due
from wellness_checks.service import begin_visit, rota

router = APIRouter(include_in_schema=False)
MOST = 200


@router.get("/visits")
def mine(request: Request) -> Response:
    frame, reader = frame_of(request), person_of(request)
    viewed(request, "visits")
    with reading(frame.engine) as conn:
        found = visit_list(conn, reader, scope_of(conn, reader_of(request)), frame.settings.clock())
    return page(
        request, "visits.html", found=found, say=watch_words(request, found.book, {}), desk=reader.role in DESK,
        own=reader.id,
    )  # fmt: skip


@router.get("/visits/monthly")
def monthly(request: Request, show: str = DUE, worker: str = "") -> Response:
    return _monthly(request, show, worker)


@router.post("/visits/monthly")
def begin(request: Request, form: TypedForm) -> Response:
    """A visit of the rota, begun by whoever makes it."""
    by, senior = person_of(request).id, form.one("senior")
    done = submitted(request, form, lambda conn, now: begin_visit(conn, senior, now, by=by))
    if isinstance(done, Refused):
        return _monthly(request, DUE, "", done)
    return RedirectResponse(f"/visits/{done.id}" if done else "/visits", 303)


def _monthly(request: Request, show: str, worker: str, refused: Refused | None = None) -> Response:
    frame, reader = frame_of(request), person_of(request)
    desk = reader.role in DESK
    viewed(request, "visits", "monthly")
    with reading(frame.engine) as conn:
        found = rota(conn, frame.settings.clock(), frame.settings.zone, frame.settings.watch)
        scope = scope_of(conn, reader_of(request))
        seen = [due for due in found.dues if sees_area(scope, due.person.area)]
        theirs = _theirs(seen, reader, desk, worker)
        shown = [due for due in theirs if due.state == show]
        book = look_up(conn, Wanted(seniors={due.person.senior for due in shown[:MOST]}, staff=set(found.load)))
    by_area = {area: rate for area, rate in found.by_area.items() if sees_area(scope, area)}
    return page(
        request, "monthly.html", 409 if refused else 200, say=watch_words(request, book, _named(book.staff)),
        rota=found, shown=shown[:MOST], hidden_=max(0, len(shown) - MOST), theirs=len(theirs), desk=desk,
        made=sum(due.state == MADE for due in theirs), by_area=by_area, show=show, worker=worker, form=Typed(),
        refused=[refused] if refused else [], submission=new_submission(),
    )  # fmt: skip


def _theirs(seen: list[Due], reader: Staff, desk: bool, worker: str) -> list[Due]:
    """A visitor's own people; of the desk, those of the worker who is asked about."""
    whose = worker if desk else str(reader.id)
    return [due for due in seen if due.worker == whose] if whose else seen


def _named(staff: Mapping[StaffId, Staff]) -> Mapping[str, str]:
    return {str(key): person.name or str(key) for key, person in staff.items()}
