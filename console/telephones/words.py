"""How is told, in the reader's language, how a telephone stands and why somebody should have one?"""

from collections.abc import Iterable
from dataclasses import dataclass

from console.telephones.view import GivenOut
from console.times import Times
from db.without_telephone import Without
from ivr.telephones.rules import TelephoneRules
from people.areas import Area
from people.seniors import Language, Senior
from reports.definitions import Words
from reports.entitled import age, because, tags_of
from reports.formats.cells import said
from wellness_checks.case import Refused


@dataclass(frozen=True, kw_only=True)
class TelephoneWords:
    times: Times
    rules: TelephoneRules

    def people(self, people: Iterable[Senior]) -> str:
        return "、".join(self._of(one.name, one.name_en) for one in people) or "—"

    def area(self, area: Area) -> str:
        return self._of(area.name, area.name_en)

    def stands(self, one: GivenOut) -> tuple[str, str]:
        """Which badge, and its word: pressed, cannot be reached, overdue, waiting."""
        words = self.times.words
        if one.line.first_press_at is not None:
            return "calm", words.gettext("tried")
        if one.line.lost is not None:
            return "missed", words.gettext("cannot be reached")
        if one.late:
            return "missed", words.gettext("not tried in time")
        return "waiting", words.gettext("waits for its first press")

    def who(self, row: Without) -> str:
        return self._of(row.name, row.name_en)

    def place(self, row: Without) -> str:
        return self._of(row.area_name, row.area_name_en)

    def age(self, row: Without) -> str:
        if row.born is None:
            return ""
        return self.times.words.gettext("%(n)s years") % {"n": age(row.born, self.times.now.date())}

    def because(self, row: Without) -> str:
        return self._in(because(self.rules.entitlement)[row.because])

    def tags(self, row: Without) -> str:
        return self._in(tags_of(row))

    def refused(self, one: Refused) -> str:
        return self.times.words.gettext("There is no such telephone in service: look at its id")

    def _of(self, name: str, name_en: str) -> str:
        return (name_en or name) if self.times.language == "en" else name

    def _in(self, words: Words) -> str:
        return said(words, Language(self.times.language))
