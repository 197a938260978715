"""How is the broadcast going? Its page: progress, people, and the steps that may be taken now."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse, StreamingResponse
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from broadcasts.audience import Why
from broadcasts.campaign import Refused
from console.access.scope import area_of, scope_of_area
from console.access.viewed import viewed
from console.broadcasts.campaign_view import GRADES, LEFT_OUT, CampaignView, read_campaign
from console.broadcasts.compose_page import words_of
from console.broadcasts.stepping import STEPS, Step, step_taken
from console.broadcasts.voice import VoiceMissing
from console.broadcasts.words import MessageWords
from console.forms.sending import begin, may_start, rules_of
from console.frame import Frame, frame_of, page, part
from console.live import Parts
from console.pages.stream import streamed
from console.staff_names import staff_names
from console.watching import WatchedPage
from db.campaigns import CampaignRow, load_campaign
from db.engine import reading
from db.schedules import of_campaign

router = APIRouter(include_in_schema=False)
PARTS = ("answer", "figures", "steps", "evidence", "areas", "people")
Show = Literal["", "confirmed", "heard", "answered", "rang", "not_reached", "not_dialled", "left_out"]


@router.get("/broadcasts/{campaign}")
def one(request: Request, campaign: str, evidence: Annotated[Show, Query()] = "", after: str = "") -> Response:
    viewed(request, campaign, "broadcast")
    return shown(request, campaign, evidence=evidence, after=after)


@router.get("/live/broadcasts/{campaign}")
async def live(
    request: Request, campaign: str, evidence: Annotated[Show, Query()] = "", after: str = ""
) -> StreamingResponse:
    frame, leads = frame_of(request), may_start(request)
    await run_in_threadpool(viewed, request, campaign, "broadcast live")

    area = area_of(request)
    first, _ = await run_in_threadpool(_read, frame, campaign, evidence, after, area)

    def read() -> Callable[[str], Parts]:
        view, names = _read(frame, campaign, evidence, after, area, first.left_out)
        return lambda language: _parts(view, names, frame, language, leads)

    name = f"{campaign}/{evidence}/{after}/{leads}/{area}"
    return streamed(request, name, lambda: WatchedPage(frame.engine, read))


def shown(
    request: Request, campaign: str, *, evidence: str = "", after: str = "", refused: Refused | None = None
) -> Response:
    """The page; with a refusal, why the step was not taken."""
    frame, say = frame_of(request), words_of(request)
    view, names = _read(frame, campaign, evidence, after, area_of(request))
    stream = f"/live/broadcasts/{campaign}?evidence={evidence}&after={after}"
    return page(
        request, "broadcast.html", 409 if refused else 200, refused=[refused] if refused else [], stream=stream,
        **_content(view, names, say, leads=may_start(request)),
    )  # fmt: skip


@router.post("/broadcasts/{campaign}/start")
def start(request: Request, campaign: str) -> Response:
    with reading(frame_of(request).engine) as conn:
        row = load_campaign(conn, campaign)
    if row is None:
        raise HTTPException(404)
    return started(request, row)


@router.post("/broadcasts/{campaign}/pause")
def pause(request: Request, campaign: str) -> Response:
    return _stepped(request, campaign, "pause")


@router.post("/broadcasts/{campaign}/resume")
def resume(request: Request, campaign: str) -> Response:
    return _stepped(request, campaign, "resume")


@router.post("/broadcasts/{campaign}/cancel")
def cancel(request: Request, campaign: str) -> Response:
    return _stepped(request, campaign, "cancel")


@router.post("/broadcasts/{campaign}/clone")
def clone(request: Request, campaign: str) -> Response:
    return _stepped(request, campaign, "clone")


def started(request: Request, row: CampaignRow) -> Response:
    """Begin it, unless it goes out by a schedule; then to its page, which says why not where it was refused."""
    with reading(frame_of(request).engine) as conn:
        repeats = of_campaign(conn, row.id) is not None
    try:
        found = None if repeats else begin(request, row)
    except VoiceMissing as fault:
        found = Refused(field="voice", reason=str(fault))
    return shown(request, row.id, refused=found) if isinstance(found, Refused) else _to(row.id)


def _stepped(request: Request, campaign: str, step: Step) -> Response:
    taken = step_taken(request, campaign, step)
    if isinstance(taken, Refused) and taken.field == "campaign":
        raise HTTPException(404)
    return shown(request, campaign, refused=taken) if isinstance(taken, Refused) else _to(taken.id)


def _to(campaign: str) -> Response:
    return RedirectResponse(f"/broadcasts/{campaign}", 303)


def _read(
    frame: Frame, campaign: str, evidence: str, after: str, area: str, left_out: Mapping[Why, int] | None = None
) -> tuple[CampaignView, Mapping[str, str]]:
    with reading(frame.engine) as conn:
        now, rules = frame.settings.clock(), rules_of(frame)
        view = read_campaign(
            conn, campaign, now, rules, evidence=evidence, after=after, left_out=left_out,
            scope=scope_of_area(conn, area),
        )  # fmt: skip
        if view is None:
            raise HTTPException(404)
        return view, staff_names(conn, [view.row.created_by])


def _parts(view: CampaignView, names: Mapping[str, str], frame: Frame, language: str, leads: bool) -> Parts:
    say = MessageWords(language=language, zone=frame.settings.zone, now=view.now)
    content = _content(view, names, say, leads=leads)
    return {name: part(language, f"parts/broadcast_{name}.html", content) for name in PARTS}


def _content(view: CampaignView, names: Mapping[str, str], say: MessageWords, *, leads: bool) -> Mapping[str, Any]:
    steps = [step for step in STEPS if step.fits(view.row.state, view.schedule) and (leads or not step.for_leads)]
    return {
        "view": view, "say": say, "names": names, "steps": steps, "grades": GRADES, "LEFT_OUT": LEFT_OUT,
    }  # fmt: skip
