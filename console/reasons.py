"""Why did this call end up with whom it did, in words? Told from the rungs that were tried for it."""

from collections.abc import Mapping, Sequence

from babel.support import Translations

from console import vocabulary as known
from console.book import Book
from console.today import Dialled
from db.calls import LegRow
from db.incidents import IncidentEvent
from ivr.incident import BY_HAND
from people.ids import StaffId

Vocabulary = Mapping[str, str]


def known_word(words: Translations, table: Vocabulary, word: str) -> str:
    """In the reader's words; one that is not known, as it stands."""
    return words.gettext(table[word]) if word in table else word.replace("_", " ")


def told(words: Translations, table: Vocabulary, word: str, who: str) -> str:
    """A known word as a sentence about somebody; another one beside the name."""
    if word in table:
        return words.gettext(table[word]) % {"who": who}
    return f"{who} {word.replace('_', ' ')}".strip()


def whom(words: Translations, book: Book, language: str, target: str, terminal: str | None) -> str:
    """A rung's target as people call it: a canteen, a desk, her son."""
    provider, contact = book.provider(target), book.contact(target, terminal)
    if provider is not None:
        return provider.of(language)
    if contact is not None:
        said = {"name": contact.name, "relation": contact.relation}
        return words.gettext("%(name)s (%(relation)s)") % said if contact.relation else contact.name
    return words.gettext(known.DESKS[target]) if target in known.DESKS else target


def reason(words: Translations, book: Book, language: str, call: Dialled) -> str:
    row, tried = call.line.call, call.legs

    def name(leg: LegRow) -> str:
        return whom(words, book, language, leg.target, row.terminal_id)

    if call.incident is not None:
        return words.gettext("everybody of her ladder is rung until one accepts")
    if row.kind != "press":
        return known_word(words, known.KINDS, row.kind)
    if not tried:
        return row.reason
    failures = [f for f in (_failure(words, leg, name(leg)) for leg in tried[:-1]) if f]
    parts = [*failures, _last(words, tried[-1], name(tried[-1]), bool(failures), row.outcome)]
    if row.route_source == "static":
        parts.append(words.gettext("by the exchange's own fixed route"))
    return words.gettext("; ").join(part for part in parts if part)


def happened(words: Translations, book: Book, language: str, event: IncidentEvent, terminal: str | None) -> str:
    """One line of an incident's timeline."""
    target, _, status = event.detail.partition(" ")
    if event.what == "ring_back_ended":
        return known_word(words, known.RING_BACK, event.detail)
    if event.what == BY_HAND:
        person = book.staff.get(StaffId(event.detail))
        return told(words, known.TIMELINE, event.what, person.name if person else event.detail)
    table, word = (known.FAILED, status) if event.what == "ended" else (known.TIMELINE, event.what)
    return told(words, table, word, whom(words, book, language, target, terminal))


def _failure(words: Translations, leg: LegRow, who: str) -> str:
    return told(words, known.FAILED, leg.status, who)


def _last(words: Translations, leg: LegRow, who: str, after_failure: bool, outcome: str | None) -> str:
    """The rung it came to rest on: why it was rung, and that it did not help either if so."""
    why = _why(words, leg, who, after_failure)
    lost = outcome in ("nobody", "unknown") or (outcome == "gave_up" and leg.status != "joined")
    if not lost or leg.status in ("rang", "joined", "CANCEL", ""):
        return why
    return words.gettext("; ").join(_different(why, _failure(words, leg, who)))


def _why(words: Translations, leg: LegRow, who: str, after_failure: bool) -> str:
    if leg.why in known.WHY and not (after_failure and leg.why == "open"):
        return words.gettext(known.WHY[leg.why]) % {"who": who}
    form = known.AFTER_FAILURE if after_failure else known.DIRECT
    return words.gettext(form) % {"who": who}


def _different(*parts: str) -> Sequence[str]:
    return list(dict.fromkeys(part for part in parts if part))
