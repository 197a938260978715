"""How is the watch put into words for one reader? What its templates call; each answer is short."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from console import vocabulary
from console.broadcasts import vocabulary as message_vocabulary
from console.notes import note
from console.reasons import known_word
from console.refusals import reason_in
from console.say import Say
from console.watch import vocabulary as known
from db.visits import VisitRow
from db.watch import WatchRow
from people.ids import AreaId
from wellness_checks.history import Happening

SYSTEM = frozenset({"system", ""})


@dataclass(frozen=True, kw_only=True)
class WatchWords(Say):
    """`people`: names by id, of staff, contacts and seniors that rows name as whoever did something."""

    people: Mapping[str, str] = field(default_factory=dict)

    def known(self, table: str, word: str) -> str:
        """`table`: a mapping of console/watch/vocabulary.py by its name."""
        return known_word(self.words, getattr(known, table), word)

    def look(self, table: str, word: str) -> tuple[str, str]:
        """A badge: its look and its word."""
        look, said = getattr(known, table).get(word, ("quiet", word))
        return look, self.words.gettext(said)

    def who(self, key: str | None) -> str:
        if not key or key in SYSTEM:
            return self.words.gettext("the exchange")
        return self.people.get(key, key)

    def state(self, state: str) -> str:
        return known_word(self.words, vocabulary.CASES, state)

    def remark(self, text: str) -> str:
        """A reason or note that the watch wrote."""
        return note(self.times, text)

    def refused(self, reason: str) -> str:
        """With names in the place of ids."""
        named = re.sub(r"[A-Za-z0-9_.-]+(?='s\b| at \d| has it)", lambda found: self.who(found[0]), reason)
        return reason_in(self.words, named)

    def sign(self, row: WatchRow | None) -> str:
        if row is None or row.last_sign_at is None:
            return self.words.gettext("no sign of life on record")
        told = {
            "what": known_word(self.words, vocabulary.SIGNS, row.last_sign_kind),
            "when": self.times.moment(row.last_sign_at),
            "ago": self.times.ago(row.last_sign_at),
        }
        return self.words.gettext("last sign: %(what)s, %(when)s (%(ago)s)") % told

    def known_sign(self, kind: str) -> str:
        return known_word(self.words, vocabulary.SIGNS, kind)

    def visit_key(self, visit: VisitRow) -> str:
        if visit.state == "due" and visit.offered_to:
            return "offered"
        return "on_the_way" if visit.state == "accepted" and visit.on_the_way_at else visit.state

    def by_when(self, at: datetime | None) -> str:
        """`due in 20 min`, `overdue by 2 h`."""
        if at is None:
            return ""
        form = self.words.gettext("due in %(time)s") if at > self.now else self.words.gettext("overdue by %(time)s")
        return form % {"time": self.times.length(abs(at - self.now))}

    def place(self, kind: str, subject: str) -> str:
        """Which place of an outage: areas by their names."""
        area, slash, rest = subject.partition("/")
        named = self.name(self.book.area(AreaId(area))) or area
        return f"{named} {rest}" if slash else named if kind == "area" else subject

    def days(self, first: date, last: date) -> str:
        if first == last:
            return self.times.day(first)
        return self.words.gettext("%(first)s to %(last)s") % {
            "first": self.times.day(first),
            "last": self.times.day(last),
        }

    def acted(self, action: str, by: str) -> str:
        """One line of the audit."""
        return known_word(self.words, known.ACTIONS, action) % {"who": self.who(by)}

    def tags(self, tags: Sequence[str]) -> list[str]:
        return [known_word(self.words, message_vocabulary.TAGS, tag) for tag in sorted(tags)]

    def told(self, one: Happening) -> str:
        """One line of a history, in words."""
        match one.kind:
            case "press" | "emergency":
                said = vocabulary.OUTCOMES.get(one.detail)
                ended = self.words.gettext(said[1]) if said else one.detail
                return " · ".join(part for part in (self.name(self.book.service(one.what)), ended) if part)
            case "message":
                return self.evidence(one.what)
            case "sign":
                return known_word(self.words, vocabulary.SIGNS, one.what)
            case "case":
                return self._case(one)
            case "wellness_call":
                return self.known("CALLS", one.what)
            case "visit":
                state = self.words.gettext(known.VISITS[one.what][1]) if one.what in known.VISITS else ""
                return state or self.known("OUTCOMES", one.what)
            case "audit":
                return self.acted(one.what, one.by)
            case _:
                return self.known("HOLD_REASONS", one.what)

    def evidence(self, word: str) -> str:
        said = message_vocabulary.EVIDENCE.get(word)
        return self.words.gettext(said[1]) if said else word

    def _case(self, one: Happening) -> str:
        ended = self.known("OUTCOMES", one.what) if one.what in known.OUTCOMES else self.state(one.what)
        return " · ".join(part for part in (self.remark(one.detail), ended) if part)
