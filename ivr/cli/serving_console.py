"""How is the console started with what a site has set? Apart from serving.py: a controller alone needs none of it."""

import socket
from functools import partial
from pathlib import Path

import uvicorn

from console.app import create_app
from console.server import Server
from console.settings import LEAST_SECRET, ConsoleSettings
from db.engine import open_engine
from ivr import picture
from ivr.asterisk.ami import Ami
from ivr.asterisk.ami_line import Account
from ivr.asterisk.operators import OperatorPhones
from ivr.care import broadcast_settings, watch_settings
from ivr.doctor.wanting import of_the_console
from ivr.drills.drilling import drill_rules
from ivr.in_hand.service import InHandRules
from ivr.queue.settings import queue_site
from ivr.requests.settings import kinds_of, outcomes_of
from ivr.running.heartbeat import now_of
from ivr.running.unread import unread
from ivr.second_exchange.settings import is_there
from ivr.settings import Settings, SettingsRefused
from ivr.sounds.site_voice import SiteVoice
from ivr.telephones.rules import telephone_rules


def _telephones(settings: Settings) -> OperatorPhones:
    """The link of the operators' browsers; it is opened when the console starts."""
    at = picture.node(settings)
    account = Account(host=at.inside, port=at.ami_port, user="fill", secret=at.fill_secret, hears=False)
    return OperatorPhones(Ami(account), f"ws://{at.inside}:{at.web_port}/ws")


async def console(settings: Settings) -> None:
    """Raises SettingsRefused where it could answer nobody."""
    _refuse(settings)
    app = create_app(open_engine(settings.database_url), parts(settings))
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


def _refuse(settings: Settings) -> None:
    own = settings.console
    if of_the_console(settings):
        what = f"console.secret has fewer than {LEAST_SECRET} characters: sessions are signed with it"
        raise SettingsRefused(f"{what}. `openssl rand -hex 24` prints one")
    with socket.socket(socket.AF_INET6 if ":" in own.host else socket.AF_INET) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((own.host, own.port))
        except OSError as fault:
            what = f"console.port: nothing can be served at {own.host}:{own.port}: {fault.strerror}"
            cure = "Stop what listens there (`ss -ltnp` shows it), or set another console.host or console.port"
            raise SettingsRefused(f"{what}. {cure}") from fault


def parts(settings: Settings) -> ConsoleSettings:
    """What the console is told of the site, and whom it may ask."""
    recordings = (settings.exchange.root / "spool" / "calls").absolute()
    return ConsoleSettings(
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
