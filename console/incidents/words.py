"""How is said what an emergency turned out to be, and why it cannot be said now?"""

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
