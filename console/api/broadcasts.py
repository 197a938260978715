"""What may programs ask about broadcasts? Which there are, how far each is, and whom it reached."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse
from starlette.exceptions import HTTPException

from broadcasts.service import load_audiences, people, progress
from console.access.scope import scope_of
from console.access.viewed import viewed
from console.api.broadcast_models import (
    Broadcast,
    Broadcasts,
    People,
    Person,
    ProgressFigures,
    Reading,
    SavedAudience,
    SavedAudiences,
)
from console.broadcasts.campaign_lines import campaign_lines, line_of
from console.broadcasts.campaign_view import SHOWN, seen_lines
from console.broadcasts.compose_page import words_in
from console.broadcasts.people_file import csv_file, xlsx_file
from console.forms.sending import rules_of
from console.frame import frame_of, reader_of
from db.campaigns import load_campaign
from db.engine import reading

router = APIRouter(prefix="/api/v1/broadcasts", tags=["broadcasts"])
Grade = Literal["confirmed", "heard", "answered", "rang", "not_reached", "not_dialled"]
State = Literal["draft", "running", "paused", "done", "cancelled"]


@router.get("")
def broadcasts(
    request: Request, state: State | None = None, limit: Annotated[int, Query(ge=1, le=1000)] = 100
) -> Broadcasts:
    """The latest first."""
    with reading(frame_of(request).engine) as conn:
        return Broadcasts(broadcasts=[Broadcast.of(line) for line in campaign_lines(conn, state or "", limit)])


@router.get("/audiences")
def audiences(request: Request) -> SavedAudiences:
    """Choices of people that were saved under a name."""
    with reading(frame_of(request).engine) as conn:
        found = load_audiences(conn)
    return SavedAudiences(audiences=[SavedAudience.of(one) for one in found])


@router.get("/{campaign}")
def broadcast(request: Request, campaign: str) -> Broadcast:
    with reading(frame_of(request).engine) as conn:
        row = load_campaign(conn, campaign)
        if row is None:
            raise HTTPException(404)
        return Broadcast.of(line_of(conn, row))


@router.get("/{campaign}/progress")
def how_far(request: Request, campaign: str) -> ProgressFigures:
    frame = frame_of(request)
    with reading(frame.engine) as conn:
        if load_campaign(conn, campaign) is None:
            raise HTTPException(404)
        return ProgressFigures.of(progress(conn, campaign, frame.settings.clock(), rules_of(frame)))


@router.get("/{campaign}/people")
def whom(
    request: Request,
    campaign: str,
    evidence: Grade | None = None,
    after: str = "",
    language: Reading = "en",
    limit: Annotated[int, Query(ge=1, le=1000)] = SHOWN,
) -> People:
    """In the order of their ids; `after`: from the one behind this id on."""
    with reading(frame_of(request).engine) as conn:
        if load_campaign(conn, campaign) is None:
            raise HTTPException(404)
        found = people(conn, campaign, after=after, limit=limit, evidence=evidence)
        seen = list(seen_lines(conn, scope_of(conn, reader_of(request)), found))
    viewed(request, campaign, "people")
    say = words_in(request, language)
    return People(people=[Person.of(one, say) for one in seen], next=found[-1].senior if len(found) == limit else "")


@router.get("/{campaign}/people.csv", response_class=StreamingResponse)
def whom_csv(request: Request, campaign: str, language: Reading = "en") -> StreamingResponse:
    """Everybody to whom it was offered, and who was left out and why."""
    return csv_file(request, campaign, words_in(request, language))


@router.get("/{campaign}/people.xlsx", response_class=Response)
def whom_xlsx(request: Request, campaign: str, language: Reading = "en") -> Response:
    return xlsx_file(request, campaign, words_in(request, language))
