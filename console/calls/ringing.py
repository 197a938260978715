"""Whose telephone rings, and for which call? One watcher tells every operator's page, each only what is its own.

R1. A call that a telephone has taken is shown to whoever has that telephone, and to nobody else.
R2. A call that still rings is shown to whoever's telephone is rung: where the queue says which, to them alone; where
    a desk's whole group rings, to everybody of it.
R3. A call that was passed on stands behind the others, until it is said how it ended: the next one is shown first.
R4. A reader of an area sees only calls of homes in it, and unknown callers (console/access/scope.py).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock

from sqlalchemy import Engine

from console.changes import Changes
from console.live import Message, Parts, Rhythm
from console.settings import LANGUAGES
from db.engine import reading
from db.ringing import AtDesk, at_the_desk, seats

RHYTHM = Rhythm(look=0.03, pulse=2.0, anyway=10.0)
"""Thirty times a second one question is asked for all pages together."""
PART = "ringing"


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Whoever has a page open: their id, the telephones that are always theirs, the areas they may see."""

    staff: str
    telephones: frozenset[str]
    areas: frozenset[str] | None = None
    """None: the whole site."""


class Ringing:
    """A source for console/lives.py: what rings, as text, the same in every language."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._changes = Changes(engine)
        self._asking = Lock()

    def mark(self) -> str:
        with self._asking:
            return self._changes.mark()

    def render(self) -> Mapping[str, Parts]:
        with reading(self._engine) as conn:
            told = {"calls": [vars(one) for one in at_the_desk(conn)], "seats": dict(seats(conn))}
        text = json.dumps(told)
        return {language: {PART: text} for language in LANGUAGES}

    def close(self) -> None:
        with self._asking:
            self._changes.close()


def mine(text: str, reader: Reader) -> str:
    """Of everything that rings what is this reader's, as the page reads it: `[[call, state, version], …]`."""
    told = json.loads(text)
    theirs = reader.telephones | ({told["seats"][reader.staff]} if reader.staff in told["seats"] else frozenset())
    calls = [AtDesk(**one) for one in told["calls"]]
    shown = [one for one in calls if is_mine(one, theirs) and may_see(one, reader)]
    in_order = sorted(shown, key=lambda one: (one.passed, one.by == ""))
    return json.dumps([[one.call, _state(one), one.version] for one in in_order])


def _state(call: AtDesk) -> str:
    return "passed" if call.passed else "talking" if call.by else "ringing"


def is_mine(call: AtDesk, telephones: Sequence[str] | frozenset[str]) -> bool:
    """R1, R2."""
    if call.by:
        return call.by in telephones
    return call.seat in telephones if call.seat else bool(telephones)


def may_see(call: AtDesk, reader: Reader) -> bool:
    """R4."""
    return reader.areas is None or not call.area or call.area in reader.areas


def for_reader(message: Message, reader: Reader) -> Message:
    if message.event != "part":
        return message
    return Message(event="part", name=PART, html=mine(message.html, reader))
