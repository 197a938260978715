"""Which rows must be put, and which dropped, so that every press reads one whole week, the old or the new?"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta

from ivr.tables.rows import LAST_GENERATION, Key, Pair, Pushed, Row, Week, encode, week_key

GRACE = timedelta(minutes=10)
"""How long the routes of a generation before stay: a press reads its route once, in milliseconds."""

FAMILIES = (
    "week", "route", "who", "ladder", "caller", "did", "family", "provider", "target", "need-service", "need-home",
)  # fmt: skip
"""The families of which every row is one of a push: what else stands there was left by an earlier one."""


@dataclass(frozen=True, kw_only=True)
class Leftover:
    """Rows that no push wants any more."""

    now: tuple[Key, ...] = ()
    later: tuple[Key, ...] = ()
    """Routes, to drop after GRACE: a press may have read the week row that named them a moment ago."""


def pushed(
    old: Iterable[Pushed], new: Iterable[Week], generation: int, gone: Collection[Pair] = ()
) -> tuple[Pushed, ...]:
    """All that the tables shall hold once `new` is in and the pairs in `gone` are out.

    An unchanged week stays as it is; one that only moved on in time keeps its routes and their generation;
    any other gets `generation`, which must stand nowhere in the tables yet.
    """
    before = {was.week.pair: was for was in old}
    now = {week.pair: _kept_or(before.get(week.pair), week, generation) for week in new}
    return tuple(held for pair, held in (before | now).items() if pair not in gone)


def rows_to_put(old: Iterable[Pushed], new: Iterable[Pushed]) -> tuple[Row, ...]:
    """What must be put, in this order: every new route, then the week rows; nothing for a pair that stays.

    However few of them arrive, each pair reads wholly old or wholly new. Raises ValueTooLong.
    """
    before = {was.week.pair: was for was in old}
    changed = [(before.get(now.week.pair), now) for now in new if before.get(now.week.pair) != now]
    encoded = [(was, now, encode(now.week, now.generation)) for was, now in changed]
    routes = [row for was, now, rows in encoded if not _same_routes(was, now) for row in rows[:-1]]
    return (*routes, *(rows[-1] for _, _, rows in encoded))


def keys_to_drop(old: Iterable[Pushed], new: Iterable[Pushed]) -> tuple[Key, ...]:
    """The week rows of pairs that are no more (an override taken back), to drop at once."""
    kept = {now.week.pair for now in new}
    return tuple(week_key(was.week.scope, was.week.service) for was in old if was.week.pair not in kept)


def keys_to_drop_later(old: Iterable[Pushed], new: Iterable[Pushed]) -> tuple[Key, ...]:
    """The routes no week row names any more, to drop GRACE after the last of `rows_to_put` was put."""
    kept = {(now.week.pair, now.generation) for now in new}
    gone = (was for was in old if (was.week.pair, was.generation) not in kept)
    return tuple(row.at for was in gone for row in encode(was.week, was.generation)[:-1])


def leftover(stored: Iterable[Key], held: Iterable[Pushed], others: Collection[Key]) -> Leftover:
    """What stands in the tables (`stored`) and is neither of the weeks `held` nor one of `others`.

    Only FAMILIES are looked at. What was read of the tables may be old or torn: a row that is wanted is never
    named, whatever `stored` says.
    """
    weeks = {row.at for each in held for row in encode(each.week, each.generation)}
    gone = sorted(
        (key for key in stored if key.family in FAMILIES and key not in weeks and key not in others),
        key=lambda key: (key.family, key.key),
    )
    routes = tuple(key for key in gone if key.family == "route")
    return Leftover(now=tuple(key for key in gone if key.family != "route"), later=routes)


def next_generation(generation: int) -> int:
    """The one after; six digits, so the count begins again at 1."""
    return 1 if generation >= LAST_GENERATION else generation + 1


def _kept_or(was: Pushed | None, week: Week, generation: int) -> Pushed:
    if was is not None and was.week.variants == week.variants:
        return Pushed(week=week, generation=was.generation)
    return Pushed(week=week, generation=generation)


def _same_routes(was: Pushed | None, now: Pushed) -> bool:
    return was is not None and (was.generation, was.week.variants) == (now.generation, now.week.variants)
