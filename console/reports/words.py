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
    "event": {
        "wait": ("", N_("waited in the queue")), "return": ("", N_("asked to be rung back")),
        "words": ("", N_("left words")),
    },
    "end": {
        "taken": ("reached", N_("taken")), "gave_up": ("missed", N_("gave up waiting")),
        "home": ("waiting", N_("waits at home")), "moved_on": ("quiet", N_("moved on")),
        "unknown": ("missed", N_("unknown")), "waiting": ("waiting", N_("waiting now")),
        "done": ("reached", N_("settled")), "open": ("waiting", N_("still open")),
    },
    "how": {
        "blind": ("", N_("passed on at once")), "attended": ("", N_("asked first")),
        "conference": ("", N_("three together")),
    },
    "whom": {
        "ambulance": ("", "120"), "provider": ("", N_("a provider")), "family": ("", N_("family")),
    },
    "stands": {
        "asked": ("waiting", N_("ordered")), "ringing": ("waiting", N_("rings")), "joined": ("reached", N_("talking")),
        "failed": ("missed", N_("not taken")), "done": ("quiet", N_("over")),
    },
    "finding": {
        "real": ("reached", N_("a real emergency")), "false_alarm": ("quiet", N_("false alarm")),
        "mistake": ("quiet", N_("pressed by mistake")), "test": ("quiet", N_("a try of the key")),
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
    "closed_by_hand": N_("closed in the console"),
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
