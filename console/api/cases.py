"""Which silences are followed, and what may programs do with them? Ring, take, report, send a visitor, emergency."""

from collections.abc import Callable
from datetime import datetime
from typing import Literal

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection
from starlette.exceptions import HTTPException

from console.access.scope import scope_of, within
from console.access.viewed import viewed
from console.api.watch_answers import of_this_reader, stepped
from console.api.watch_models import Case, Cases, Report, Ringing, Why
from console.forms.sending import person_of
from console.frame import frame_of, reader_of
from db import cases
from db.cases import CaseRow
from db.engine import reading
from wellness_checks.case import Refused
from wellness_checks.ringing_at_once import Call
from wellness_checks.service import ask_for_visit, open_emergency, report_outcome, ring_at_once, take_case

router = APIRouter(prefix="/api/v1/cases", tags=["cases"])
MOST = 500
Step = Callable[[Connection, datetime], CaseRow | Refused]


@router.get("")
def listed(request: Request, state: Literal["open", "closed"] = "open") -> Cases:
    """The open ones, those at high risk first; or those closed last."""
    viewed(request, "cases", state)
    with reading(frame_of(request).engine) as conn:
        rows = cases.open_cases(conn) if state == "open" else cases.closed_last(conn, MOST)
        seen = within(conn, scope_of(conn, reader_of(request)), rows, lambda row: (None, row.senior_id))
    if state == "open":
        seen = sorted(seen, key=lambda row: (row.risk != "high_risk", row.opened_at))
    return Cases(cases=[Case.of(row) for row in seen[:MOST]])


@router.get("/{case}")
def one(request: Request, case: str) -> Case:
    row = _known(request, case)
    viewed(request, row.senior_id, "case")
    return Case.of(row)


@router.post("/{case}/ring", response_model=Ringing)
def ring(request: Request, case: str) -> Response:
    """The exchange rings your own telephone (desk, else number; without either the hotline's desks), then her.

    Send an `Idempotency-Key`: the same one rings once.
    """
    _known(request, case)
    by, rules = person_of(request).id, frame_of(request).settings.watch

    def told(conn: Connection, call: Call) -> Ringing:
        return Ringing.of(call, cases.load(conn, [case])[case])

    return stepped(request, "", lambda conn, now: ring_at_once(conn, case, now, by=by, settings=rules), told)


@router.post("/{case}/take", response_model=Case)
def take(request: Request, case: str) -> Response:
    """It climbs no further for now."""
    by, rules = person_of(request).id, frame_of(request).settings.watch
    return _stepped(request, case, "", lambda conn, now: take_case(conn, case, now, by=by, settings=rules))


@router.post("/{case}/report", response_model=Case)
def report(request: Request, case: str, asked: Report) -> Response:
    """The case closes with this outcome. 409 where somebody has closed it before: what stands is said."""
    by, told = person_of(request).id, {**asked.model_dump(), "settings": frame_of(request).settings.watch}
    text = asked.model_dump_json()
    return _stepped(request, case, text, lambda conn, now: report_outcome(conn, case, now, by=by, **told))


@router.post("/{case}/visit", response_model=Case)
def visit(request: Request, case: str, asked: Why) -> Response:
    """Somebody is to go to her door; visitors are rung."""
    by, rules = person_of(request).id, frame_of(request).settings.watch

    def act(conn: Connection, now: datetime) -> CaseRow | Refused:
        return ask_for_visit(conn, case, now, by=by, why=asked.why, settings=rules)

    return _stepped(request, case, asked.model_dump_json(), act)


@router.post("/{case}/emergency", response_model=Case)
def emergency(request: Request, case: str, asked: Why) -> Response:
    """The ladder of the red key starts for her home, once for a case."""
    by = person_of(request).id
    text = asked.model_dump_json()
    return _stepped(request, case, text, lambda conn, now: open_emergency(conn, case, now, by=by, note=asked.why))


def _stepped(request: Request, case: str, asked: str, act: Step) -> Response:
    _known(request, case)
    return stepped(request, asked, act, lambda _, row: Case.of(row))


def _known(request: Request, case: str) -> CaseRow:
    with reading(frame_of(request).engine) as conn:
        row = cases.load(conn, [case]).get(case)
        if row is None:
            raise HTTPException(404)
        of_this_reader(request, conn, row.senior_id)
    return row
