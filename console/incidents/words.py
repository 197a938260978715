"""How is said what an emergency turned out to be, and why that or its end cannot be said now?"""

from collections.abc import Mapping
from dataclasses import dataclass

from console.watch.words import WatchWords
from console.words import N_

FINDINGS: Mapping[str, tuple[str, str]] = {  # the look (css) and the word
    "real": ("reached", N_("a real emergency")),
    "false_alarm": ("quiet", N_("false alarm")),
    "mistake": ("quiet", N_("pressed by mistake")),
    "test": ("quiet", N_("a try of the key")),
}
MEANINGS: Mapping[str, str] = {
    "real": N_("Somebody needed help, or it could not be ruled out."),
    "false_alarm": N_("It looked like need, and nobody needed help."),
    "mistake": N_("The key was pressed without meaning to."),
    "test": N_("The key was tried, and nobody had noted a test before."),
}
_REFUSALS: Mapping[str, str] = {
    "there is no such emergency": N_("There is no such emergency."),
    "choose what it turned out to be": N_("Choose what it turned out to be."),
    "a note has at most 2,000 characters": N_("A note has at most 2,000 characters."),
    "nobody has accepted it yet: it still rings": N_("Nobody has accepted it yet: it still rings."),
    "it is closed already": N_("It is closed already."),
    "say why it is closed here": N_("Say why it is closed here."),
    "the reason has at most 2,000 characters": N_("The reason has at most 2,000 characters."),
    "its call or its ladder is still up: whoever has it presses *9 there": N_(
        "Its call or its ladder is still up: whoever has it presses *9 on that telephone."
    ),
    "its ladder is just being started again: whoever takes it presses *9": N_(
        "It is just being rung again: whoever takes it presses *9 on that telephone."
    ),
    "the exchange cannot be asked whether its call is over: try again when it answers": N_(
        "The exchange cannot be asked whether its call is over: try again when it answers."
    ),
    "the second exchange rings its ladder: somebody must accept it there first": N_(
        "The second exchange rings for it: somebody must accept it there first."
    ),
}


@dataclass(frozen=True, kw_only=True)
class IncidentWords(WatchWords):
    """What the page of one emergency calls."""

    def finding(self, what: str) -> tuple[str, str]:
        """A badge: its look and its word."""
        look, word = FINDINGS.get(what, ("quiet", what))
        return look, self.words.gettext(word)

    def refused(self, reason: str) -> str:
        known = _REFUSALS.get(reason)
        return self.words.gettext(known) if known else WatchWords.refused(self, reason)
