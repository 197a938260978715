"""How is the list of people sent? Read from the database while it is sent; noted as a view of people."""

from collections.abc import Iterator, Mapping

from fastapi import Request, Response
from fastapi.responses import StreamingResponse
from sqlalchemy import Connection
from starlette.exceptions import HTTPException

from console.access.scope import scope_of
from console.access.viewed import viewed
from console.broadcasts.campaign_view import everybody
from console.broadcasts.people_table import CSV, XLSX, as_csv, as_xlsx
from console.broadcasts.words import MessageWords
from console.forms.sending import rules_of
from console.frame import frame_of, reader_of
from db.areas import load_areas
from db.campaigns import CampaignRow, load_campaign
from db.engine import reading


def csv_file(request: Request, campaign: str, say: MessageWords) -> StreamingResponse:
    row = _known(request, campaign, "people.csv")
    return StreamingResponse(_pieces(request, row, say), media_type=CSV, headers=_named(row, "csv"))


def xlsx_file(request: Request, campaign: str, say: MessageWords) -> Response:
    row, frame = _known(request, campaign, "people.xlsx"), frame_of(request)
    with reading(frame.engine) as conn:
        scope = scope_of(conn, reader_of(request))
        lines = everybody(conn, row, say.now, rules_of(frame), scope)
        made = as_xlsx(lines, _areas(conn, say.language), say)
    return Response(made, media_type=XLSX, headers=_named(row, "xlsx"))


def _pieces(request: Request, row: CampaignRow, say: MessageWords) -> Iterator[str]:
    frame = frame_of(request)
    with reading(frame.engine) as conn:
        scope = scope_of(conn, reader_of(request))
        lines = everybody(conn, row, say.now, rules_of(frame), scope)
        yield from as_csv(lines, _areas(conn, say.language), say)


def _known(request: Request, campaign: str, detail: str) -> CampaignRow:
    with reading(frame_of(request).engine) as conn:
        row = load_campaign(conn, campaign)
    if row is None:
        raise HTTPException(404)
    viewed(request, campaign, detail)
    return row


def _areas(conn: Connection, language: str) -> Mapping[str, str]:
    return {
        key: (area.name_en or area.name) if language == "en" else area.name for key, area in load_areas(conn).items()
    }


def _named(row: CampaignRow, ending: str) -> Mapping[str, str]:
    return {"content-disposition": f'attachment; filename="broadcast-{row.id}.{ending}"'}
