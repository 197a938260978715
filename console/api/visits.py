"""Who goes to whose door? Visits as programs see them: a list, the steps of a visitor, the rota of the month."""

from collections.abc import Callable
from datetime import datetime

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection
from starlette.exceptions import HTTPException

from console.access.scope import scope_of, sees_area
from console.access.table import DESK
from console.access.viewed import viewed
from console.api.watch_answers import stepped
from console.api.watch_models import AreaRate, Arrival, Found, Turn, Turns, Visit, VisitRinging, Visits
from console.forms.sending import person_of
from console.frame import frame_of, reader_of
from console.watch.plates import home_of
from console.watch.visit_view import VisitView, visit_list, visit_view
from db.engine import reading
from db.visits import VisitRow
from wellness_checks.case import Refused
from wellness_checks.ringing_at_once import Call
from wellness_checks.service import accept_visit, close_visit, give_back, ring_before_visit, rota, set_out, sign_in

router = APIRouter(prefix="/api/v1/visits", tags=["visits"])
NO_PLATE = Refused(field="plate", reason="this is no plate of ours")
FOR_THE_DESK = Refused(field="reason", reason="only the desk can vouch for an arrival: read the plate at her door")


@router.get("")
def listed(request: Request) -> Visits:
    """A visitor's own and those that wait for somebody; for the desk every open one. The first due stands first."""
    viewed(request, "visits")
    reader = person_of(request)
    with reading(frame_of(request).engine) as conn:
        found = visit_list(conn, reader, scope_of(conn, reader_of(request)), frame_of(request).settings.clock())
    desk = reader.role in DESK
    waiting = [Visit.of(row, whole=desk) for row in found.waiting]
    return Visits(visits=[*(Visit.of(row) for row in found.mine), *waiting, *(Visit.of(row) for row in found.others)])


@router.get("/monthly")
def monthly(request: Request) -> Turns:
    """Each person in special difficulty once a month, each at high risk once a week: whose turn it is."""
    frame, reader = frame_of(request), person_of(request)
    viewed(request, "visits", "monthly")
    with reading(frame.engine) as conn:
        found = rota(conn, frame.settings.clock(), frame.settings.zone, frame.settings.watch)
        scope = scope_of(conn, reader_of(request))
    own = None if reader.role in DESK else reader.id
    turns = [
        Turn(
            senior=due.person.senior, area=due.person.area, rhythm=due.rhythm, first=due.first, last=due.last,
            state=due.state, worker=due.worker, last_met=due.person.last_met,
        )
        for due in found.dues
        if sees_area(scope, due.person.area) and own in (None, due.worker)
    ]  # fmt: skip
    rates = {
        area: AreaRate(people=rate.people, made=rate.made, percent=rate.percent)
        for area, rate in found.by_area.items()
        if sees_area(scope, area)
    }
    load = {key: people for key, people in found.load.items() if own in (None, key)}
    return Turns(turns=turns, by_area=rates, load=load, asked=found.asked)


@router.get("/{visit}")
def one(request: Request, visit: str) -> Visit:
    view = _known(request, visit)
    if view.open:
        viewed(request, view.senior.id, "visit")
    return _told(view)


@router.post("/{visit}/accept", response_model=Visit)
def accept(request: Request, visit: str) -> Response:
    by = person_of(request).id
    return _stepped(request, visit, "", lambda conn, now: accept_visit(conn, visit, now, by=by))


@router.post("/{visit}/set-out", response_model=Visit)
def on_the_way(request: Request, visit: str) -> Response:
    by = person_of(request).id
    return _stepped(request, visit, "", lambda conn, now: set_out(conn, visit, now, by=by))


@router.post("/{visit}/ring", response_model=VisitRinging)
def ring(request: Request, visit: str) -> Response:
    """The exchange rings your own telephone (number, else desk; without either the hotline's desks), then her.

    For whoever has accepted the visit. Send an `Idempotency-Key`: the same one rings once.
    """
    view, by = _known(request, visit), person_of(request).id

    def told(_: Connection, call: Call) -> VisitRinging:
        return VisitRinging.of(call, view.visit)

    return stepped(request, "", lambda conn, now: ring_before_visit(conn, visit, now, by=by), told)


@router.post("/{visit}/give-back", response_model=Visit)
def back(request: Request, visit: str) -> Response:
    by = person_of(request).id
    return _stepped(request, visit, "", lambda conn, now: give_back(conn, visit, now, by=by))


@router.post("/{visit}/arrive", response_model=Visit)
def arrived(request: Request, visit: str, asked: Arrival) -> Response:
    """By the plate at her door; or by the desk, with a reason."""
    by, secret = person_of(request), frame_of(request).settings.secret
    home = home_of(secret, asked.plate) if asked.plate else ""

    def act(conn: Connection, now: datetime) -> VisitRow | Refused:
        if home is None:
            return NO_PLATE
        if not home and by.role not in DESK:
            return FOR_THE_DESK
        return sign_in(conn, visit, now, by=by.id, plate=home, reason=asked.reason)

    return _stepped(request, visit, asked.model_dump_json(), act)


@router.post("/{visit}/close", response_model=Visit)
def close(request: Request, visit: str, asked: Found) -> Response:
    """By whoever has it, after the arrival; an emergency at any time."""
    by, rules = person_of(request).id, frame_of(request).settings.watch

    def act(conn: Connection, now: datetime) -> VisitRow | Refused:
        return close_visit(conn, visit, now, outcome=asked.outcome, by=by, note=asked.note, settings=rules)

    return _stepped(request, visit, asked.model_dump_json(), act)


def _stepped(
    request: Request, visit: str, asked: str, act: Callable[[Connection, datetime], VisitRow | Refused]
) -> Response:
    _known(request, visit)
    return stepped(request, asked, act, lambda _, row: Visit.of(row))


def _known(request: Request, visit: str) -> VisitView:
    with reading(frame_of(request).engine) as conn:
        view = visit_view(conn, visit, person_of(request), scope_of(conn, reader_of(request)))
    if view is None:
        raise HTTPException(404)
    return view


def _told(view: VisitView) -> Visit:
    return Visit.of(view.visit, whole=view.open, photos=view.photos)
