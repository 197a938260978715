"""How is the queue put into words for one reader?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from console.queue.view import PAUSED, READY, RESTING, TALKING, Seated, Waits
from console.say import Say
from console.words import N_
from ivr.queue.order import OVERFLOW, PLAIN, URGENT
from ivr.queue.rota import BREAK
from people.staff import Shift

PAUSES: Final[Mapping[str, str]] = {
    "break": N_("short break"),
    "meal": N_("meal"),
    "paperwork": N_("writing up a case"),
    "training": N_("training"),
    "other": N_("something else"),
}
STATES: Final[Mapping[str, tuple[str, str]]] = {
    READY: ("reached", N_("takes calls")),
    TALKING: ("waiting", N_("in a call")),
    RESTING: ("quiet", N_("rests after a call")),
    PAUSED: ("missed", N_("has paused")),
}
URGENCIES: Final[Mapping[int, tuple[str, str]]] = {
    URGENT: ("emergency", N_("not well")),
    OVERFLOW: ("waiting", N_("nobody else took it")),
    PLAIN: ("quiet", N_("hotline")),
}

REFUSALS: Final = (
    N_("a pause has one of these reasons: break, meal, paperwork, training, other"),
    N_("is no telephone of this site: choose one of the list"),
    N_("you do not sit in the queue: join it first"),
)
"""What a step of a seat may be refused for (ivr/queue/sitting.py), for the catalogues."""


@dataclass(frozen=True, kw_only=True)
class QueueWords(Say):
    people: Mapping[str, str]

    def who(self, person: str) -> str:
        return self.people.get(person) or person

    def state(self, seated: Seated) -> tuple[str, str]:
        """Look and word of a badge."""
        look, word = STATES[seated.state]
        said = self.words.gettext(word)
        return look, f"{said}: {self.pause(seated.seat.paused)}" if seated.state == PAUSED else said

    def pause(self, reason: str) -> str:
        return self.words.gettext(PAUSES[reason]) if reason in PAUSES else reason

    def urgency(self, waits: Waits) -> tuple[str, str]:
        look, word = URGENCIES.get(waits.waiting.urgency, URGENCIES[PLAIN])
        return look, self.words.gettext(word)

    def shift(self, shift: Shift) -> str:
        said = self.words.gettext("break") if shift.duty == BREAK else self.words.gettext("shift")
        return f"{said} {self.times.moment(shift.starts)}–{self.times.clock(shift.ends)}"
