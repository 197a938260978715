"""Does each number that we may have to ring still lead anywhere, and which is looked into next?

N1. What ordinary calls said counts first: a number that rang or was answered within `fresh` is good and is left alone.
N2. Several calls in a row that the network refused as "no such number" make it dead; one alone makes it doubtful.
N3. Nobody is rung to find out what a carrier can be asked: where one offers a look-up, it is asked first.
N4. Small doses: so many look-ups and so many rings a day, the longest unknown first; staff first, then providers, then
    families: whoever is rung for nothing should be one of ours.
N5. Nobody is rung twice within `ring_again`, and only at polite hours of a working day's clock; no number is looked up
    twice within `ask_again`.
N6. Only a number of which nothing good was heard for `long` is rung at all. An emergency number never is.
N7. A dead number is a task for a supervisor, once for each time it dies; the next good word closes it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from people.windows import Window

POLITE = (Window(start=10 * 60, end=11 * 60 + 30), Window(start=15 * 60, end=17 * 60 + 30))
NO_SUCH_NUMBER = frozenset({1, 22, 28})
"""Q.850: unallocated, number changed, address incomplete."""
REFUSALS = 2
"""In a row; after so many a number is dead (N2)."""
SHORTEST = 7
"""Digits; anything shorter is a service's code or an emergency number (N6)."""


class Owner(StrEnum):
    """Whose number it is, in the order in which they are rung (N4)."""

    STAFF = "staff"
    PROVIDER = "provider"
    CONTACT = "contact"


class Means(StrEnum):
    CALL = "call"
    LOOKUP = "lookup"
    RING = "ring"


class Verdict(StrEnum):
    GOOD = "good"
    DOUBTFUL = "doubtful"
    DEAD = "dead"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class Destination:
    """`subject`: whose it is, as `provider/kitchen`; of several the first by N4."""

    number: str
    owner: Owner
    subject: str


@dataclass(frozen=True, kw_only=True)
class Word:
    """What was learnt of a number once: by an ordinary call, a look-up, or a ring of ours. `leads`: None where it
    says nothing (our own line was at fault)."""

    number: str
    at: datetime
    means: Means
    leads: bool | None
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class ProbeRules:
    """`lookup`: whether a carrier can be asked. `lookups`, `rings`: a day."""

    lookup: bool = False
    lookups: int = 50
    rings: int = 5
    fresh: timedelta = timedelta(days=30)
    long: timedelta = timedelta(days=60)
    ask_again: timedelta = timedelta(days=30)
    ring_again: timedelta = timedelta(days=90)
    hours: tuple[Window, ...] = POLITE
    zone: str = "Asia/Shanghai"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How a number stands. `since`: of the first word of the present verdict; None: nothing was ever heard."""

    verdict: Verdict
    since: datetime | None = None
    detail: str = ""


def destinations(found: Iterable[Destination]) -> tuple[Destination, ...]:
    """Each number once, whoever has it; those too short to be anybody's are left out."""
    first: dict[str, Destination] = {}
    order = list(Owner)
    for one in sorted(found, key=lambda each: (order.index(each.owner), each.subject)):
        if len(one.number.lstrip("+")) >= SHORTEST:
            first.setdefault(one.number, one)
    return tuple(first.values())


def said_by(status: str, cause: int) -> bool | None:
    """What the end of a leg says of the number that was dialled."""
    if status in ("joined", "answered", "rang", "ANSWER", "BUSY", "NOANSWER", "CANCEL"):
        return True
    if cause in NO_SUCH_NUMBER:
        return False
    return None


def standing(words: Sequence[Word]) -> Standing:
    """N1, N2; `words` of one number, in any order."""
    telling = sorted((word for word in words if word.leads is not None), key=lambda word: word.at)
    if not telling:
        return Standing(verdict=Verdict.UNKNOWN)
    row = _last_row(telling)
    if row[-1].leads:
        return Standing(verdict=Verdict.GOOD, since=row[0].at, detail=row[-1].detail)
    asked = any(word.means == Means.LOOKUP for word in row)
    dead = asked or len(row) >= REFUSALS
    return Standing(verdict=Verdict.DEAD if dead else Verdict.DOUBTFUL, since=row[0].at, detail=row[-1].detail)


def last_good(words: Iterable[Word]) -> datetime | None:
    return max((word.at for word in words if word.leads), default=None)


def to_look_up(
    everybody: Sequence[Destination], words: Mapping[str, Sequence[Word]], now: datetime, rules: ProbeRules
) -> tuple[Destination, ...]:
    """Numbers about which the carrier is asked now (N1, N3, N4, N5)."""
    if not rules.lookup:
        return ()
    left = rules.lookups - _made(words, Means.LOOKUP, now)
    open_ = [
        one for one in everybody
        if not _heard_within(words.get(one.number, ()), now, rules.fresh)
        and not _done_within(words.get(one.number, ()), Means.LOOKUP, now, rules.ask_again)
    ]  # fmt: skip
    return _longest_unknown(open_, words)[: max(left, 0)]


def to_ring(
    everybody: Sequence[Destination],
    words: Mapping[str, Sequence[Word]],
    now: datetime,
    rules: ProbeRules,
    engaged: Collection[str] = (),
) -> tuple[Destination, ...]:
    """Numbers that are rung now (N4, N5, N6). `engaged`: those that we are talking to or about to ring anyway."""
    if not is_polite(now, rules):
        return ()
    left = rules.rings - _made(words, Means.RING, now)
    open_ = [one for one in everybody if one.number not in engaged and _may_ring(words.get(one.number, ()), now, rules)]
    return _longest_unknown(open_, words)[: max(left, 0)]


def is_polite(now: datetime, rules: ProbeRules) -> bool:
    """Within the hours, from Monday to Friday, by the site's clock."""
    local = now.astimezone(ZoneInfo(rules.zone))
    minute = local.hour * 60 + local.minute
    working = local.weekday() < 5
    return working and any((minute - window.start) % (24 * 60) < window.minutes for window in rules.hours)


def _may_ring(words: Sequence[Word], now: datetime, rules: ProbeRules) -> bool:
    if rules.lookup and not any(word.means == Means.LOOKUP for word in words):
        return False
    if _heard_within(words, now, rules.long) or standing(words).verdict is Verdict.DEAD:
        return False
    return not _done_within(words, Means.RING, now, rules.ring_again)


def _last_row(telling: Sequence[Word]) -> list[Word]:
    """The newest words that say the same."""
    row: list[Word] = []
    for word in reversed(telling):
        if row and word.leads != row[0].leads:
            break
        row.append(word)
    return row[::-1]


def _heard_within(words: Iterable[Word], now: datetime, span: timedelta) -> bool:
    good = last_good(words)
    return good is not None and now - good < span


def _done_within(words: Iterable[Word], means: Means, now: datetime, span: timedelta) -> bool:
    return any(word.means == means and now - word.at < span for word in words)


def _made(words: Mapping[str, Sequence[Word]], means: Means, now: datetime) -> int:
    """So many in the last day."""
    day = timedelta(days=1)
    return sum(word.means == means and now - word.at < day for each in words.values() for word in each)


def _longest_unknown(found: Sequence[Destination], words: Mapping[str, Sequence[Word]]) -> tuple[Destination, ...]:
    order = list(Owner)

    def turn(one: Destination) -> tuple[int, float, str]:
        heard = max((word.at for word in words.get(one.number, ())), default=None)
        return order.index(one.owner), heard.timestamp() if heard else 0.0, one.number

    return tuple(sorted(found, key=turn))
