"""What does Twilio ask of us? One request, checked and read; and what every answer needs to be given."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlencode

import structlog

from ivr.twilio.fallback import Fallback, bare
from ivr.twilio.fallback_json import FILE, FallbackUnreadable, read
from ivr.twilio.journal import Journal
from ivr.twilio.settings import TwilioSettings
from ivr.twilio.signatures import Form
from ivr.twilio.sound_address import PATH as SOUND
from ivr.twilio.sound_address import query_of
from ivr.twilio.sound_shelf import SoundShelf
from ivr.twilio.twiml import Speaker
from people.seniors import Language

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class Asked:
    """`query`: what we wrote into the address ourselves (signed with it); `form`: what Twilio says."""

    at: datetime
    query: Mapping[str, str]
    form: Form


@dataclass
class Shelf:
    """The compiled routes, read again when the file has changed; the last good ones stay when it cannot be read."""

    settings: TwilioSettings
    _seen: tuple[int, int] | None = None
    _held: Fallback | None = None

    def fallback(self, now: datetime) -> Fallback:
        file = self.settings.folder / FILE
        stamp = _stamp(file)
        if stamp != self._seen:
            self._seen = stamp
            self._read(file)
        return self._held or bare(self.settings.desks, now)

    def _read(self, file: Path) -> None:
        try:
            self._held = read(file)
        except FallbackUnreadable as why:
            log.error("fallback_unreadable", why=str(why), kept=self._held is not None)


@dataclass(frozen=True, kw_only=True)
class Around:
    """Everything an answer is made with."""

    settings: TwilioSettings
    site_name: str
    language: Language
    prefix: str
    journal: Journal
    shelf: Shelf
    sounds: SoundShelf
    clock: Callable[[], datetime]
    wake: Callable[[], None]
    """Somebody is to be called now."""
    call_now: Callable[[str], Awaitable[bool]]
    """Call the due legs of an incident at once; False: Twilio's REST interface took none of them."""

    def url(self, path: str, **query: object) -> str:
        """An address of ours as Twilio sees it."""
        told = {name: str(value) for name, value in query.items() if value not in ("", None)}
        return f"{self.settings.public}{local(path, **told)}"

    def sound(self, name: str, now: datetime) -> str:
        """Where Twilio fetches a recording, for the next hour or two."""
        return f"{self.settings.public}{SOUND}?{urlencode(query_of(self.settings.token, name, now))}"

    def speaker(self, language: Language | str | None = None) -> Speaker:
        """To whoever is on the line; the site's language where nothing is known."""
        known = Language(language) if language in set(Language) else self.language
        return Speaker(language=Language(known), settings=self.settings)


def local(path: str, **query: object) -> str:
    """The same without scheme and host."""
    return f"/twilio/{path}?{urlencode(query)}" if query else f"/twilio/{path}"


def _stamp(file: Path) -> tuple[int, int] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_ino)
