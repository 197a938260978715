"""What may programs ask about what happened? The figures that the pages show, from the same questions."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from broadcasts.campaign import Refused
from console.access.viewed import viewed
from console.frame import frame_of
from console.problems import MEDIA_TYPE, body_of
from console.reports.query import NotYours, SoughtReport
from console.reports.reading import asked_of, file_of
from reports.asking import Kind
from reports.definitions import FIGURES
from reports.formats.writing import Format

router = APIRouter(prefix="/api/v1/reports", tags=["reports"])
_NAMES_PEOPLE = frozenset({Kind.EMERGENCIES, Kind.TELEPHONES})


class FigureMeaning(BaseModel):
    """A figure about presses, in both languages. `unit`: presses, %, s, min or rungs."""

    id: str
    name: str
    name_zh: str
    means: str
    means_zh: str
    unit: str


class Figures(BaseModel):
    figures: list[FigureMeaning]


class ReportColumn(BaseModel):
    id: str
    name: str


class ReportSheet(BaseModel):
    """A row has a value for each column, by the column's id; null: nothing was measured."""

    id: str
    title: str
    columns: list[ReportColumn]
    rows: list[dict[str, Any]]
    notes: list[str]


class ReportBody(BaseModel):
    """`unfinished`: its last day is not over, so its figures will still change."""

    report: str
    title: str
    from_: date = Field(alias="from")
    to: date
    zone: str
    unfinished: bool
    sheets: list[ReportSheet]


_FormatQuery = Annotated[Format, Query(description="json is answered, the others are files")]
_LanguageQuery = Annotated[str, Query(description="Of titles and names: en or zh", pattern="^(en|zh)$")]
_ANSWERS: dict[int | str, dict[str, Any]] = {200: {"model": ReportBody}}


@router.get("/figures")
def figures() -> Figures:
    """Every figure about presses, with its definition."""
    return Figures(figures=[
        FigureMeaning(id=one.id, name=one.name.en, name_zh=one.name.zh, means=one.means.en, means_zh=one.means.zh,
                      unit=one.unit)
        for one in FIGURES.values()
    ])  # fmt: skip


@router.get("/rows/{figure}", responses=_ANSWERS, response_class=Response)
async def rows(
    request: Request, figure: str, sought: SoughtReport, format: _FormatQuery = Format.JSON,
    language: _LanguageQuery = "en",
) -> Response:  # fmt: skip
    """Exactly what was counted in a figure, oldest first: presses, or as `watch.visits` another report's rows."""
    return await _answer(request, Kind.CALLS, sought, format, language, figure)


@router.get("/telephones", responses=_ANSWERS, response_class=Response)
async def telephones(
    request: Request, sought: SoughtReport, format: _FormatQuery = Format.JSON, language: _LanguageQuery = "en"
) -> Response:
    """Telephones that never pressed, cannot be reached, or press again and again."""
    return await _answer(request, Kind.TELEPHONES, sought, format, language)


@router.get("/{kind}", responses=_ANSWERS, response_class=Response)
async def report(
    request: Request, kind: Kind, sought: SoughtReport, format: _FormatQuery = Format.JSON,
    language: _LanguageQuery = "en",
) -> Response:  # fmt: skip
    """Without days: yesterday, or last month of the monthly page."""
    return await _answer(request, kind, sought, format, language)


async def _answer(
    request: Request, kind: Kind, sought: SoughtReport, format: Format, language: str, figure: str = ""
) -> Response:
    asking = await asked_of(request, kind, sought, figure)
    if isinstance(asking.found, tuple):
        return _refused(request, asking.found)
    if figure or (kind in _NAMES_PEOPLE and asking.found.sees_people):
        await run_in_threadpool(viewed, request, "reports", f"{figure or kind.value}.{format}")
    found = await file_of(frame_of(request), asking.found, format, language, keep=format is not Format.JSON)
    return _refused(request, (found,)) if isinstance(found, Refused) else found


def _refused(request: Request, faults: Sequence[Refused]) -> Response:
    status = 403 if any(isinstance(fault, NotYours) for fault in faults) else 422
    errors = [{"field": fault.field, "reason": fault.reason} for fault in faults]
    detail = "; ".join(f"{fault.field}: {fault.reason}" for fault in faults)
    return JSONResponse(body_of(request, status, detail, errors), status, media_type=MEDIA_TYPE)
