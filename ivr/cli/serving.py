"""`bigbutton serve`: running a site. What a part does not need is not loaded: a controller is back the sooner."""

import asyncio
import contextlib
import gc
import signal
import sys
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import typer

from db.engine import open_engine, writing
from db.sharing.alone import alone
from db.sharing.mark import claim
from ivr import settings as site_settings
from ivr.running import logs
from ivr.running.alone import while_alone
from ivr.settings import Settings

THREADS = 64
"""Of the controller, made when they are wanted: while a database hangs, whoever asked it keeps one. On two cores Python
would have six, and the sign of life would wait for one of them."""


class Part(StrEnum):
    ALL = "all"
    CONTROLLER = "controller"
    CONSOLE = "console"
    WEBHOOKS = "webhooks"


def register(app: typer.Typer) -> None:
    app.command()(serve)


def alone_app() -> typer.Typer:
    """This command and no other: what a site starts again after a fault is not kept waiting for the rest."""
    app = typer.Typer(add_completion=False)
    app.callback()(lambda: None)
    register(app)
    return app


def serve(
    part: Part = typer.Option(Part.ALL, help="Controller and console, one of them, or Twilio's webhooks alone."),
) -> None:
    """Run the controller and the console until Ctrl-C."""
    logs.configure(sys.stderr)
    settings = site_settings.load()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(settings, part))


async def _serve(settings: Settings, part: Part) -> None:
    """Raises DatabaseRefused where another controller is at work already: before anything else is begun."""
    with contextlib.ExitStack() as held:
        works = _works(settings, part, held)
        gc.enable()  # all that is needed is loaded (ivr/__main__.py)
        await _all(works)


def _works(settings: Settings, part: Part, held: contextlib.ExitStack) -> list[Coroutine[Any, Any, None]]:
    works = []
    if part is not Part.WEBHOOKS:
        _claim(settings)
    if part in (Part.ALL, Part.CONTROLLER):
        works.append(_controller(settings, held))
    if part in (Part.ALL, Part.CONSOLE):
        from ivr.cli.serving_console import console

        works.append(console(settings))
    if part is Part.WEBHOOKS:
        from ivr.twilio.serving import serve as webhooks

        works.append(webhooks(settings))
    return works


async def _all(works: list[Coroutine[Any, Any, None]]) -> None:
    main = asyncio.gather(*works)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, main.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await main


def _claim(settings: Settings) -> None:
    """Raises DatabaseRefused where the database belongs to another site, or ours has moved away."""
    engine = open_engine(settings.database_url)
    with writing(engine) as conn:
        claim(conn, settings.site_name, datetime.now(UTC))
    engine.dispose()


def _controller(settings: Settings, held: contextlib.ExitStack) -> Coroutine[Any, Any, None]:
    from ivr.app import App

    app = App(settings)
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(THREADS))
    still = held.enter_context(alone(app.engine, settings.exchange.name))
    return while_alone(still, app.run())
