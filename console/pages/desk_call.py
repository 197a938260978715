"""What can an operator do with the call on the line? Its card, its acts, its note, its end, its recordings."""

import json
from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import FileResponse, RedirectResponse, StreamingResponse
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from console.access.scope import scope_of, seen_by
from console.access.viewed import viewed
from console.calls.card import Card, read_card
from console.calls.finding import Finder
from console.calls.map import map_link
from console.calls.ringing import Reader, Ringing, for_reader
from console.calls.seen import seen_call
from console.calls.words import CallWords
from console.forms.sending import person_of
from console.forms.submitting import new_submission, submitted
from console.forms.typed import Typed
from console.forms.upload import TypedForm
from console.frame import frame_of, page, reader_look, reader_of
from console.live import Message
from console.pages.stream import told
from db import in_hand
from db.engine import reading
from ivr.in_hand.acts import Kind
from ivr.in_hand.service import Wanted, attach, do, keep_note, wrap_up
from ivr.operators.phones import endpoint_of
from wellness_checks.case import Refused

router = APIRouter(include_in_schema=False)
PART_HEADER = "x-part"
"""The page's script asks for the card alone."""


@router.get("/live/desk/calls")
async def live(request: Request) -> StreamingResponse:
    """What rings at the reader's own telephone, or is talked at it."""
    frame, person = frame_of(request), person_of(request)
    telephones = frozenset({endpoint_of(person.id)} | ({person.desk} if person.desk else set()))
    source = Ringing(frame.engine)
    areas = await run_in_threadpool(_areas, request)
    reader = Reader(staff=person.id, telephones=telephones, areas=areas)
    messages = _filtered(frame.ringing.follow("desk/calls", lambda: source, reader_look(request).language), reader)
    return told(request, messages)


def _areas(request: Request) -> frozenset[str] | None:
    with reading(frame_of(request).engine) as conn:
        return scope_of(conn, reader_of(request))


async def _filtered(messages: AsyncGenerator[Message], reader: Reader) -> AsyncGenerator[Message]:
    sent = ""
    async with aclosing(messages):
        async for message in messages:
            shown = for_reader(message, reader)
            if shown.event != "part" or shown.html != sent:
                sent = shown.html if shown.event == "part" else sent
                yield shown


@router.get("/desk/call/{call}")
def one(request: Request, call: str, service: Annotated[str, Query(max_length=24)] = "", q: str = "") -> Response:
    return _shown(request, call, service=service, text=q[:100])


@router.post("/desk/call/{call}")
def act(request: Request, call: str, form: TypedForm) -> Response:
    """Field `do`: an act of ivr/in_hand/acts.py, or note, attach, outcome."""
    seen_call(request, call)
    what = form.one("do")
    if what not in (*Kind, "note", "attach", "outcome"):
        raise HTTPException(400)
    done = submitted(request, form, lambda conn, now: _asked(request, conn, now, call, form))
    if isinstance(done, Refused):
        return _shown(request, call, form=form, service=form.one("service"), refused=done)
    if what == "note" and request.headers.get(PART_HEADER):
        return Response(status_code=204)
    if request.headers.get(PART_HEADER):
        return _shown(request, call, service=form.one("service"))
    return RedirectResponse(f"/desk/call/{call}", 303)


@router.get("/desk/recordings/{recording}.wav")
def recording(request: Request, recording: str) -> Response:
    """Whoever listens stands in the audit log."""
    folder = frame_of(request).settings.recordings
    with reading(frame_of(request).engine) as conn:
        row = in_hand.load_recording(conn, recording)
    if row is None or folder is None:
        raise HTTPException(404)
    seen_call(request, row.call_id)
    file = folder / f"{row.id}.wav"
    if not file.is_file():
        raise HTTPException(404)
    viewed(request, row.call_id, f"recording {row.id}")
    return FileResponse(file, media_type="audio/wav", headers={"cache-control": "no-store"})


def _asked(request: Request, conn: Connection, now: datetime, call: str, form: Typed) -> object | Refused:
    by, settings = person_of(request).id, frame_of(request).settings
    match form.one("do"):
        case "note":
            return keep_note(conn, call, form.one("note"), now, by=by)
        case "attach":
            if not seen_by(conn, reader_of(request), form.one("senior")):
                return Refused(field="senior", reason="there is nobody of that id")
            return attach(conn, call, form.one("senior"), now, by=by)
        case "outcome":
            known = frozenset(one.id for one in settings.outcomes)
            return wrap_up(conn, call, form.one("outcome"), form.one("outcome_note"), now, by=by, outcomes=known)
        case kind:
            wanted = _wanted(conn, call, Kind(kind), form, settings.zone, now)
            return wanted if isinstance(wanted, Refused) else do(conn, call, wanted, now, by=by, rules=settings.in_hand)


def _wanted(conn: Connection, call: str, kind: Kind, form: Typed, zone: str, now: datetime) -> Wanted | Refused:
    """Only what the page offers can be chosen."""
    card, asked = read_card(conn, call, form.one("service"), zone, now), form.one("target")
    found = next((one for one in card.offered.targets if one.id == asked), None) if card else None
    if asked and found is None:
        return Refused(field="target", reason="this is not offered any more: choose again")
    return Wanted(kind=kind, target=found, code=card.offered.service.code if card else "00")


def _shown(
    request: Request, call: str, *, form: Typed | None = None, service: str = "", text: str = "",
    refused: Refused | None = None,
) -> Response:  # fmt: skip
    seen_call(request, call)
    frame = frame_of(request)
    now, settings = frame.settings.clock(), frame.settings
    with reading(frame.engine) as conn:
        card = read_card(conn, call, service, settings.zone, now)
    if card is None:
        raise HTTPException(404)
    viewed(request, card.person.senior.id if card.person else call, "call")
    language = reader_look(request).language
    say = CallWords(language=language, book=card.book, zone=settings.zone, now=now, people=card.names)
    name = "parts/call_card.html" if request.headers.get(PART_HEADER) else "desk_call.html"
    return page(
        request, name, 422 if refused else 200, card=card, say=say, form=form or Typed(), submission=new_submission(),
        refused=[refused] if refused else [], outcomes=settings.outcomes, text=text,
        found=_found(request, text) if text else None, map_link=_map(settings.map_url, card),
        records=bool(settings.in_hand.recordings),
    )  # fmt: skip


def _map(pattern: str, card: Card) -> str:
    return map_link(pattern, card.person.household.address) if card.person else ""


def _found(request: Request, text: str) -> Any:
    return Finder(frame_of(request).engine).people(text, reader_of(request))


@router.get("/desk/find")
async def find(request: Request, q: Annotated[str, Query(max_length=100)] = "") -> Response:
    """For the page's script: at most twenty people, as JSON."""
    text = q.strip()
    await run_in_threadpool(viewed, request, "people", text)
    found = await run_in_threadpool(_found, request, text)
    told = [{"id": one.id, "name": one.name, "sub": one.sub} for one in found]
    return Response(json.dumps(told, ensure_ascii=False), media_type="application/json")
