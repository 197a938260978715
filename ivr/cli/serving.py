"""`bigbutton serve`, `doctor`, `user add`, `openapi`: running a site and looking after it."""

import asyncio
import contextlib
import json
import logging
import signal
import sys
from datetime import UTC, datetime
from enum import StrEnum

import structlog
import typer
import uvicorn
from sqlalchemy import create_engine

from console.accounts import Refused, add_user
from console.app import create_app
from console.server import Server
from console.settings import ConsoleSettings
from db.engine import open_engine
from ivr import settings as site_settings
from ivr.app import App
from ivr.care import broadcast_settings
from ivr.cli.refusals import refuse
from ivr.doctor import examine
from ivr.heartbeat import now_of
from ivr.settings import Settings
from ivr.site_voice import SiteVoice
from ivr.twilio.serving import serve as webhooks
from people.staff import Role


class Part(StrEnum):
    ALL = "all"
    CONTROLLER = "controller"
    CONSOLE = "console"
    WEBHOOKS = "webhooks"


user_app = typer.Typer(no_args_is_help=True, help="Who may sign in.")


def register(app: typer.Typer) -> None:
    app.command()(serve)
    app.command()(doctor)
    app.command()(openapi)
    app.add_typer(user_app, name="user")


def serve(
    part: Part = typer.Option(Part.ALL, help="Controller and console, one of them, or Twilio's webhooks alone."),
) -> None:
    """Run the controller and the console until Ctrl-C."""
    structlog.configure(
        processors=[
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.add_log_level,
            structlog.processors.LogfmtRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    settings = site_settings.load()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(settings, part))


def doctor() -> None:
    """Check every part; each fault with its cure. Ends with 1 where something is wrong."""
    _leave_the_telling_to_the_findings()
    findings = asyncio.run(examine(site_settings.load()))
    for finding in findings:
        mark = "ok  " if finding.ok else "FAIL"
        typer.echo(f"{mark} {finding.what}: {finding.seen}")
        if not finding.ok:
            typer.echo(f"     cure: {finding.cure}")
    if not all(finding.ok for finding in findings):
        raise typer.Exit(1)


@user_app.command("add")
def user_add(
    login: str = typer.Argument(help="What is typed to sign in."),
    name: str = typer.Option(..., help="As colleagues write it."),
    role: Role = typer.Option(Role.OPERATOR, help="What the account may see and do."),
    password: str = typer.Option(
        ..., prompt=True, hide_input=True, confirmation_prompt=True, help="Asked for where it is not given."
    ),
) -> None:
    """Let somebody sign in: a new account, or the first password of somebody imported with this login."""
    engine = open_engine(site_settings.load().database_url)
    added = add_user(engine, login, name, role, password, at=datetime.now(UTC))
    if isinstance(added, Refused):
        refuse(added.reason, f"{added.cure[:1].upper()}{added.cure[1:]}")
    typer.echo(f"{login} may sign in now, as {added.role}")


def openapi() -> None:
    """Print the description of the HTTP interface: OpenAPI 3.1, JSON. Needs neither database nor settings."""
    described = create_app(create_engine("sqlite://"), ConsoleSettings(secret="-" * 32)).openapi()
    typer.echo(json.dumps(described, ensure_ascii=False, indent=2))


def _leave_the_telling_to_the_findings() -> None:
    """A link's own warnings would say the same again, without a cure: Python prints what no handler takes."""
    for name in ("ivr.asterisk", "panoramisk", "asyncio"):
        logging.getLogger(name).addHandler(logging.NullHandler())


async def _serve(settings: Settings, part: Part) -> None:
    works = []
    if part in (Part.ALL, Part.CONTROLLER):
        works.append(App(settings).run())
    if part in (Part.ALL, Part.CONSOLE):
        works.append(_console(settings))
    if part is Part.WEBHOOKS:
        works.append(webhooks(settings))
    main = asyncio.gather(*works)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, main.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await main


async def _console(settings: Settings) -> None:
    parts = ConsoleSettings(
        secret=settings.console.secret,
        site=settings.site_name,
        zone=settings.zone,
        language=settings.language,
        clock=lambda: now_of(settings.heartbeat),
        heartbeat=settings.heartbeat,
        voice=SiteVoice(settings),
        broadcasts=broadcast_settings(settings),
    )
    app = create_app(open_engine(settings.database_url), parts)
    config = uvicorn.Config(
        app,
        host=settings.console.host,
        port=settings.console.port,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=5,
    )
    await Server(config).serve()
