"""Who may be dialled at this moment, and why not the others? As many as lines are free, and no more.

P1. Each limit is kept at every decision: calls of messages at this node, on each trunk, of each campaign, and
    dials at this moment (calls per second).
P2. Of a trunk, what is kept for emergencies and what presses and ordinary calls use now is not ours: when
    presses rise, there is less room at once.
P3. One call at a time for a household; a home whose telephone is in use is tried later, and that is told.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum


class Passed(StrEnum):
    """Why somebody is not dialled at this moment; the first that holds, in this order."""

    IN_USE = "in_use"
    CAMPAIGN_FULL = "campaign_full"
    NO_LINE = "no_line"


@dataclass(frozen=True, kw_only=True)
class TrunkUse:
    """A way out: its channels, those kept back, and those that presses and ordinary calls use now."""

    name: str
    limit: int
    reserve: int = 0
    others: int = 0


@dataclass(frozen=True, kw_only=True)
class Lines:
    """What messages may use at this moment. `channels`: calls at a time; `dials`: how many may begin now.

    `inside` False: the exchange is away, and telephones that register with it are reached by their numbers alone;
    `recordings`: the files that can be played meanwhile, beside words that are read.
    """

    channels: int
    dials: int
    trunks: tuple[TrunkUse, ...] = ()
    inside: bool = True
    recordings: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Room:
    """How many more calls fit. A campaign that is not in `campaigns` has no limit of its own."""

    calls: int
    trunks: Mapping[str, int] = field(default_factory=dict)
    campaigns: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """`outside`: her telephone is reached through a trunk; those of ours need none."""

    id: str
    household: str
    campaign: str = ""
    outside: bool = False


@dataclass(frozen=True, kw_only=True)
class Choice:
    """`chosen`: id -> the trunk it leaves by (empty: none is needed), in the order given; `passed`: id -> why.

    `left`: the room there is after them; `busy`: the homes that are in use after them.
    """

    chosen: Mapping[str, str]
    passed: Mapping[str, Passed]
    left: Room
    busy: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Bucket:
    """Dials saved up: they grow with time at the rate, so that a late look loses none, up to a second's worth."""

    at: datetime
    dials: float = 0.0

    def filled(self, now: datetime, per_second: float) -> "Bucket":
        gained = max(0.0, (now - self.at) / timedelta(seconds=1)) * per_second
        return Bucket(at=now, dials=min(max(1.0, per_second), self.dials + gained))

    def taken(self, dials: int) -> "Bucket":
        return replace(self, dials=self.dials - dials)

    def until_next(self, per_second: float) -> timedelta:
        """How long until one more may be dialled."""
        return timedelta(seconds=max(0.0, 1.0 - self.dials) / per_second)


def room(lines: Lines, *, in_use: int, on_trunks: Mapping[str, int], campaigns: Mapping[str, int]) -> Room:
    """`in_use`: calls of messages under way; `on_trunks`: those of them on each trunk; `campaigns`: room left."""
    free = {
        trunk.name: max(0, trunk.limit - trunk.reserve - trunk.others - on_trunks.get(trunk.name, 0))
        for trunk in lines.trunks
    }
    return Room(calls=max(0, min(lines.channels - in_use, lines.dials)), trunks=free, campaigns=campaigns)


def room_of_campaign(*, channels: int | None, in_use: int, per_minute: int | None, made: int) -> int | None:
    """Of its own two limits; None where it has none. `made`: dials of it in the last minute."""
    limits = [limit - used for limit, used in ((channels, in_use), (per_minute, made)) if limit is not None]
    return max(0, min(limits)) if limits else None


def may_dial(candidates: Iterable[Candidate], free: Room, *, busy: Collection[str] = ()) -> Choice:
    """In the order given. `busy`: homes whose telephone is in use."""
    homes, trunks, campaigns = set(busy), dict(free.trunks), dict(free.campaigns)
    chosen, passed = dict[str, str](), dict[str, Passed]()
    for candidate in candidates:
        trunk = _way(candidate, trunks)
        why = _why_not(candidate, homes, campaigns, trunk, free.calls - len(chosen))
        if why is not None:
            passed[candidate.id] = why
            continue
        homes.add(candidate.household)
        chosen[candidate.id] = trunk or ""
        trunks |= {trunk: trunks[trunk] - 1} if trunk else {}
        campaigns |= {candidate.campaign: campaigns[candidate.campaign] - 1} if candidate.campaign in campaigns else {}
    left = Room(calls=free.calls - len(chosen), trunks=trunks, campaigns=campaigns)
    return Choice(chosen=chosen, passed=passed, left=left, busy=frozenset(homes))


def _why_not(
    candidate: Candidate, homes: Collection[str], campaigns: Mapping[str, int], trunk: str | None, calls: int
) -> Passed | None:
    if candidate.household in homes:
        return Passed.IN_USE
    if campaigns.get(candidate.campaign, 1) <= 0:
        return Passed.CAMPAIGN_FULL
    return Passed.NO_LINE if trunk is None or calls <= 0 else None


def _way(candidate: Candidate, trunks: Mapping[str, int]) -> str | None:
    """The first trunk with room; empty where none is needed, None where none has room."""
    if not candidate.outside:
        return ""
    return next((name for name, free in trunks.items() if free > 0), None)
