"""Who has to stand in Asterisk's queues, and what must be changed there? From who sits and what each can do.

Q1. Whoever sits is in every queue: a call never waits for want of somebody with a skill while another is free.
Q2. In the queue of a skill those come first who have it; the others are rung only while none of them can be.
Q3. A pause holds in all queues. Only members of ours are touched: another's are none of our business.
Q4. A rest after a call is Asterisk's own. Where it knows of no call of theirs (it was started again, or they were put
    there anew), what is left of the rest is a pause.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

URGENT, HOTLINE, SKILL = "urgent", "hotline", "skill-"
OURS = "@queue-seat/n"
REST = "rest"
"""Why somebody takes no call who did not pause."""
WITHOUT = 5
"""The penalty of whoever lacks the skill."""


@dataclass(frozen=True, kw_only=True)
class Seat:
    """Somebody who sits in the queue, at one telephone. `paused`: why they take no call; empty: they take calls."""

    staff: str
    endpoint: str
    paused: str = ""
    skills: frozenset[str] = frozenset()
    resting: bool = False
    """After a call, by our own rows."""


@dataclass(frozen=True, kw_only=True)
class Member:
    """One telephone in one queue, as Asterisk holds it."""

    queue: str
    endpoint: str
    staff: str
    penalty: int = 0
    paused: str = ""
    called: bool = False
    """Asterisk knows of a call of theirs, and by it of the rest after it."""

    @property
    def interface(self) -> str:
        return f"Local/{self.endpoint}{OURS}"


@dataclass(frozen=True, kw_only=True)
class Changes:
    """In this order: who goes, who comes, whose pause changes."""

    remove: tuple[Member, ...] = ()
    add: tuple[Member, ...] = ()
    pause: tuple[Member, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.remove or self.add or self.pause)


def queues(skills: Iterable[str]) -> tuple[str, ...]:
    """Every queue of the site."""
    return (URGENT, HOTLINE, *(f"{SKILL}{skill}" for skill in skills))


def endpoint_of(interface: str) -> str | None:
    """The telephone of a member of ours; None: another's."""
    if not (interface.startswith("Local/") and interface.endswith(OURS)):
        return None
    return interface.removeprefix("Local/").removesuffix(OURS)


def with_rests(seats: Iterable[Seat], present: Collection[Member]) -> tuple[Seat, ...]:
    """Q4. `present`: as Asterisk holds them."""
    known = {member.endpoint for member in present if member.called}
    return tuple(
        replace(seat, paused=REST) if seat.resting and not seat.paused and seat.endpoint not in known else seat
        for seat in seats
    )


def wanted(seats: Iterable[Seat], skills: Iterable[str]) -> tuple[Member, ...]:
    """Q1, Q2."""
    names = queues(skills)
    return tuple(
        Member(queue=queue, endpoint=seat.endpoint, staff=seat.staff, penalty=_penalty(seat, queue), paused=seat.paused)
        for seat in seats
        for queue in names
    )


def changes(want: Iterable[Member], present: Iterable[Member], again: frozenset[str] = frozenset()) -> Changes:
    """From what is there to what is wanted. `again`: staff whose rest after a call ends now: they go and come back."""
    new, old = _placed(want), _placed(present)
    renewed = {at for at in new if at in old and (_differs(new[at], old[at]) or new[at].staff in again)}
    add = tuple(member for at, member in new.items() if at not in old or at in renewed)
    pause = tuple(
        member
        for at, member in new.items()
        if at in old and at not in renewed and bool(member.paused) != bool(old[at].paused)
    )
    remove = tuple(member for at, member in old.items() if at not in new or at in renewed)
    return Changes(remove=remove, add=add, pause=pause + tuple(member for member in add if member.paused))


def _penalty(seat: Seat, queue: str) -> int:
    if not queue.startswith(SKILL):
        return 0
    return 0 if queue.removeprefix(SKILL) in seat.skills else WITHOUT


def _placed(members: Iterable[Member]) -> Mapping[tuple[str, str], Member]:
    return {(member.queue, member.endpoint): member for member in members}


def _differs(one: Member, other: Member) -> bool:
    return replace(one, paused="", called=False) != replace(other, paused="", called=False)
