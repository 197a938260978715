"""Which telephones does the exchange see, and is it there itself? Asked every now and then, told to the watch.

What it says is complete (every telephone that it knows, registered or not), so that nothing depends on an event
that came while nobody listened. Asking takes Asterisk and us a moment for each telephone: it is never asked for more
than a twentieth of the time.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from time import monotonic

import structlog

from ivr.asterisk.ami import Ami
from ivr.asterisk.ami_picture import EndpointState
from ivr.asterisk.ami_wire import AmiRefused
from ivr.clock import OffsetClock
from ivr.deciding import Decide
from wellness_checks.minding_exchange import exchange_is_away, exchange_is_there, telephones_are, trunks_are
from wellness_checks.service import WatchSettings
from wellness_checks.telephones import IN_USE, REACHABLE, UNREGISTERED

log = structlog.get_logger()
AWAY_AFTER = timedelta(seconds=60)
"""As long a silence of the exchange is no mere restart of the link."""
ASK_EVERY, SHARE = 30.0, 20


class TelephoneWatch:
    """`ami`: of the user who may ask for endpoints.

    `last_seen`: by the machine's clock, when this controller's forerunner lived; None: there was none.
    """

    def __init__(
        self, *, ami: Ami, decide: Decide, clock: OffsetClock, exchange: str, trunks: Collection[str],
        last_seen: datetime | None = None, rules: WatchSettings | None = None,
    ) -> None:  # fmt: skip
        self._ami = ami
        self._decide = decide
        self._clock = clock
        self._exchange = exchange
        self._trunks = frozenset(trunks)
        self._last_seen = last_seen
        self._rules = rules
        self._ask_at = 0.0
        self._told: tuple[EndpointState, ...] = ()

    async def look(self) -> None:
        """At a timer, and after each link: late or twice, it does no harm."""
        offset = self._clock.offset
        now = self._clock() - offset
        if not self._ami.ready:
            if self._last_seen and now - self._last_seen >= AWAY_AFTER:
                await self._decide(exchange_is_away, self._exchange, self._last_seen + offset)
            return
        started = (await self._ami.core_status()).started_at
        seen = self._last_seen or started
        if await self._decide(exchange_is_there, self._exchange, seen + offset, started + offset, self._rules):
            log.warning("exchange_was_away", since=str(seen), until=str(started))
            self._ask_at = 0.0
        self._last_seen = max(now, started)
        if monotonic() >= self._ask_at:
            await self._ask()

    async def _ask(self) -> None:
        began = monotonic()
        try:
            told = await self._ami.endpoints()
        except AmiRefused as why:  # also where there is none at all: nothing is known then
            log.warning("endpoints_not_told", why=str(why))
            told = self._told
        if told != self._told:
            reachable = {one.name: one.reachable for one in told if one.name in self._trunks}
            await self._decide(trunks_are, reachable, self._rules)
            await self._decide(telephones_are, {one.name: state_of(one) for one in told}, None, self._rules)
            self._told = told
        self._ask_at = monotonic() + max(ASK_EVERY, SHARE * (monotonic() - began))


def state_of(told: EndpointState) -> str:
    """In the words of the watch."""
    if not told.reachable:
        return UNREGISTERED
    return IN_USE if told.in_use else REACHABLE
