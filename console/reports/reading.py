"""How does a report come to a reader? Asked for, made once in a thread, settled into rows, and kept by nobody."""

import os
import tempfile
import weakref
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

from fastapi import Request, Response
from fastapi.responses import StreamingResponse
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool

from broadcasts.campaign import Refused
from console.access.scope import scope_of
from console.frame import Frame, frame_of, reader_of
from console.reports.presets import Days, yesterday
from console.reports.query import Reader, Sought, Today, question
from db.areas import load_areas
from db.engine import reading
from people.areas import Area
from people.ids import AreaId
from people.seniors import Language
from people.staff import Role
from reports import names
from reports.asking import Kind, Question, answer
from reports.formats.writing import MEDIA, Format, write
from reports.sheets import Report

MOST = 500
"""Rows of a list that a page shows; a file has all of them."""
_PIECE = 1 << 18


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What a reader may narrow a report to, by id, in their language."""

    areas: dict[str, str]
    services: dict[str, str]
    operators: dict[str, str]
    """By their telephones; not to be chosen, but each line of theirs can be listed."""


class MadeFile:
    """Its name is gone already: the disk has it back when the last reader has read it."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDONLY)
        path.unlink()
        weakref.finalize(self, os.close, self._file)

    def pieces(self) -> Iterator[bytes]:
        at = 0
        while piece := os.pread(self._file, _PIECE, at):
            at += len(piece)
            yield piece


@dataclass(frozen=True, kw_only=True)
class Asking:
    """`found`: the question, or what is wrong with it. `days`: those meant where none are named."""

    found: Question | tuple[Refused, ...]
    scope: frozenset[AreaId] | None
    today: Today


async def asked_of(
    request: Request, kind: Kind, sought: Sought, rows: str = "", days: Callable[[date], Days] | None = None
) -> Asking:
    """`days`: from today, those meant where the address names none; without it, yesterday."""
    frame, account = frame_of(request), reader_of(request)
    zone = frame.settings.zone
    day = frame.settings.clock().astimezone(ZoneInfo(zone)).date()
    today = Today(day=day, zone=zone, days=(days or yesterday)(day))

    def scope() -> frozenset[AreaId] | None:
        with reading(frame.engine) as conn:
            return scope_of(conn, account)

    theirs = await run_in_threadpool(scope)
    reader = Reader(role=account.person.role if account else Role.OFFICIAL, scope=theirs)
    return Asking(found=question(kind, sought, reader, today, rows), scope=theirs, today=today)


async def read_report(frame: Frame, asked: Question, language: str) -> Report | Refused:
    """As a page shows it: of long lists the first rows, and one more where there are more."""

    def made() -> Report | Refused:
        with reading(frame.engine) as conn:
            found = answer(conn, asked, frame.settings.clock(), _called(conn, frame, language))
            return found if isinstance(found, Refused) else _settled(found)

    return await frame.reports.made((asked, language), made)


async def read_choices(frame: Frame, asked_by: frozenset[str] | None, language: str) -> Choices:
    def made() -> Choices:
        with reading(frame.engine) as conn:
            called = _called(conn, frame, language)
            areas = {str(id_): _named(area, language) for id_, area in load_areas(conn).items()}
        shown = {id_: name for id_, name in areas.items() if asked_by is None or id_ in asked_by}
        return Choices(areas=shown, services=dict(called.services), operators=dict(called.operators))

    return await frame.reports.made(("choices", asked_by, language), made)


async def file_of(
    frame: Frame, asked: Question, format: Format, language: str, *, keep: bool = True
) -> Response | Refused:
    """Whole, in constant memory, whichever format; asked for by several at once it is written once. `keep`: to be
    saved, not shown."""

    def made() -> MadeFile | Refused:
        with reading(frame.engine) as conn:
            found = answer(conn, asked, frame.settings.clock(), _called(conn, frame, language))
            return found if isinstance(found, Refused) else _written(found, format, language, frame.settings.site)

    file = await frame.reports.made((asked, format, language), made)
    if isinstance(file, Refused):
        return file
    how = "attachment" if keep else "inline"
    headers = {"content-disposition": f'{how}; filename="{_file_name(asked)}.{format}"'}
    return StreamingResponse(file.pieces(), media_type=MEDIA[format], headers=headers)


def _called(conn: Connection, frame: Frame, language: str) -> names.Names:
    return names.load(conn, Language(language), frame.settings.outcomes)


def _written(report: Report, format: Format, language: str, site: str) -> MadeFile:
    handle, name = tempfile.mkstemp(prefix="bigbutton-report-", suffix=f".{format}")
    os.close(handle)
    path = Path(name)
    try:
        write(report, format, Language(language), site, path)
        return MadeFile(path)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _settled(report: Report) -> Report:
    return replace(
        report, sheets=tuple(replace(sheet, rows=list(islice(sheet.rows, MOST + 1))) for sheet in report.sheets)
    )


def _file_name(asked: Question) -> str:
    days = f"{asked.period.first}" + (f"-{asked.period.last}" if asked.period.last != asked.period.first else "")
    what = asked.rows or (f"{asked.kind}-{asked.sheet}" if asked.sheet else asked.kind)
    return f"{what}-{days}"


def _named(area: Area, language: str) -> str:
    return (area.name_en or area.name) if language == "en" else area.name
