"""Did she hear it, and does that prove that she is well? Two questions with two answers.

    not_dialled < not_reached < rang < answered < heard (ms of ms, per cent) < confirmed by a key

L1. Seconds heard are what was sent to her, measured; nothing is rounded up.
L2. Heard (for reports): confirmed, or at least 80 % sent.
L3. Alive (for the watch), stricter: any key, or at least 80 % sent to a line known to have no machine.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from ivr.attempt import INTENDED, Attempt
from people.terminals import Terminal, TerminalKind

ENOUGH_PERCENT = 80


class Grade(IntEnum):
    NOT_DIALLED = 0
    NOT_REACHED = 1
    RANG = 2
    ANSWERED = 3
    HEARD = 4
    CONFIRMED = 5

    @property
    def word(self) -> str:
        return self.name.lower()


GRADES: Mapping[str, Grade] = {
    "refused": Grade.NOT_DIALLED,
    "no_answer": Grade.RANG,
    "rejected": Grade.RANG,
    "answered": Grade.ANSWERED,
    "no_file": Grade.ANSWERED,
    "heard": Grade.HEARD,
    "confirmed": Grade.CONFIRMED,
}
"""What an attempt's outcome proves; every other outcome proves no more than that we dialled."""


@dataclass(frozen=True, kw_only=True)
class Evidence:
    grade: Grade
    heard_ms: int | None = None
    total_ms: int | None = None
    key: str = ""

    @property
    def percent(self) -> int:
        if not self.heard_ms or not self.total_ms:
            return 0
        return min(100, 100 * self.heard_ms // self.total_ms)


def of_attempt(attempt: Attempt) -> Evidence:
    """What this one attempt proves so far."""
    nothing = Grade.NOT_DIALLED if attempt.state == INTENDED else Grade.NOT_REACHED
    grade = GRADES.get(attempt.outcome or "", nothing)
    return Evidence(grade=grade, heard_ms=attempt.heard_ms, total_ms=attempt.total_ms, key=attempt.key)


def grade_of(word: str) -> Grade:
    """The grade that a row names; an empty one: nothing was tried yet."""
    return Grade[word.upper()] if word else Grade.NOT_DIALLED


def better(one: Evidence, other: Evidence) -> Evidence:
    """The stronger of the two; of equal ones the longer heard, then the first."""
    return max(one, other, key=lambda evidence: (evidence.grade, evidence.percent))


def counts_as_heard(evidence: Evidence, *, percent: int = ENOUGH_PERCENT) -> bool:
    """L2."""
    return evidence.grade is Grade.CONFIRMED or (evidence.grade is Grade.HEARD and evidence.percent >= percent)


def counts_as_alive(evidence: Evidence, *, machine: bool | None, percent: int = ENOUGH_PERCENT) -> bool:
    """L3. `machine`: is an answering machine on the line? None: not known, which proves nothing."""
    if evidence.key:
        return True
    return machine is False and evidence.grade is Grade.HEARD and evidence.percent >= percent


def machine_on(terminal: Terminal | None) -> bool | None:
    """Known for a telephone of ours; of an ordinary fixed line nobody knows what else hangs on it."""
    if terminal is None:
        return None
    if terminal.has_machine:
        return True
    return False if terminal.kind is TerminalKind.SIP else None
