"""Who is away, until when, and who should be back? Everybody on hold."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from console.access.scope import scope_of, within
from console.access.viewed import viewed
from console.book import Wanted, look_up
from console.forms.sending import person_of
from console.forms.submitting import new_submission, submitted
from console.forms.typed import Typed
from console.forms.upload import TypedForm
from console.frame import frame_of, page, reader_of
from console.watch.agreeing import ACTS
from console.watch.names import people_names, watch_words
from console.watch.vocabulary import HOLD_REASONS
from db.engine import reading
from db.holds import not_over
from db.tasks import open_tasks
from wellness_checks.case import Refused

router = APIRouter(include_in_schema=False)


@router.get("/holds")
def holds(request: Request, senior: str = "") -> Response:
    return _shown(request, Typed(fields={"senior": (senior,)}))


@router.post("/holds")
def put(request: Request, form: TypedForm) -> Response:
    """Field `do`: hold or end_hold; `senior`: whose."""
    by, act = person_of(request), ACTS["end_hold" if form.one("do") == "end_hold" else "hold"]
    done = submitted(request, form, lambda conn, now: act(conn, now, form.one("senior"), by, form))
    return _shown(request, form, done) if isinstance(done, Refused) else RedirectResponse("/holds", 303)


def _shown(request: Request, form: Typed, refused: Refused | None = None) -> Response:
    frame = frame_of(request)
    viewed(request, "holds")
    with reading(frame.engine) as conn:
        scope, today = scope_of(conn, reader_of(request)), frame.settings.clock().date()
        found = within(conn, scope, not_over(conn, today), lambda hold: (None, hold.senior))
        overdue = within(conn, scope, open_tasks(conn, "overdue_return"), lambda task: (None, task.senior_id))
        people = {hold.senior for hold in found} | {task.senior_id or "" for task in overdue}
        book = look_up(conn, Wanted(seniors=people | {form.one("senior")}))
        names = people_names(conn, {hold.asked_by for hold in found})
    return page(
        request, "holds.html", 422 if refused else 200, say=watch_words(request, book, names), found=found,
        overdue=overdue, today=today, form=form, refused=[refused] if refused else [], submission=new_submission(),
        reasons=[key for key in HOLD_REASONS if " " not in key],
    )  # fmt: skip
