"""How is the console put together? One application from an engine and its settings."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext, suppress
from pathlib import Path

from fastapi import Depends, FastAPI
from fastapi.staticfiles import StaticFiles
from sqlalchemy import Engine
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import WebSocketRoute
from starlette.types import ASGIApp

from console import problems
from console.access.guard import admit, own_form
from console.access.request_id import RequestIds
from console.access.security import SecurityHeaders
from console.access.signing import Signer
from console.api import broadcast_recordings as api_broadcast_recordings
from console.api import broadcast_steps as api_broadcast_steps
from console.api import broadcasts as api_broadcasts
from console.api import calls as api_calls
from console.api import cases as api_cases
from console.api import directory as api_directory
from console.api import holes as api_holes
from console.api import incidents as api_incidents
from console.api import outcomes as api_outcomes
from console.api import people as api_people
from console.api import providers as api_providers
from console.api import queue as api_queue
from console.api import reports as api_reports
from console.api import requests as api_requests
from console.api import switch as api_switch
from console.api import tasks as api_tasks
from console.api import telephones as api_telephones
from console.api import visits as api_visits
from console.api import ways as api_ways
from console.description import describe
from console.frame import Frame
from console.live import Live
from console.lives import Lives
from console.metrics.measuring import Measuring
from console.pace import Pace
from console.pages import (
    account,
    broadcast,
    broadcast_new,
    broadcast_people,
    broadcasts,
    calls,
    case,
    demo,
    desk,
    desk_call,
    desk_telephone,
    directory,
    door,
    family,
    health,
    holds,
    hole,
    incident,
    look,
    metrics,
    person,
    provider,
    queue,
    reports,
    requests,
    rota,
    second_factor,
    sign_in,
    sign_ins,
    stream,
    tasks,
    telephones,
    today,
    user,
    users,
    visit,
    visits,
    watch,
    ways,
)
from console.settings import ConsoleSettings
from console.telephone import proxy

_PAGES = (
    health, metrics, look, sign_in, account, second_factor, users, user, sign_ins, family,
    desk, desk_call, desk_telephone, directory, today, calls, stream,
    broadcasts, broadcast_new, broadcast_people, broadcast,
    api_calls, incident, api_incidents, api_holes, api_tasks, api_broadcasts, api_broadcast_recordings,
    api_broadcast_steps, reports, api_reports, watch, hole, case, visits, visit, door, person, holds,
    api_directory, api_outcomes,
    api_cases, api_visits, api_people, queue, api_queue, tasks, requests, provider, api_requests, api_providers,
    telephones, api_telephones, rota,
    ways, api_ways, api_switch,
)  # fmt: skip
"""In the order in which addresses are looked up: /broadcasts/new before /broadcasts/{campaign}."""


def create_app(engine: Engine, settings: ConsoleSettings) -> FastAPI:
    """The console over this database. The engine stays the caller's to close."""
    app = FastAPI(
        title="Bigbutton", version="1", summary="The telephone exchange of a neighbourhood's elder care",
        openapi_url=None, docs_url=None, redoc_url=None, lifespan=_watching,
        dependencies=[Depends(admit), Depends(own_form)],
    )  # fmt: skip
    app.state.frame = Frame(
        engine=engine, settings=settings, pace=Pace(per_minute=settings.requests_per_minute),
        signer=Signer(secret=settings.secret),
        live=Live(today.Source(engine, settings)), lives=Lives(), measuring=Measuring(engine, settings),
    )  # fmt: skip
    for module in _PAGES:
        app.include_router(module.router)
    if settings.kitchen is not None:
        app.include_router(demo.router)
    if settings.scripts and settings.scripts.is_dir():
        app.mount("/static/vendor", _packed(settings.scripts))
    app.mount("/static", _packed(Path(__file__).parent / "static"))
    app.router.routes.append(WebSocketRoute(proxy.PATH, proxy.sip))
    problems.answer_problems(app)
    app.openapi = describe(app)  # type: ignore[method-assign]
    app.add_middleware(SecurityHeaders)
    app.add_middleware(RequestIds)
    return app


def _packed(folder: Path) -> ASGIApp:
    """Scripts and styles, a third of their size on the way. Pages are not packed: their length would betray secrets."""
    return GZipMiddleware(StaticFiles(directory=folder), minimum_size=1000, compresslevel=6)


@asynccontextmanager
async def _watching(app: FastAPI) -> AsyncIterator[None]:
    frame: Frame = app.state.frame
    watcher = asyncio.create_task(frame.live.run())
    try:
        async with frame.settings.telephones or nullcontext():
            yield
    finally:
        watcher.cancel()
        with suppress(asyncio.CancelledError):
            await watcher
