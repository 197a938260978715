"""How is the rota put into words for one reader?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from console.refusals import reason_in
from console.rota.view import Line
from console.times import Times
from console.words import N_
from people.staff import Staff
from wellness_checks.case import Refused

DUTIES: Final[Mapping[str, tuple[str, str]]] = {
    "hotline": ("reached", N_("hotline shift")),
    "break": ("quiet", N_("planned break")),
    "emergency": ("emergency", N_("emergency desk")),
    "visits": ("waiting", N_("home visits")),
}
"""Look and word."""

REFUSALS: Final = frozenset({
    N_("a shift ends after it begins"),
    N_("a shift lasts a day at most: plan the next one after it"),
    N_("that time is over"),
    N_("a break lies inside a shift of the hotline: plan that first"),
    N_("has a shift of this duty then"),
    N_("a duty is one of: hotline, break, emergency, visits"),
    N_("a shift is planned for 1 to 26 weeks"),
    N_("nobody of this id works here"),
    N_("this shift does not stand in the rota any more"),
    N_("a shift that is over stays as it was"),
    N_("choose somebody"),
})  # fmt: skip
"""Of ivr/queue/planning.py, ivr/queue/assigning.py and the form."""


@dataclass(frozen=True, kw_only=True)
class RotaWords:
    times: Times
    people: Mapping[str, str]

    def who(self, person: str) -> str:
        return self.people.get(person) or person

    def choice(self, person: Staff) -> str:
        return f"{person.name} ({person.id})" if person.name != person.id else person.name

    def duty(self, duty: str) -> tuple[str, str]:
        look, word = DUTIES.get(duty, ("quiet", duty))
        return look, self.times.words.gettext(word)

    def span(self, line: Line) -> str:
        return self.between(line.shift.starts, line.shift.ends)

    def between(self, first: datetime, last: datetime) -> str:
        """By the clock; `+1` where it ends on the next day."""
        begins, ends = first.astimezone(self.times.zone), last.astimezone(self.times.zone)
        days = (ends.date() - begins.date()).days
        if days == 1 and f"{ends:%H:%M}" == "00:00":
            return f"{begins:%H:%M}–24:00"
        return f"{begins:%H:%M}–{ends:%H:%M}" + (f" +{days}" if days else "")

    def refused(self, one: Refused) -> str:
        words = self.times.words
        return words.gettext(one.reason) if one.reason in REFUSALS else reason_in(words, one.reason)
