"""Who is to be visited in this month or week, by whom, and how far are we? Each person in special difficulty.

M1. Whoever has one of the site's tags of special difficulty is to be met once in each calendar month; whoever is at
    high risk, once in each week (Monday to Sunday). Days are those of the site.
M2. Met is met: any visit that found her counts, whatever it was made for. One that met nobody does not.
M3. Whoever is away for the rest of the stretch is excused from it.
M4. The people of an area are shared out among its visitors street by street; who has none near, by wider areas.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

MADE, DUE, EXCUSED = "made", "due", "excused"
MONTHLY, WEEKLY = "monthly", "weekly"


@dataclass(frozen=True, kw_only=True)
class Person:
    """`last_met`: on which day a visit found her last; `away`: holds of hers, first and last day."""

    senior: str
    area: str
    address: str
    weekly: bool = False
    last_met: date | None = None
    away: Sequence[tuple[date, date]] = ()


@dataclass(frozen=True, kw_only=True)
class Worker:
    """`area`: of which they take people; None: of the whole site."""

    id: str
    area: str | None = None


@dataclass(frozen=True, kw_only=True)
class Due:
    """One person's turn in the stretch from `first` to `last`, both included."""

    person: Person
    rhythm: str
    first: date
    last: date
    state: str
    worker: str = ""


@dataclass(frozen=True, kw_only=True)
class Rate:
    """`people`: without those excused."""

    people: int = 0
    made: int = 0

    @property
    def percent(self) -> int | None:
        """Rounded down, so that 100 means everybody; None where there is nobody."""
        return self.made * 100 // self.people if self.people else None


def stretch(today: date, *, weekly: bool) -> tuple[date, date]:
    """M1. The first and the last day."""
    if weekly:
        monday = today - timedelta(days=today.weekday())
        return monday, monday + timedelta(days=6)
    following = date(today.year + today.month // 12, today.month % 12 + 1, 1)
    return today.replace(day=1), following - timedelta(days=1)


def due_of(person: Person, today: date) -> Due:
    """M1, M2, M3."""
    first, last = stretch(today, weekly=person.weekly)
    rhythm = WEEKLY if person.weekly else MONTHLY
    state = DUE
    if person.last_met is not None and person.last_met >= first:
        state = MADE
    elif any(begins <= today and ends >= last for begins, ends in person.away):
        state = EXCUSED
    return Due(person=person, rhythm=rhythm, first=first, last=last, state=state)


def shared_out(
    people: Sequence[Person], workers: Sequence[Worker], above: Mapping[str, Sequence[str]]
) -> Mapping[str, str]:
    """M4. Worker by senior; who is nobody's is left out. `above`: each area and what it lies in, the nearest first."""
    teams: defaultdict[tuple[str, ...], list[Person]] = defaultdict(list)
    for person in people:
        teams[_team(person.area, workers, above)].append(person)
    return {
        senior: worker
        for team, theirs in teams.items()
        for senior, worker in _in_turn(sorted(theirs, key=lambda one: (one.area, one.address, one.senior)), team)
    }


def rates(dues: Sequence[Due]) -> Mapping[str, Rate]:
    """By area, for all whose turn it is."""
    people: defaultdict[str, list[Due]] = defaultdict(list)
    for due in dues:
        if due.state != EXCUSED:
            people[due.person.area].append(due)
    return {area: Rate(people=len(some), made=sum(one.state == MADE for one in some)) for area, some in people.items()}


def _team(area: str, workers: Sequence[Worker], above: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Those of the nearest area that has any."""
    for place in (*above.get(area, (area,)), None):
        team = sorted(one.id for one in workers if one.area == place)
        if team:
            return tuple(team)
    return ()


def _in_turn(people: Sequence[Person], team: Sequence[str]) -> list[tuple[str, str]]:
    """Neighbours to the same worker, as many to each as to the others, give or take one."""
    return [(one.senior, team[n * len(team) // len(people)]) for n, one in enumerate(people)] if team else []
