"""Who is planned in which week? Whoever leads plans shifts and takes them off again; the desk reads."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy import Connection

from console.access.scope import scope_of, sees_area
from console.access.table import LEADS
from console.access.viewed import viewed
from console.forms.sending import person_of
from console.forms.submitting import new_submission, submitted
from console.forms.typed import Typed
from console.forms.upload import TypedForm
from console.frame import frame_of, page, reader_look, reader_of
from console.rota.typed import shift_of, weeks_of
from console.rota.view import monday_of, read_week
from console.rota.words import DUTIES, RotaWords
from console.staff_names import staff_names
from console.times import Times
from console.words import catalogues
from db import staff
from db.engine import reading
from ivr.queue.assigning import NOBODY, put_on, take_off
from ivr.queue.planning import MOST_WEEKS
from people.ids import StaffId
from people.staff import Shift
from wellness_checks.case import Refused

router = APIRouter(include_in_schema=False)


@router.get("/rota")
def shown(request: Request, week: Annotated[date | None, Query()] = None) -> Response:
    return _shown(request, Typed(), week)


@router.post("/rota")
def changed(request: Request, form: TypedForm) -> Response:
    """Field `do`: plan, or remove with the field `shift`. `week`: the page to come back to."""
    act = _remove if form.one("do") == "remove" else _plan
    done = submitted(request, form, lambda conn, now: act(request, conn, now, form))
    week = _week(form.one("week"))
    if isinstance(done, Refused):
        return _shown(request, form, week, done)
    return RedirectResponse(f"/rota?week={week}" if week else "/rota", 303)


def _plan(request: Request, conn: Connection, now: datetime, form: Typed) -> Sequence[Shift] | Refused:
    zone = ZoneInfo(frame_of(request).settings.zone)
    shift = shift_of(form, zone)
    if isinstance(shift, Refused):
        return shift
    if not _theirs(request, conn, shift.staff):
        return NOBODY
    return put_on(conn, now, shift, weeks_of(form), by=person_of(request).id)


def _remove(request: Request, conn: Connection, now: datetime, form: Typed) -> Shift | Refused:
    key = form.one("shift")
    if not _theirs(request, conn, StaffId(key.partition("/")[0])):
        return NOBODY
    return take_off(conn, now, key, by=person_of(request).id)


def _theirs(request: Request, conn: Connection, person: StaffId) -> bool:
    """May the reader plan this person? Whoever leads an area plans those of the area, and those of none."""
    account = staff.load_accounts(conn, [person]).get(person)
    return account is not None and sees_area(scope_of(conn, reader_of(request)), account.person.area)


def _shown(request: Request, form: Typed, asked: date | None, refused: Refused | None = None) -> Response:
    frame, language = frame_of(request), reader_look(request).language
    settings, zone = frame.settings, ZoneInfo(frame.settings.zone)
    now = settings.clock()
    viewed(request, "rota")
    with reading(frame.engine) as conn:
        monday = monday_of(asked, now.astimezone(zone).date())
        week = read_week(conn, monday, zone, now, scope_of(conn, reader_of(request)))
        named = staff_names(conn, {line.shift.staff for day in week.days for line in day.lines})
    times = Times(language=language, words=catalogues()[language], zone=zone, now=now)
    return page(
        request, "rota.html", 422 if refused else 200, week=week, form=form, duties=tuple(DUTIES),
        leads=person_of(request).role in LEADS, today=now.astimezone(zone).date(), most_weeks=MOST_WEEKS,
        refused=[refused] if refused else [], say=RotaWords(times=times, people=named), submission=new_submission(),
    )  # fmt: skip


def _week(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
