"""What may programs do with broadcasts? Create, start, pause, go on, cancel, copy; each once for one key."""

import json
from datetime import datetime

from fastapi import APIRouter, Request, Response
from fastapi.encoders import jsonable_encoder
from sqlalchemy import Connection
from starlette.exceptions import HTTPException

from broadcasts.campaign import Refused
from broadcasts.drafts import Draft
from broadcasts.filters import BadFilter, Filter, from_json
from broadcasts.recurrence_json import BadRecurrence
from broadcasts.recurrence_json import from_json as recurrence_from
from broadcasts.service import create, pause, preview, save_audience, start
from console.api.broadcast_models import (
    Audience,
    Broadcast,
    NewAudience,
    NewBroadcast,
    PreviewFigures,
    Reading,
    SavedAudience,
)
from console.api.refusing import refused
from console.broadcasts.campaign_lines import line_of
from console.broadcasts.compose_page import words_in
from console.broadcasts.speaking import audio_of, own_recording
from console.broadcasts.stepping import Step, take_step
from console.forms.once import Act, Answer, once
from console.forms.sending import may_start, person_of, rules_of
from console.frame import frame_of
from db.campaigns import CampaignRow, load_campaign
from db.engine import reading

router = APIRouter(prefix="/api/v1/broadcasts", tags=["broadcasts"])


@router.post("", status_code=201, response_model=Broadcast)
def new(request: Request, asked: NewBroadcast) -> Response:
    """A draft. One that repeats runs from now on where a supervisor creates it; else it waits for one."""

    def act(conn: Connection, now: datetime) -> Answer:
        draft = _draft(asked)
        if isinstance(draft, Refused):
            return refused(request, [draft])
        made = create(conn, now, draft, by=person_of(request).id, settings=rules_of(frame_of(request)))
        if isinstance(made, tuple):
            return refused(request, made)
        fault = own_recording(frame_of(request), asked.recording, made) if asked.recording else None
        if fault:
            return refused(request, [fault])
        if draft.recurrence and not may_start(request):
            pause(conn, made.id, now, by=person_of(request).id)
        return _told(conn, made, 201)

    return once(request, asked.model_dump_json(), lambda: act)


@router.post("/preview", response_model=PreviewFigures)
def whom_it_would_reach(request: Request, asked: Audience, language: Reading = "en") -> Response:
    """How many, and why others are left out. Changes nothing."""
    audience = _filter(asked)
    if isinstance(audience, Refused):
        return refused(request, [audience]).reply()
    with reading(frame_of(request).engine) as conn:
        found = preview(conn, frame_of(request).settings.clock(), audience)
    return Answer(body=jsonable_encoder(PreviewFigures.of(found, words_in(request, language)))).reply()


@router.post("/audiences", status_code=201, response_model=SavedAudience)
def keep(request: Request, asked: NewAudience) -> Response:
    """Save a choice of people under a name."""

    def act(conn: Connection, now: datetime) -> Answer:
        audience = _filter(asked)
        if isinstance(audience, Refused):
            return refused(request, [audience])
        by = person_of(request).id
        kept = save_audience(conn, now, asked.name, audience, by=by, replacing=asked.replacing)
        if isinstance(kept, tuple):
            return refused(request, kept)
        return Answer(status=201, body=jsonable_encoder(SavedAudience.of(kept)))

    return once(request, asked.model_dump_json(), lambda: act)


@router.post("/{campaign}/start", response_model=Broadcast)
def begin(request: Request, campaign: str) -> Response:
    """Speak it, and ring whom it is for. 503 where no voice can."""
    return once(request, "", lambda: _starting(request, campaign))


@router.post("/{campaign}/pause", response_model=Broadcast)
def stop_for_a_while(request: Request, campaign: str) -> Response:
    """Nobody more is rung; of one that repeats, no run begins."""
    return _stepped(request, campaign, "pause")


@router.post("/{campaign}/resume", response_model=Broadcast)
def go_on(request: Request, campaign: str) -> Response:
    return _stepped(request, campaign, "resume")


@router.post("/{campaign}/cancel", response_model=Broadcast)
def end(request: Request, campaign: str) -> Response:
    """Nobody more is rung and it no longer waits for anybody."""
    return _stepped(request, campaign, "cancel")


@router.post("/{campaign}/clone", status_code=201, response_model=Broadcast)
def copy(request: Request, campaign: str) -> Response:
    """A new draft with the same words and people."""
    return _stepped(request, campaign, "clone", 201)


def _starting(request: Request, campaign: str) -> Act:
    frame = frame_of(request)
    with reading(frame.engine) as conn:
        row = load_campaign(conn, campaign)
    if row is None:
        raise HTTPException(404)
    audio = audio_of(frame, row)

    def act(conn: Connection, now: datetime) -> Answer:
        if isinstance(audio, Refused):
            return refused(request, [audio])
        found = start(conn, campaign, now, audio=audio, by=person_of(request).id, settings=rules_of(frame))
        return refused(request, [found]) if isinstance(found, Refused) else _told(conn, found.campaign)

    return act


def _stepped(request: Request, campaign: str, step: Step, status: int = 200) -> Response:
    def act(conn: Connection, now: datetime) -> Answer:
        taken = take_step(conn, frame_of(request), campaign, step, now, person_of(request).id)
        return refused(request, [taken]) if isinstance(taken, Refused) else _told(conn, taken, status)

    return once(request, "", lambda: act)


def _told(conn: Connection, row: CampaignRow, status: int = 200) -> Answer:
    return Answer(status=status, body=jsonable_encoder(Broadcast.of(line_of(conn, row))))


def _draft(asked: NewBroadcast) -> Draft | Refused:
    audience = _filter(asked)
    if isinstance(audience, Refused):
        return audience
    try:
        recurrence = recurrence_from(json.dumps(asked.recurrence)) if asked.recurrence is not None else None
    except BadRecurrence as fault:
        return Refused(field="recurrence", reason=str(fault))
    return asked.draft(audience=audience, recurrence=recurrence)


def _filter(asked: Audience) -> Filter | Refused:
    try:
        return from_json(json.dumps(asked.audience))
    except BadFilter as fault:
        return Refused(field="audience", reason=str(fault))
