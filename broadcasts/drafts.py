"""Can this message be kept as it is written? Every fault at once, each with the field to mend."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from broadcasts.campaign import Refused
from broadcasts.filters import EVERYBODY, Filter
from broadcasts.filters import fault_of as fault_of_filter
from broadcasts.recurrence import Recurrence
from broadcasts.recurrence import fault_of as fault_of_recurrence
from people.seniors import Language
from people.windows import BadWindows, parse_windows

TEXT, RECORDING = "text", "recording"
SOURCES = (TEXT, RECORDING)
KEYS, SPOKEN = "", "spoken"
REPLIES = (KEYS, SPOKEN)
LONGEST_TITLE = 200
SLOT = "{"
"""Begins a place in the words that is each person's own."""
LONGEST_TEXT = 2_000


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A message as somebody wrote it. `windows` as people/windows.py reads them; instants have a zone."""

    title: str
    text: str = ""
    """What is said; may be empty for a recording."""
    language: str = Language.CHINESE.value
    source: str = TEXT
    template: str = ""
    audience: Filter = EVERYBODY
    starts_at: datetime | None = None
    """Nobody is rung before; of a message that recurs: no run is before."""
    ends_at: datetime | None = None
    """Nobody is rung after; of a message that recurs: no run is after."""
    windows: str = ""
    """Empty: each one's own, else the site's."""
    urgent: bool = False
    """Rings outside windows and in quiet hours too."""
    channels: int | None = None
    """Calls of it at a time; None: as many as the lines allow."""
    per_minute: int | None = None
    """Dials of it in a minute; None: as fast as the lines allow."""
    reply: str = KEYS
    """`spoken`: a word is listened for after the message."""
    recurrence: Recurrence | None = None


def is_personal(text: str, source: str) -> bool:
    """Are the words each person's own?"""
    return source != RECORDING and SLOT in text


def faults_of(
    draft: Draft, now: datetime, *, templates: frozenset[str] = frozenset(), longest_text: int = LONGEST_TEXT
) -> tuple[Refused, ...]:
    """What the draft by itself shows; whether the ids of its audience exist is asked elsewhere."""
    found = [*_words(draft, longest_text), *_kinds(draft, templates), *_dates(draft, now), *_limits(draft)]
    return tuple(Refused(field=field, reason=reason) for field, reason in found if reason)


Fault = tuple[str, str]
"""(field, reason); an empty reason: none."""


def _words(draft: Draft, longest: int) -> Iterator[Fault]:
    title, text = draft.title.strip(), draft.text.strip()
    yield "title", "" if title else "a message needs a title"
    yield "title", "" if len(title) <= LONGEST_TITLE else f"longer than {LONGEST_TITLE} characters"
    yield "text", "" if text or draft.source == RECORDING else "a message needs words"
    yield "text", "" if len(text) <= longest else f"{len(text):,} characters; a message has at most {longest:,}"


def _kinds(draft: Draft, templates: frozenset[str]) -> Iterator[Fault]:
    yield "language", _one_of(draft.language, *Language)
    yield "source", _one_of(draft.source, *SOURCES)
    yield "reply", _one_of(draft.reply, *REPLIES)
    yield "template", _one_of(draft.template, "", *sorted(templates))
    yield "audience", fault_of_filter(draft.audience)
    yield "recurrence", fault_of_recurrence(draft.recurrence) if draft.recurrence else ""
    yield "windows", _unreadable(draft.windows)


def _dates(draft: Draft, now: datetime) -> Iterator[Fault]:
    begins, ends = draft.starts_at, draft.ends_at
    naive = [name for name, at in (("starts_at", begins), ("ends_at", ends)) if at and at.tzinfo is None]
    yield from ((name, "has no time zone") for name in naive)
    if naive:
        return
    if begins:
        this_minute = now.replace(second=0, microsecond=0)
        yield "starts_at", "" if begins >= this_minute else "is in the past"
    if ends:
        yield "ends_at", "" if ends > now else "is in the past"
        yield "ends_at", "is not after the start" if begins and ends <= begins else ""


def _limits(draft: Draft) -> Iterator[Fault]:
    for name, number in (("channels", draft.channels), ("per_minute", draft.per_minute)):
        yield name, "" if number is None or number >= 1 else "at least 1, or none for no limit"


def _one_of(word: str, *allowed: str) -> str:
    return "" if word in allowed else f"{word or 'nothing'} is not one of: {', '.join(filter(None, allowed)) or 'none'}"


def _unreadable(windows: str) -> str:
    try:
        parse_windows(windows)
    except BadWindows as fault:
        return str(fault)
    return ""
