"""How does a command reach the use cases of broadcasts? With the site's settings, database, clock and voice."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import cached_property

from broadcasts.campaign import Audio, Refused
from broadcasts.drafts import RECORDING, Draft
from broadcasts.filters import Filter
from broadcasts.service import PersonLine, Preview, Progress, Started, create, preview, progress, start
from broadcasts.settings import BroadcastSettings
from console.broadcasts.campaign_lines import CampaignLine, campaign_lines, line_of
from console.broadcasts.campaign_view import everybody, offered
from console.broadcasts.words import MessageWords
from db.areas import load_areas
from db.campaigns import CampaignRow, load_campaign
from ivr.care import broadcast_settings
from ivr.cli import moments
from ivr.cli.broadcast_options import audience_of
from ivr.cli.database import site_reading, site_writing
from ivr.settings import Settings
from ivr.sounds.site_voice import SiteVoice
from ivr.speech.templates import READY

ACTOR = "command-line"
UNKNOWN = Refused(field="campaign", reason="there is no such message; `bigbutton broadcast list` shows their ids")
StepTaken = Callable[..., CampaignRow | Refused]


class Desk:
    """One command's way in. Nothing is kept between two of its answers."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @cached_property
    def rules(self) -> BroadcastSettings:
        templates = frozenset(one.id for one in READY)
        return replace(broadcast_settings(self.settings), templates=templates)

    @property
    def now(self) -> datetime:
        return moments.moment(None, self.settings)

    def words(self) -> MessageWords:
        return MessageWords(language="en", zone=self.settings.zone, now=self.now)

    def areas(self) -> Mapping[str, str]:
        with site_reading(self.settings) as conn:
            return {str(key): area.name_en or area.name for key, area in load_areas(conn).items()}

    def audience(self, to: Sequence[str]) -> Filter | Refused:
        with site_reading(self.settings) as conn:
            return audience_of(conn, to, self.rules.tags)

    def preview(self, audience: Filter) -> Preview:
        with site_reading(self.settings) as conn:
            return preview(conn, self.now, audience)

    def create(self, draft: Draft, recording: bytes | None = None) -> CampaignRow | Sequence[Refused]:
        """With its recording, or not at all."""
        with site_writing(self.settings) as conn, conn.begin_nested() as kept:
            made = create(conn, self.now, draft, by=ACTOR, settings=self.rules)
            if isinstance(made, CampaignRow) and recording is not None:
                taken = SiteVoice(self.settings).take(made.id, recording, made.language)
                made = (taken,) if isinstance(taken, Refused) else made
            if not isinstance(made, CampaignRow):
                kept.rollback()
        return made

    def start(self, message: str) -> tuple[Started, Audio] | Refused:
        """Speak it, then offer it."""
        with site_reading(self.settings) as conn:
            row = load_campaign(conn, message)
        if row is None:
            return UNKNOWN
        audio = self._audio(row)
        if isinstance(audio, Refused):
            return audio
        with site_writing(self.settings) as conn:
            found = start(conn, message, self.now, audio=audio, by=ACTOR, settings=self.rules)
        return found if isinstance(found, Refused) else (found, audio)

    def step(self, step: StepTaken, message: str) -> CampaignRow | Refused:
        with site_writing(self.settings) as conn:
            return step(conn, message, self.now, by=ACTOR)

    def clone_sound(self, original: str, copy: CampaignRow) -> Refused | None:
        """A copy of a recording has a file of its own."""
        if copy.source != RECORDING:
            return None
        kept = SiteVoice(self.settings).keep(original, copy.id, copy.language)
        return kept if isinstance(kept, Refused) else None

    def lines(self, state: str, most: int) -> tuple[CampaignLine, ...]:
        with site_reading(self.settings) as conn:
            return campaign_lines(conn, state, most)

    def progress(self, message: str) -> tuple[CampaignLine, Progress] | Refused:
        with site_reading(self.settings) as conn:
            row = load_campaign(conn, message)
            if row is None:
                return UNKNOWN
            return line_of(conn, row), progress(conn, message, self.now, self.rules)

    @contextmanager
    def people(self, message: str, evidence: str | None, *, left_out: bool) -> Iterator[Iterator[PersonLine]]:
        """Everybody to whom it was offered, read piece by piece; `left_out`: then those to whom it was not."""
        with site_reading(self.settings) as conn:
            row = load_campaign(conn, message)
            if left_out and row:
                yield everybody(conn, row, self.now, self.rules)
            else:
                yield offered(conn, message, evidence)

    def _audio(self, row: CampaignRow) -> Audio | Refused:
        voice = SiteVoice(self.settings)
        if row.source == RECORDING:
            return voice.keep(row.id, row.id, row.language)
        return voice.speak(row.id, row.text, row.language)
