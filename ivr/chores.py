"""What is looked after at a timer by reading and writing the database alone? Each chore late or twice without harm."""

import asyncio
from collections.abc import Callable
from time import monotonic, time

from sqlalchemy import Engine

from broadcasts.settings import BroadcastSettings
from db.engine import reading
from ivr import missed
from ivr.clock import OffsetClock
from ivr.deciding import Decide
from ivr.drills import drilling as drills
from ivr.messages.greeting import greet_if_due
from ivr.messages.own_words import site_speaker, speak_own_words
from ivr.messages.runs import start_due_runs
from ivr.probing import asking
from ivr.probing import keeping as numbers
from ivr.probing.probing import Destination
from ivr.probing.settings import probe_rules
from ivr.requests.asking import ask_due
from ivr.requests.late import tell_late
from ivr.settings import Settings
from ivr.sounds.leftovers import drop_sounds
from ivr.sounds.site_voice import SiteVoice
from ivr.taking import Taking
from ivr.telephones import onboarding
from ivr.ticks import Timer
from reports import keeping
from wellness_checks.service import WatchSettings


class Chores:
    """`wake`: the dialler, where somebody is to be rung now. What rests on the facts waits until they are all read."""

    def __init__(
        self, *, engine: Engine, settings: Settings, clock: OffsetClock, decide: Decide, taking: Taking,
        rules: BroadcastSettings, watch: WatchSettings, wake: Callable[[], None],
    ) -> None:  # fmt: skip
        self._engine = engine
        self._settings = settings
        self._clock = clock
        self._decide = decide
        self._taking = taking
        self._rules = rules
        self._watch = watch
        self._wake = wake
        self._voice = SiteVoice(settings)
        self._drills = drills.drill_rules(settings)
        self._probes = probe_rules(settings)

    @property
    def timers(self) -> tuple[Timer, ...]:
        return (
            (2, self.ring_missed), (1, self.speak), (2, self.schedule), (5, self.mind_requests), (2, self.drill),
            (600, self.probe), (60, self.greet), (60, self.onboard), (300, self.count), (900, self.tidy),
        )  # fmt: skip

    async def ring_missed(self) -> None:
        """Whoever pressed and reached nobody."""
        await self._decide(missed.ring_missed, self._settings.care.missed_press_after)

    async def speak(self) -> None:
        """The next few whose messages are their own words."""
        if await asyncio.to_thread(speak_own_words, self._engine, site_speaker(self._settings)):
            self._wake()

    async def schedule(self) -> None:
        """Messages whose moment has come."""
        await asyncio.to_thread(start_due_runs, self._engine, self._clock(), self._voice, self._rules)

    async def mind_requests(self) -> None:
        """Promises that were not kept, and those who are asked how it was."""
        if self._taking.caught_up.is_set():
            await self._decide(tell_late)
            await self._decide(ask_due, self._rules)

    async def drill(self) -> None:
        """The ways out: the next to be drilled, and those of which a proof is missing."""
        if self._taking.caught_up.is_set():
            await self._decide(drills.keep_drilling, self._drills)

    async def probe(self) -> None:
        """Numbers that may be dead: what calls and the carrier say of them, and whom somebody should ring."""
        if not self._taking.caught_up.is_set():
            return
        asked = await asyncio.to_thread(self._numbers_to_ask)
        answers = await asyncio.to_thread(asking.ask_all, self._settings.twilio, asked, self._clock())
        await self._decide(numbers.keep_probing, self._probes, answers)

    async def greet(self) -> None:
        """Those to whom nothing was offered for days hear from us."""
        if self._taking.caught_up.is_set() and await asyncio.to_thread(self._greet):
            self._wake()

    async def onboard(self) -> None:
        """Telephones that were given out and wait for their first press."""
        if self._taking.caught_up.is_set():
            await self._decide(onboarding.keep_onboarding, self._settings.telephones.first_press_within)

    async def count(self) -> None:
        """Reports' roll-ups follow what has changed, part by part: after each as long a pause as it took."""
        parts = keeping.refreshing(keeping.apart(self._engine), self._settings.zone)
        began = monotonic()
        while await asyncio.to_thread(next, parts, None):
            await asyncio.sleep(monotonic() - began)
            began = monotonic()

    async def tidy(self) -> None:
        """Sounds that nobody needs any more."""
        await asyncio.to_thread(self._tidy)

    def _numbers_to_ask(self) -> tuple[Destination, ...]:
        with reading(self._engine) as conn:
            return numbers.numbers_to_ask(conn, self._clock(), self._probes)

    def _greet(self) -> bool:
        return greet_if_due(self._engine, self._clock(), self._voice, self._settings, self._watch, self._rules)

    def _tidy(self) -> None:
        with reading(self._engine) as conn:
            drop_sounds(conn, self._settings, time())
