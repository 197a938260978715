"""May this shift be put into the rota, and when is nobody planned?

P1. A shift ends after it begins, within a day, and is not over yet: anything else is a slip of the keyboard.
P2. Of one duty a person has one shift at a time.
P3. A break lies inside a shift of the hotline of the same person.
P4. Repeated weekly a shift keeps its times by the clock on the wall, over a change of the clocks too.
P5. A hole: nobody is planned for a duty. Breaks make none: who takes one comes back.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from ivr.queue.rota import BREAK, DUTY
from people.staff import Shift
from wellness_checks.case import Refused

DUTIES = (DUTY, BREAK, "emergency", "visits")
LONGEST = timedelta(hours=24)
MOST_WEEKS = 26

BACKWARDS = Refused(field="ends", reason="a shift ends after it begins")
TOO_LONG = Refused(field="ends", reason="a shift lasts a day at most: plan the next one after it")
OVER = Refused(field="ends", reason="that time is over")
NO_SHIFT = Refused(field="duty", reason="a break lies inside a shift of the hotline: plan that first")
TAKEN = Refused(field="starts", reason="has a shift of this duty then")
NO_DUTY = Refused(field="duty", reason=f"a duty is one of: {', '.join(DUTIES)}")
WEEKS = Refused(field="weeks", reason=f"a shift is planned for 1 to {MOST_WEEKS} weeks")


def weekly(first: Shift, weeks: int) -> tuple[Shift, ...] | Refused:
    """P4: `first` has its times in the site's zone."""
    if not 1 <= weeks <= MOST_WEEKS:
        return WEEKS
    return tuple(
        replace(first, starts=first.starts + timedelta(weeks=n), ends=first.ends + timedelta(weeks=n))
        for n in range(weeks)
    )


def refusal(shift: Shift, others: Iterable[Shift], now: datetime) -> Refused | None:
    """P1, P2, P3. `others`: this person's, around that time."""
    if shift.duty not in DUTIES:
        return NO_DUTY
    if shift.ends <= shift.starts:
        return BACKWARDS
    if shift.ends - shift.starts > LONGEST:
        return TOO_LONG
    if shift.ends <= now:
        return OVER
    theirs = [other for other in others if other.staff == shift.staff]
    if any(other.duty == shift.duty and _touch(other, shift) for other in theirs):
        return TAKEN
    if shift.duty == BREAK and not any(other.duty == DUTY and _holds(other, shift) for other in theirs):
        return NO_SHIFT
    return None


def breaks_of(shift: Shift, others: Iterable[Shift]) -> tuple[Shift, ...]:
    """The breaks that make no sense without this shift."""
    if shift.duty != DUTY:
        return ()
    return tuple(one for one in others if one.staff == shift.staff and one.duty == BREAK and _holds(shift, one))


def holes(
    shifts: Sequence[Shift], first: datetime, last: datetime, duty: str = DUTY
) -> tuple[tuple[datetime, datetime], ...]:
    """P5, between two moments, the earliest first."""
    found, reached = list[tuple[datetime, datetime]](), first
    for shift in sorted((one for one in shifts if one.duty == duty), key=lambda one: one.starts):
        if shift.starts > reached:
            found.append((reached, min(shift.starts, last)))
        reached = max(reached, shift.ends)
        if reached >= last:
            return tuple(found)
    return (*found, (reached, last))


def _touch(one: Shift, other: Shift) -> bool:
    return one.starts < other.ends and other.starts < one.ends


def _holds(whole: Shift, part: Shift) -> bool:
    return whole.starts <= part.starts and part.ends <= whole.ends
