"""Who greets those to whom nothing was offered for days? The site's own voice, once a day, by itself."""

import contextlib
from datetime import datetime

import structlog
from sqlalchemy import Engine

from broadcasts.campaign import Refused, State
from broadcasts.service import BroadcastSettings
from console.broadcasts.voice import VoiceMissing
from db.engine import reading, writing
from ivr.settings import Settings
from ivr.sounds.site_voice import SiteVoice
from ivr.speech.templates import GREETING
from people.seniors import Language
from wellness_checks.greeting import greet, is_due, key_of
from wellness_checks.settings import WatchSettings

log = structlog.get_logger()


class _NobodyToGreet(Exception):
    """All of them are away, or want no messages: nothing of this greeting is kept."""


def greet_if_due(
    engine: Engine, now: datetime, voice: SiteVoice, settings: Settings, watch: WatchSettings, rules: BroadcastSettings
) -> bool:
    """Speak the greeting of the day and offer it to them. Blocks for seconds. A voice that fails is tried again."""
    with reading(engine) as conn:
        if not is_due(conn, now, watch):
            return False
    language = Language(settings.language)
    text = GREETING.text(language)
    try:
        audio = voice.speak(key_of(now), text, language.value)
    except VoiceMissing as fault:
        log.error("greeting_not_spoken", why=str(fault))
        return False
    if isinstance(audio, Refused):
        log.error("greeting_not_spoken", why=audio.reason)
        return False
    with contextlib.suppress(_NobodyToGreet), writing(engine) as conn:
        row = greet(
            conn, now, audio=audio, title=GREETING.title(language), text=text, language=language.value,
            settings=watch, offered=rules,
        )  # fmt: skip
        if row is not None and row.state != State.RUNNING:
            raise _NobodyToGreet
        return row is not None
    return False
