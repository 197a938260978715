"""Which page has the operator's telephone, and where does it ring? What the telephone's part of the desk asks."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool

from console.forms.sending import person_of
from console.frame import frame_of, standing_of
from console.telephone.along import bring_along
from console.telephone.exchange import ExchangeAway
from console.telephone.lines import Full, InUse, Page
from console.telephone.proxy import PATH
from console.telephone.section import uri_of

router = APIRouter(include_in_schema=False)
Tab = Annotated[str, Form(pattern=r"^[0-9a-f]{32}$")]


@router.post("/desk/telephone")
async def take(request: Request, tab: Tab, insists: Annotated[bool, Form()] = False) -> Response:
    """The telephone for this page: 200 with all it needs, 409 another page has it, 503 the exchange is away."""
    frame, signed, person = frame_of(request), standing_of(request), person_of(request)
    exchange = frame.settings.telephones
    if exchange is None or signed is None:
        return JSONResponse({"why": "none"}, 404)
    page = Page(staff=person.id, session=signed.session.id, tab=tab)
    line = frame.lines.reserve(page, frame.settings.wall(), insists=insists)
    if isinstance(line, Full):
        return JSONResponse({"why": "away"}, 503)
    if isinstance(line, InUse):
        return JSONResponse({"why": "in_use", "since": line.since.timestamp(), "here": line.same_session}, 409)
    try:
        secret = await exchange.admit(person.id)
    except ExchangeAway:
        frame.lines.leave(line)
        return JSONResponse({"why": "away"}, 503)
    return JSONResponse({"uri": uri_of(person.id), "secret": secret, "socket": f"{PATH}?ticket={line.ticket}"})


@router.get("/desk/telephone")
async def seen(request: Request) -> Response:
    """What the exchange says of it."""
    exchange = frame_of(request).settings.telephones
    if exchange is None:
        return JSONResponse({"why": "none"}, 404)
    try:
        state = await exchange.seen(person_of(request).id)
    except ExchangeAway:
        return JSONResponse({"why": "away"}, 503)
    return JSONResponse({"reachable": state.reachable, "in_call": state.in_call, "at_desk": state.at_desk})


@router.post("/desk/telephone/rings")
async def rings(
    request: Request, desk: Annotated[bool, Form()], with_call: Annotated[bool, Form()] = False
) -> Response:
    """From now on calls ring at the operator's own desk telephone, or in the browser again.

    `with_call`: the call on the line comes along, where no sound comes to the browser.
    """
    exchange, person = frame_of(request).settings.telephones, person_of(request)
    if exchange is None or (desk and not person.desk):
        return JSONResponse({"why": "none"}, 404)
    try:
        await exchange.ring_at(person.id, person.desk if desk else "")
    except ExchangeAway:
        return JSONResponse({"why": "away"}, 503)
    if desk and with_call:
        await run_in_threadpool(bring_along, frame_of(request), person.id)
    return JSONResponse({"desk": desk})
