"""How good were we? Reports of any days: figures with their meaning, pictures, and every row behind them."""

from dataclasses import replace

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from broadcasts.campaign import Refused
from console.access.viewed import viewed
from console.frame import frame_of, page, reader_look
from console.reports.page import Faults, content_of, refused_content, rows_content
from console.reports.presets import fitting, last_28, last_month
from console.reports.query import SoughtReport
from console.reports.reading import Asking, asked_of, file_of, read_choices, read_report
from reports.asking import Kind, Question
from reports.calls import Per
from reports.formats.writing import Format
from reports.listing import known
from reports.periods import By

router = APIRouter(include_in_schema=False)
_TOTALS = frozenset({Kind.OVERVIEW, Kind.CALLS})
"""Pages that begin with the figures of all the presses."""
_NAMES_PEOPLE = frozenset({Kind.EMERGENCIES, Kind.TELEPHONES})


@router.get("/reports")
async def overview(request: Request, sought: SoughtReport) -> Response:
    return await _shown(request, Kind.OVERVIEW, sought)


@router.get("/reports/telephones")
async def telephones(request: Request, sought: SoughtReport) -> Response:
    return await _shown(request, Kind.TELEPHONES, sought)


@router.get("/reports/telephones/file/{format}")
async def telephones_file(request: Request, format: Format, sought: SoughtReport) -> Response:
    return await _file(request, Kind.TELEPHONES, format, sought)


@router.get("/reports/rows/{figure}")
async def rows(request: Request, figure: str, sought: SoughtReport) -> Response:
    """The presses, emergencies, messages or events behind a figure, oldest first."""
    if not known(figure):
        raise HTTPException(404)
    asking = await asked_of(request, Kind.CALLS, sought, figure, last_28)
    if isinstance(asking.found, tuple):
        return await _refused(request, Kind.CALLS, sought, asking, asking.found)
    await run_in_threadpool(viewed, request, "reports", f"rows {figure}")
    frame, language = frame_of(request), reader_look(request).language
    report = await read_report(frame, asking.found, language)
    if isinstance(report, Refused):
        return await _refused(request, Kind.CALLS, sought, asking, (report,))
    choices = await read_choices(frame, asking.scope, language)
    content = rows_content(request, asking.found, sought, report, choices)
    return await run_in_threadpool(page, request, "report_rows.html", **content)


@router.get("/reports/rows/{figure}/{format}")
async def rows_file(request: Request, figure: str, format: Format, sought: SoughtReport) -> Response:
    if not known(figure):
        raise HTTPException(404)
    return await _file(request, Kind.CALLS, format, sought, figure)


@router.get("/reports/{kind}")
async def report(request: Request, kind: Kind, sought: SoughtReport) -> Response:
    return await _shown(request, kind, sought)


@router.get("/reports/{kind}/file/{format}")
async def report_file(request: Request, kind: Kind, format: Format, sought: SoughtReport) -> Response:
    return await _file(request, kind, format, sought)


async def _shown(request: Request, kind: Kind, sought: SoughtReport) -> Response:
    asking = await asked_of(request, kind, sought, days=last_month if kind is Kind.MONTH else last_28)
    if isinstance(asking.found, tuple):
        return await _refused(request, kind, sought, asking, asking.found)
    frame, language = frame_of(request), reader_look(request).language
    asked = asking.found if sought.by else _divided(asking.found)
    report = await read_report(frame, asked, language)
    totals = await read_report(frame, _whole(asked), language) if kind in _TOTALS else None
    if isinstance(report, Refused) or isinstance(totals, Refused):
        faults: Faults = tuple(one for one in (report, totals) if isinstance(one, Refused))
        return await _refused(request, kind, sought, asking, faults)
    if kind in _NAMES_PEOPLE and asked.sees_people:
        await run_in_threadpool(viewed, request, "reports", kind.value)
    choices = await read_choices(frame, asking.scope, language)
    content = content_of(request, asked, sought, asking.today, report, totals, choices)
    return await run_in_threadpool(page, request, "report.html", **content)


async def _file(request: Request, kind: Kind, format: Format, sought: SoughtReport, figure: str = "") -> Response:
    asking = await asked_of(request, kind, sought, figure, last_month if kind is Kind.MONTH else last_28)
    if isinstance(asking.found, tuple):
        return await _refused(request, kind, sought, asking, asking.found)
    if figure or (kind in _NAMES_PEOPLE and asking.found.sees_people):
        await run_in_threadpool(viewed, request, "reports", f"{figure or kind.value}.{format}")
    found = await file_of(frame_of(request), asking.found, format, reader_look(request).language)
    if isinstance(found, Refused):
        return await _refused(request, kind, sought, asking, (found,))
    return found


async def _refused(request: Request, kind: Kind, sought: SoughtReport, asking: Asking, faults: Faults) -> Response:
    """The same form with what is wrong, and nothing that was typed lost."""
    choices = await read_choices(frame_of(request), asking.scope, reader_look(request).language)
    content = refused_content(request, kind, sought, asking.today, faults, choices)
    return await run_in_threadpool(page, request, "report.html", 422, **content)


def _divided(asked: Question) -> Question:
    """Where nobody said how, a page is divided so that its pictures tell something."""
    days = last_28(asked.period.last)
    days = replace(days, first=asked.period.first, last=asked.period.last)
    return replace(asked, by=fitting(days) if asked.kind not in (Kind.CALLS, Kind.OUTCOMES) else By.TOTAL)


def _whole(asked: Question) -> Question:
    """The figures of all the presses that the page is about."""
    return replace(asked, kind=Kind.CALLS, by=By.TOTAL, per=Per.NONE, rows="", sheet="lines")
