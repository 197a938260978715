"""Whose door is this? What a visitor's mobile shows when it has read the plate there; one button says the arrival."""

from collections.abc import Sequence
from datetime import datetime

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy import Connection
from starlette.exceptions import HTTPException

from console.access.scope import scope_of, sees_area, within
from console.access.viewed import viewed
from console.book import Wanted, look_up
from console.forms.sending import person_of
from console.forms.submitting import new_submission, submitted
from console.forms.upload import TypedForm
from console.frame import frame_of, page, reader_of
from console.watch.names import watch_words
from console.watch.plates import address_of, home_of
from console.watch.squares import square
from db import visits
from db.areas import load_areas
from db.engine import reading
from db.homes import load_households, seniors_of_households
from db.visits import VisitRow
from people.ids import HouseholdId
from people.seniors import Senior
from wellness_checks.case import Refused
from wellness_checks.service import begin_visit, sign_in

router = APIRouter(include_in_schema=False)
PLATES = 60
"""On one sheet to be printed."""
NOBODY = Refused(field="senior", reason="nobody lives behind this plate")


@router.get("/v/{plate}")
def door(request: Request, plate: str) -> Response:
    return _shown(request, plate)


@router.post("/v/{plate}")
def arrived(request: Request, plate: str, form: TypedForm) -> Response:
    """The visit that is named, or a new one of the rota with the senior who is named."""
    home, by = _home(request, plate), person_of(request).id

    def act(conn: Connection, now: datetime) -> VisitRow | Refused:
        row = _visit(conn, form.one("visit"), form.one("senior"), home, now, by)
        return row if isinstance(row, Refused) else sign_in(conn, row.id, now, by=by, plate=home)

    done = submitted(request, form, act)
    if isinstance(done, Refused):
        return _shown(request, plate, done)
    return RedirectResponse(f"/visits/{done.id}" if isinstance(done, VisitRow) else "/visits", 303)


@router.get("/plates")
def plates(request: Request, area: str = "", sheet: int = 1) -> Response:
    """To be printed and hung at the doors: without a name, for whoever passes reads them too."""
    frame = frame_of(request)
    with reading(frame.engine) as conn:
        scope = scope_of(conn, reader_of(request))
        areas = {key: one for key, one in load_areas(conn).items() if sees_area(scope, key)}
        homes = [one for one in load_households(conn).values() if one.area in areas and area in ("", one.area)]
        book = look_up(conn, Wanted())
    homes.sort(key=lambda home: (home.area, home.address, home.id))
    first = (max(1, sheet) - 1) * PLATES
    base, secret = frame.settings.public_address or str(request.base_url), frame.settings.secret
    shown = [(home, square(address_of(base, secret, home.id))) for home in homes[first : first + PLATES]]
    return page(
        request, "plates.html", say=watch_words(request, book, {}), shown=shown, areas=areas, area=area,
        sheet=max(1, sheet), sheets=-(-len(homes) // PLATES), homes=len(homes),
    )  # fmt: skip


def _shown(request: Request, plate: str, refused: Refused | None = None) -> Response:
    home, reader = _home(request, plate), person_of(request)
    with reading(frame_of(request).engine) as conn:
        people = _people(request, conn, home)
        walks = _walks(conn, people, reader.id)
        book = look_up(conn, Wanted(seniors=[her.id for her in people]))
    viewed(request, "visits", f"plate of {home}")
    return page(
        request, "door.html", 409 if refused else 200, say=watch_words(request, book, {}), people=people,
        walks=walks, refused=[refused] if refused else [], submission=new_submission(), plate=plate,
    )  # fmt: skip


def _home(request: Request, plate: str) -> str:
    home = home_of(frame_of(request).settings.secret, plate)
    if home is None:
        raise HTTPException(404)
    return home


def _people(request: Request, conn: Connection, home: str) -> Sequence[Senior]:
    found = seniors_of_households(conn, [home]).get(HouseholdId(home), ())
    return within(conn, scope_of(conn, reader_of(request)), found, lambda her: (None, her.id))


def _walks(conn: Connection, people: Sequence[Senior], reader: str) -> list[VisitRow]:
    """The open visits of this home that are the reader's, or may become so."""
    rows = [row for her in people for row in visits.of_senior(conn, her.id) if row.state in ("due", "accepted")]
    return [row for row in rows if row.visitor_id in (None, reader)]


def _visit(conn: Connection, visit: str, senior: str, home: str, now: datetime, by: str) -> VisitRow | Refused:
    if visit:
        return visits.load(conn, visit) or Refused(field="visit", reason="there is no such visit")
    living = {her.id for her in seniors_of_households(conn, [home]).get(HouseholdId(home), ())}
    if senior not in living:
        return NOBODY
    return begin_visit(conn, senior, now, by=by)
