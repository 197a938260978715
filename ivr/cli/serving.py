"""`bigbutton serve`, `doctor`, `openapi`: running a site and looking after it."""

import asyncio
import contextlib
import json
import logging
import signal
import sys
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from pathlib import Path

import typer
import uvicorn
from sqlalchemy import create_engine

from console.app import create_app
from console.server import Server
from console.settings import ConsoleSettings
from db.engine import open_engine, writing
from db.sharing.alone import alone
from db.sharing.mark import claim
from ivr import picture
from ivr import settings as site_settings
from ivr.app import App
from ivr.asterisk.ami import Ami
from ivr.asterisk.ami_line import Account
from ivr.asterisk.operators import OperatorPhones
from ivr.care import broadcast_settings, watch_settings
from ivr.doctor.examining import Finding, examine
from ivr.drills.drilling import drill_rules
from ivr.in_hand.service import InHandRules
from ivr.queue.settings import queue_site
from ivr.requests.settings import kinds_of, outcomes_of
from ivr.running import logs
from ivr.running.heartbeat import now_of
from ivr.running.unread import unread
from ivr.second_exchange.settings import is_there
from ivr.settings import Settings
from ivr.sounds.site_voice import SiteVoice
from ivr.telephones.rules import telephone_rules
from ivr.twilio.serving import serve as webhooks


class Part(StrEnum):
    ALL = "all"
    CONTROLLER = "controller"
    CONSOLE = "console"
    WEBHOOKS = "webhooks"


def register(app: typer.Typer) -> None:
    app.command()(serve)
    app.command()(doctor)
    app.command()(openapi)


def serve(
    part: Part = typer.Option(Part.ALL, help="Controller and console, one of them, or Twilio's webhooks alone."),
) -> None:
    """Run the controller and the console until Ctrl-C."""
    logs.configure(sys.stderr)
    settings = site_settings.load()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(settings, part))


def doctor() -> None:
    """Check every part; each fault with its cure. Ends with 1 where something is wrong."""
    findings = look(site_settings.load())
    for finding in findings:
        mark = "ok  " if finding.ok else "FAIL"
        typer.echo(f"{mark} {finding.what}: {finding.seen}")
        if not finding.ok:
            typer.echo(f"     cure: {finding.cure}")
    if not all(finding.ok for finding in findings):
        raise typer.Exit(1)


def look(settings: Settings) -> list[Finding]:
    """What `doctor` finds; nothing else is said meanwhile."""
    _leave_the_telling_to_the_findings()
    return asyncio.run(examine(settings))


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
    if part is not Part.WEBHOOKS:
        _claim(settings)
    if part in (Part.ALL, Part.CONTROLLER):
        works.append(_controller(settings))
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


def _claim(settings: Settings) -> None:
    """Raises DatabaseRefused where the database belongs to another site, or ours has moved away."""
    engine = open_engine(settings.database_url)
    with writing(engine) as conn:
        claim(conn, settings.site_name, datetime.now(UTC))
    engine.dispose()


async def _controller(settings: Settings) -> None:
    """Raises DatabaseRefused where another one is at work already."""
    app = App(settings)
    with alone(app.engine, settings.exchange.name):
        await app.run()


def _telephones(settings: Settings) -> OperatorPhones:
    """The link of the operators' browsers; it is opened when the console starts."""
    at = picture.node(settings)
    account = Account(host=at.address, port=at.ami_port, user="fill", secret=at.fill_secret, hears=False)
    return OperatorPhones(Ami(account), f"ws://{at.web_address}:{at.web_port}/ws")


async def _console(settings: Settings) -> None:
    recordings = (settings.exchange.root / "spool" / "calls").absolute()
    parts = ConsoleSettings(
        secret=settings.console.secret,
        session_life=settings.console.session_life,
        session_idle=settings.console.session_idle,
        second_factor_for=frozenset(settings.console.second_factor_for),
        requests_per_minute=settings.console.requests_per_minute,
        site=settings.site_name,
        zone=settings.zone,
        language=settings.language,
        clock=lambda: now_of(settings.heartbeat),
        heartbeat=settings.heartbeat,
        scripts=settings.console.scripts,
        voice=SiteVoice(settings),
        broadcasts=broadcast_settings(settings),
        watch=watch_settings(settings),
        drills=drill_rules(settings),
        fitted=telephone_rules(settings),
        queue=queue_site(settings),
        second_pace=settings.twilio.calls_per_second if is_there(settings) else 0.0,
        requests=kinds_of(settings.requests),
        outcomes=outcomes_of(settings.requests),
        words=settings.exchange.root / "spool" / "words",
        in_hand=InHandRules(
            recordings=str(recordings) if settings.in_hand.records else "", announced=settings.in_hand.announced
        ),
        recordings=recordings,
        map_url=settings.in_hand.map_url,
        photos=settings.console.photos,
        telephones=_telephones(settings),
        kitchen=Path(settings.console.demonstration) if settings.console.demonstration else None,
        metrics_token=settings.console.metrics_token,
        public_address=settings.console.public_address,
        unread=partial(unread, settings=settings),
    )
    app = create_app(open_engine(settings.database_url), parts)
    config = uvicorn.Config(
        app,
        host=settings.console.host,
        port=settings.console.port,
        log_level="warning",
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=5,
    )
    await Server(config).serve()
