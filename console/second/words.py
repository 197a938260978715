"""How are a change of the exchange and what is lost by it put into words?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from console.second.view import Carrier
from console.times import Times
from console.words import N_
from ivr.failover import Purpose
from ivr.second_exchange.switch import BY_ITSELF, NOT_BY_HAND, SAY_WHY, TWO_SIDES, WELL_AGAIN

REASONS: Mapping[str, str] = {
    BY_ITSELF: N_("neither AMI nor SIP of the exchange answers"),
    WELL_AGAIN: N_("the exchange answers again"),
}
LOST: tuple[str, ...] = (
    N_("telephones that register at the local exchange ring only if they have a second registrar or a fixed line"),
    N_("a press is known by its caller id or its access number alone: it is not confirmed and clears no silence"),
    N_("120 and 999 cannot be rung: that rung goes to staff, who ring them by mobile"),
    N_("calls come one a second: messages take hours; emergencies and wellness calls go first"),
    N_("written messages are read by another voice; homes without a number are not rung at all"),
    N_("visitors, families and supervisors get text messages instead of calls"),
    N_("no screen pop, no recordings of calls, no *20 for waiting messages"),
)
"""`LOST_MEANWHILE` of ivr/ways/switching.py, word for word."""
KINDS: Mapping[Purpose, str] = {Purpose.WELLNESS: N_("Wellness calls"), Purpose.BROADCAST: N_("Messages")}


REFUSALS: Mapping[str, str] = {
    TWO_SIDES: N_("there are two sides: local and twilio"),
    SAY_WHY: N_("say why: whoever comes after you has to know"),
    NOT_BY_HAND: N_("nobody has chosen by hand: health decides already"),
}


@dataclass(frozen=True, kw_only=True)
class SecondWords:
    """For one reader."""

    times: Times

    def reason(self, text: str) -> str:
        """What staff wrote themselves stays as it is."""
        return self._say(REASONS[text]) if text in REASONS else text

    def refused(self, reason: str) -> str:
        return self._say(REFUSALS.get(reason, reason))

    @property
    def lost(self) -> list[str]:
        return [self._say(line) for line in LOST]

    def lines(self, carrier: Carrier) -> list[tuple[str, int, datetime]]:
        """Kind of call, how many wait, and when the last of them would begin there."""
        return [
            (self._say(KINDS[purpose]), carrier.counts[purpose], at)
            for purpose, at in carrier.last.items()
            if purpose in KINDS
        ]

    def _say(self, text: str) -> str:
        return self.times.words.gettext(text)
