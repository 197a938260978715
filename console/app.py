"""How is the console put together? One application from an engine and its settings."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from fastapi import Depends, FastAPI
from fastapi.staticfiles import StaticFiles
from sqlalchemy import Engine

from console import problems
from console.api import broadcast_steps as api_broadcast_steps
from console.api import broadcasts as api_broadcasts
from console.api import calls as api_calls
from console.api import incidents as api_incidents
from console.api import tasks as api_tasks
from console.frame import Frame
from console.guard import admit, own_form
from console.live import Live
from console.lives import Lives
from console.pages import (
    broadcast,
    broadcast_new,
    broadcast_people,
    broadcasts,
    calls,
    health,
    look,
    sign_in,
    stream,
    today,
)
from console.security import SecurityHeaders
from console.sessions import Signer
from console.settings import ConsoleSettings
from console.throttle import Throttle

_PAGES = (
    health, look, sign_in, today, calls, stream, broadcasts, broadcast_new, broadcast_people, broadcast,
    api_calls, api_incidents, api_tasks, api_broadcasts, api_broadcast_steps,
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
        engine=engine, settings=settings, throttle=Throttle(),
        signer=Signer(secret=settings.secret, life=settings.session_life),
        live=Live(today.Source(engine, settings)), lives=Lives(),
    )  # fmt: skip
    for module in _PAGES:
        app.include_router(module.router)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"))
    problems.answer_problems(app)
    app.add_middleware(SecurityHeaders)
    return app


@asynccontextmanager
async def _watching(app: FastAPI) -> AsyncIterator[None]:
    frame: Frame = app.state.frame
    watcher = asyncio.create_task(frame.live.run())
    try:
        yield
    finally:
        watcher.cancel()
        with suppress(asyncio.CancelledError):
            await watcher
