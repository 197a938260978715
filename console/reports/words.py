"""What do the short words in a report's cells mean to a reader? The same that they mean on every other page."""

from console import vocabulary
from console.broadcasts.vocabulary import EVIDENCE
from console.words import N_, catalogues

_YES = {
    "met": {"yes": ("reached", N_("met")), "no": ("missed", N_("not met"))},
    "dead": {"yes": ("missed", N_("dead number"))},
    "test": {"yes": ("quiet", N_("test or drill"))},
    "state": {"unregistered": ("missed", N_("registration lost")), "refusing": ("missed", N_("refuses calls"))},
    "kind": {
        "case": ("", N_("silence flagged")), "call": ("", N_("wellness call dialled")),
        "visit": ("", N_("visit asked for")),
    },
    "why": {
        "open": ("", N_("open then")), "closed": ("", N_("closed then")), "holiday": ("", N_("on a holiday")),
        "none": ("", N_("nobody offers it here")), "busy": ("", N_("lines engaged")),
        "override": ("", N_("chosen by hand")), "public": ("", N_("public emergency number")),
    },
}  # fmt: skip
_DESKS_IN = frozenset({"target", "name", "accepted_by", "closed_by", "detail"})
_PLAIN_TIMELINE = {
    "rang": N_("rings"), "answered": N_("picked up"), "accepted": N_("accepted"), "closed": N_("closed by somebody"),
}  # fmt: skip


def word_of(column: str, word: str, language: str) -> tuple[str, str]:
    """Its look (a badge's, or none) and its text; a word nobody knows stays as it is."""
    say = catalogues()[language].gettext
    if column == "outcome" and word in vocabulary.OUTCOMES:
        look, text = vocabulary.OUTCOMES[word]
        return look, say(text)
    if column == "outcome" and word == "pending":
        return "waiting", say(N_("under way"))
    if column == "evidence":
        look, text = EVIDENCE.get({"listened": "heard"}.get(word, word), ("", word))
        return look, say(text)
    desk, _, rest = word.partition(" ")
    if column in _DESKS_IN and desk in vocabulary.DESKS:
        return "", f"{say(vocabulary.DESKS[desk])} {rest}".rstrip()
    if column == "what":
        text = _PLAIN_TIMELINE.get(word) or vocabulary.TIMELINE.get(word, word)
        return "", say(text) if text else word
    look, text = _YES.get(column, {}).get(word, ("", word))
    return look, say(text) if text else word
