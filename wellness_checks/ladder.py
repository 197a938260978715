"""Where does a followed silence stand, and what may be done next? Each rung is a type; its methods are the only steps.

    CallDue -> Ringing -> Spoke -> Closed
       ^          |
       +- again --+-> NotAnswered -> OthersDue -> VisitDue -> VisitOffered -> Accepted -> OnTheWay -> Arrived -> Closed
                                                     ^             |             |           |           |
                                                     +- next one --+- given back +-----------+           v
                                                     +------------------- once more ----------------- Searching

A1. A step that its rung does not have is refused, with the reason; what stands is not changed.
A2. Nothing closes without outcome, person and time; each outcome ends only the rungs that name it.
A3. No rung ends by waiting: what is overdue climbs (deadlines.py) and stays where it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from wellness_checks.case import SPOKEN, Closing, Refused, State

SIGN_OF_LIFE, SEEN = "sign_of_life", "seen_by_contact"
FOUND = frozenset({"found_well", "needs_care", "emergency"})
NOT_FOUND = "not_found"
ELSEWHERE = "found_elsewhere"
"""In a hospital, with somebody, or found dead: the note says it."""


@dataclass(frozen=True, kw_only=True)
class Rung:
    word: ClassVar[State]
    ends: ClassVar[frozenset[str]] = frozenset()
    """Outcomes that close a case which stands here."""

    def close(self, *, outcome: str, by: str, at: datetime, note: str = "") -> Closing | Refused:
        """A2."""
        if not by:
            return Refused(field="by", reason="who closes it is not said")
        if outcome not in OUTCOMES:
            return Refused(field="outcome", reason=f"{outcome or 'nothing'} is no outcome that ends a silence")
        if outcome not in self.ends:
            return Refused(field="outcome", reason=f"a case that is {self.word.value} cannot end with {outcome}")
        if outcome == ELSEWHERE and not note:
            return Refused(field="note", reason="where she is has to be said")
        return Closing(outcome=outcome, by=by, at=at, note=note)


@dataclass(frozen=True, kw_only=True)
class Silent(Rung):
    word = State.SILENT
    ends = frozenset({SIGN_OF_LIFE})

    def due(self) -> "CallDue":
        return CallDue()


@dataclass(frozen=True, kw_only=True)
class CallDue(Rung):
    """A task of the operators."""

    word = State.WELLNESS_CALL_DUE
    ends = frozenset({SIGN_OF_LIFE, SEEN})

    def ring(self) -> "Ringing":
        return Ringing()

    def spoken(self) -> "Spoke":
        """A report that is read late."""
        return Spoke()

    def visit(self) -> "VisitDue":
        """She has no telephone."""
        return VisitDue()


@dataclass(frozen=True, kw_only=True)
class Ringing(Rung):
    word = State.CALLING

    def spoken(self) -> "Spoke":
        return Spoke()

    def in_vain(self) -> "NotAnswered":
        return NotAnswered()

    def nobody_rang(self) -> CallDue:
        """No member of staff took the call, or it was never placed: no try."""
        return CallDue()


@dataclass(frozen=True, kw_only=True)
class NotAnswered(Rung):
    word = State.NOT_ANSWERED
    ends = frozenset({SIGN_OF_LIFE, SEEN})

    def ring(self) -> Ringing:
        return Ringing()

    def spoken(self) -> "Spoke":
        return Spoke()

    def nobody_rang(self) -> CallDue:
        return CallDue()

    def ask_others(self) -> "OthersDue":
        return OthersDue()

    def visit(self) -> "VisitDue":
        return VisitDue()


@dataclass(frozen=True, kw_only=True)
class OthersDue(Rung):
    """Her second number, her household, a neighbour, her family are asked."""

    word = State.OTHERS_DUE
    ends = frozenset({SIGN_OF_LIFE, SEEN, ELSEWHERE})

    def spoken(self) -> "Spoke":
        return Spoke()

    def visit(self) -> "VisitDue":
        return VisitDue()


@dataclass(frozen=True, kw_only=True)
class Spoke(Rung):
    word = State.SPOKE
    ends = frozenset({SPOKEN})


@dataclass(frozen=True, kw_only=True)
class Door(Rung):
    """What all rungs share on which somebody goes, or will go, to her door."""

    word = State.VISIT_DUE
    ends = FOUND

    def spoken(self) -> Spoke:
        return Spoke()

    def not_found(self) -> "Searching":
        return Searching()


@dataclass(frozen=True, kw_only=True)
class VisitDue(Door):
    ends = FOUND | {SIGN_OF_LIFE, SEEN}

    def offer(self, *, to: str) -> "VisitOffered":
        return VisitOffered(to=to)

    def accept(self, *, by: str) -> "Accepted | Refused":
        return _accepted(by)

    def arrive(self, *, by: str) -> "Arrived":
        return Arrived(visitor=by)


@dataclass(frozen=True, kw_only=True)
class VisitOffered(Door):
    """One visitor is being rung."""

    ends = FOUND | {SIGN_OF_LIFE, SEEN}
    to: str

    def accept(self, *, by: str) -> "Accepted | Refused":
        """By whoever is quicker: the one who is rung, or another one on the page."""
        return _accepted(by)

    def not_taken(self) -> VisitDue:
        return VisitDue()

    def arrive(self, *, by: str) -> "Arrived":
        return Arrived(visitor=by)


@dataclass(frozen=True, kw_only=True)
class Accepted(Door):
    visitor: str

    def accept(self, *, by: str) -> "Accepted | Refused":
        """Accepting what is yours changes nothing."""
        return self if by == self.visitor else _has_it(self.visitor)

    def set_out(self, *, by: str) -> "OnTheWay | Refused":
        return OnTheWay(visitor=by) if by == self.visitor else _has_it(self.visitor)

    def give_back(self, *, by: str) -> VisitDue | Refused:
        return VisitDue() if by == self.visitor else _has_it(self.visitor)

    def arrive(self, *, by: str) -> "Arrived":
        return Arrived(visitor=self.visitor)


@dataclass(frozen=True, kw_only=True)
class OnTheWay(Door):
    visitor: str

    def set_out(self, *, by: str) -> "OnTheWay | Refused":
        return self if by == self.visitor else _has_it(self.visitor)

    def give_back(self, *, by: str) -> VisitDue | Refused:
        return VisitDue() if by == self.visitor else _has_it(self.visitor)

    def arrive(self, *, by: str) -> "Arrived":
        return Arrived(visitor=self.visitor)


@dataclass(frozen=True, kw_only=True)
class Arrived(Door):
    visitor: str


@dataclass(frozen=True, kw_only=True)
class Searching(Rung):
    """Not found at her door: the key holder, the police, the supervisor."""

    word = State.SEARCHING
    ends = FOUND | {SEEN, ELSEWHERE, SIGN_OF_LIFE}

    def spoken(self) -> Spoke:
        return Spoke()

    def visit(self) -> VisitDue:
        return VisitDue()


@dataclass(frozen=True, kw_only=True)
class Closed(Rung):
    """The end; no outcome closes it again."""

    word = State.CLOSED


OUTCOMES = FOUND | {SIGN_OF_LIFE, SEEN, ELSEWHERE, SPOKEN}
PLAIN: Mapping[str, Rung] = {
    rung.word.value: rung
    for rung in (
        Silent(), CallDue(), Ringing(), NotAnswered(), OthersDue(), Spoke(), VisitDue(), Searching(), Closed(),
    )
}  # fmt: skip
"""By the word that a row has; at the door the visit says more."""
STEPS: Mapping[str, str] = {
    "due": "be rung",
    "ring": "be rung",
    "spoken": "be spoken with",
    "in_vain": "be rung in vain",
    "nobody_rang": "wait for staff again",
    "ask_others": "be asked about",
    "visit": "be visited",
    "offer": "be offered to a visitor",
    "not_taken": "go to the next visitor",
    "accept": "be accepted",
    "set_out": "be set out for",
    "give_back": "be given back",
    "arrive": "be arrived at",
    "not_found": "be searched for",
}
"""Every step, and how its refusal is said."""


@dataclass(frozen=True, kw_only=True)
class AtTheDoor:
    """How the open visit of a case stands."""

    state: str
    visitor: str = ""
    offered_to: str = ""
    on_the_way: bool = False


def rung_of(case: str, visit: AtTheDoor | None = None) -> Rung:
    """The rung that the rows tell of. Raises KeyError for a word of another version."""
    if case != State.VISIT_DUE or visit is None:
        return PLAIN[case]
    match visit.state:
        case "arrived":
            return Arrived(visitor=visit.visitor)
        case "accepted":
            return OnTheWay(visitor=visit.visitor) if visit.on_the_way else Accepted(visitor=visit.visitor)
        case _:
            return VisitOffered(to=visit.offered_to) if visit.offered_to else VisitDue()


def take(rung: Rung, step: str, **given: str) -> Rung | Refused:
    """A1. One step up or down; `step`: one of STEPS."""
    method = getattr(rung, step, None)
    if method is None:
        return Refused(field="state", reason=f"a case that is {_stands(rung)} cannot {STEPS[step]}")
    taken: Rung | Refused = method(**given)
    return taken


def _stands(rung: Rung) -> str:
    return type(rung).__name__ if isinstance(rung, Door) else rung.word.value


def _accepted(by: str) -> Accepted | Refused:
    return Accepted(visitor=by) if by else Refused(field="by", reason="who accepts it is not said")


def _has_it(visitor: str) -> Refused:
    return Refused(field="by", reason=f"the visit is {visitor}'s")
