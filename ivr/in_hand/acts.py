"""What may be done with a call in an operator's hand, and where does it stand afterwards? One table.

    line   she and the operator, as the press joined them
    room   she and whoever was called in, in the conference of her call
    held   she waits and hears words; the operator speaks with a third
    away   she was passed on: somebody else has her
    over   the call has ended

A1. Only what the exchange has said moves a call's place: what was asked for and never came about changes nothing.
A2. A note, an outcome and a person's name may be put down in every place, also when the call is over.
A3. A silent line is kept open: it ends when an operator closes it, not when the operator hangs up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Place(StrEnum):
    LINE = "line"
    ROOM = "room"
    HELD = "held"
    AWAY = "away"
    OVER = "over"


class Kind(StrEnum):
    BLIND = "blind"  # passed on, the operator is free
    ATTENDED = "attended"  # she waits, the operator speaks with the third first
    CONFERENCE = "conference"  # a third is called in while all can speak
    JOIN = "join"  # she comes back into the conference
    LEAVE = "leave"  # the operator goes, she stays with the third
    HOLD = "hold"  # she waits
    SILENT = "silent"  # nobody speaks: the line is kept open
    RECORD = "record"  # recorded from now on
    PAUSE = "pause"  # not recorded for now
    CLOSE = "close"  # the end of a kept line


TALKING = frozenset({Place.LINE, Place.ROOM})
ALLOWED: Mapping[Kind, frozenset[Place]] = {
    Kind.BLIND: frozenset({Place.LINE, Place.ROOM, Place.HELD}),
    Kind.ATTENDED: TALKING,
    Kind.CONFERENCE: TALKING,
    Kind.JOIN: frozenset({Place.HELD}),
    Kind.LEAVE: frozenset({Place.ROOM, Place.HELD}),
    Kind.HOLD: TALKING,
    Kind.SILENT: TALKING,
    Kind.RECORD: frozenset({Place.LINE, Place.ROOM, Place.HELD}),
    Kind.PAUSE: frozenset({Place.LINE, Place.ROOM, Place.HELD}),
    Kind.CLOSE: frozenset({Place.ROOM, Place.HELD}),
}
TO_SOMEBODY = frozenset({Kind.BLIND, Kind.ATTENDED, Kind.CONFERENCE})
"""What needs somebody to be rung."""
KEYS: Mapping[Kind, str] = {
    Kind.BLIND: "t", Kind.ATTENDED: "b", Kind.CONFERENCE: "c", Kind.JOIN: "j", Kind.LEAVE: "l", Kind.HOLD: "w",
    Kind.SILENT: "s", Kind.RECORD: "r", Kind.PAUSE: "p", Kind.CLOSE: "z",
}  # fmt: skip
"""The key of the keyboard of each act. O is the outcome, N the note; A, D, H, M, X belong to the telephone."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """What the exchange said of an act: `state` of the act, None where it says nothing of it; `place` of the call."""

    state: str | None = None
    place: Place | None = None


SAID: Mapping[str, Told] = {
    "rang": Told(state="ringing"),
    "joined": Told(state="joined"),
    "failed": Told(state="failed"),
    "ended": Told(state="done"),
    "back": Told(place=Place.LINE),
    "room": Told(place=Place.ROOM),
    "held": Told(place=Place.HELD),
    "desk": Told(),
}
"""The words of the fact HAND."""
FORWARD: Mapping[str, frozenset[str]] = {
    "asked": frozenset({"ringing", "joined", "failed", "done"}),
    "ringing": frozenset({"joined", "failed", "done"}),
    "joined": frozenset({"done"}),
    "failed": frozenset(),
    "done": frozenset(),
}


def may(kind: Kind, place: Place) -> bool:
    return place in ALLOWED[kind]


def forward(state: str, to: str) -> str:
    """The state of an act after it was said to be `to`: only forward, so that a fact told twice changes nothing."""
    return to if to in FORWARD[state] else state


def moved(kind: Kind, what: str) -> Place | None:
    """Where her call stands after a word about an act of this kind; None: where it stood."""
    if kind is Kind.BLIND and what == "joined":
        return Place.AWAY
    if kind is Kind.CLOSE and what == "ended":
        return Place.OVER
    return SAID[what].place
