"""Is a way out well? Its registration, its answer to OPTIONS, and how its last legs ended.

W1. A cause speaks of the way out (congestion, network out of order), of whoever was rung (busy, no such number),
    or of neither. Only the first kind counts against the way; only a leg that got through to somebody speaks for it.
W2. The circuit opens after `in_a_row` failures one behind the other, or when at least `share` of `least` or more
    legs within `window` failed.
W3. Open, the way rests; then one leg at a time probes it. `proofs` good probes in a row close the circuit, a bad
    one opens it again for twice as long, up to `longest_rest`.
W4. A probe of which nothing is heard for `probe_patience` is forgotten: another leg may probe.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

OF_THE_WAY = frozenset({2, 3, 25, 34, 38, 41, 42, 44, 47, 58, 63, 88, 102, 111, 127})
"""Q.850 causes (as Asterisk gives them in a HANGUP) that blame the way: no circuit, congestion, timers."""
OF_THE_CALLED = frozenset({1, 16, 17, 18, 19, 20, 22, 26, 28, 31})
"""Causes that only a working network can know: ended, busy, silent, unallocated, changed."""
KEPT = 200
"""Results held of one way at most."""


class Circuit(StrEnum):
    CLOSED = "closed"  # in use
    OPEN = "open"  # rests, then is probed


class Fitness(StrEnum):
    """Best first."""

    FIT = "fit"
    PROBE = "probe"  # has rested: the next leg tells
    RESTING = "resting"
    UNREACHABLE = "unreachable"  # not registered, or silent to OPTIONS


@dataclass(frozen=True, kw_only=True)
class WayRules:
    in_a_row: int = 5
    least: int = 10
    share: float = 0.5
    window: timedelta = timedelta(seconds=60)
    rest: timedelta = timedelta(seconds=30)
    longest_rest: timedelta = timedelta(minutes=10)
    proofs: int = 2
    probe_patience: timedelta = timedelta(seconds=120)


@dataclass(frozen=True, kw_only=True)
class Result:
    at: datetime
    ok: bool


@dataclass(frozen=True, kw_only=True)
class Health:
    """What is known of one way. None: never heard (a way without registration has none)."""

    registered: bool | None = None
    answers: bool | None = None
    """To OPTIONS."""
    circuit: Circuit = Circuit.CLOSED
    opened_at: datetime | None = None
    rest: timedelta = timedelta()
    results: tuple[Result, ...] = ()
    probed_at: datetime | None = None
    """A leg is out as a probe since then."""
    proven: int = 0


def verdict(cause: int) -> bool | None:
    """True: the way works; False: it does not; None: the cause says nothing of it (W1)."""
    if cause in OF_THE_WAY:
        return False
    return True if cause in OF_THE_CALLED else None


def fitness(health: Health, now: datetime, rules: WayRules) -> Fitness:
    if health.registered is False or health.answers is False:
        return Fitness.UNREACHABLE
    if health.circuit is Circuit.CLOSED:
        return Fitness.FIT
    return Fitness.PROBE if _may_probe(health, now, rules) else Fitness.RESTING


def began(health: Health, now: datetime, rules: WayRules) -> Health:
    """A leg sets out on this way: the one that tells, where the circuit is open."""
    return replace(health, probed_at=now) if fitness(health, now, rules) is Fitness.PROBE else health


def ended(health: Health, ok: bool | None, now: datetime, rules: WayRules) -> Health:
    """A leg on this way is over. `ok`: what its end says of the way (`verdict`); None: nothing."""
    if ok is None:
        return replace(health, probed_at=None)
    recent = tuple(one for one in health.results if now - one.at <= rules.window)
    health = replace(health, results=(*recent, Result(at=now, ok=ok))[-KEPT:])
    if health.circuit is Circuit.OPEN:
        return _probed(health, ok, now, rules)
    return _opened(health, now, rules.rest) if _is_broken(health.results, rules) else health


def told(health: Health, *, registered: bool | None = None, answers: bool | None = None) -> Health:
    """What registration or OPTIONS say now; None leaves the one that is not spoken of."""
    return replace(
        health,
        registered=health.registered if registered is None else registered,
        answers=health.answers if answers is None else answers,
    )


def _is_broken(results: tuple[Result, ...], rules: WayRules) -> bool:
    last = results[-rules.in_a_row :]
    if len(last) == rules.in_a_row and not any(one.ok for one in last):
        return True
    failed = sum(not one.ok for one in results)
    return len(results) >= rules.least and failed >= rules.share * len(results)


def _probed(health: Health, ok: bool, now: datetime, rules: WayRules) -> Health:
    """W3. The end of a leg that set out before the circuit opened is no probe, but a good one is a proof as well."""
    if not ok:
        if health.probed_at is None:
            return health
        return _opened(health, now, min(2 * health.rest, rules.longest_rest))
    if health.proven + 1 >= rules.proofs:
        return replace(
            health, circuit=Circuit.CLOSED, opened_at=None, rest=timedelta(), results=(), probed_at=None, proven=0
        )
    return replace(health, probed_at=None, proven=health.proven + 1)


def _opened(health: Health, now: datetime, rest: timedelta) -> Health:
    return replace(health, circuit=Circuit.OPEN, opened_at=now, rest=rest, probed_at=None, proven=0)


def _may_probe(health: Health, now: datetime, rules: WayRules) -> bool:
    if health.probed_at is not None and now - health.probed_at < rules.probe_patience:
        return False
    return health.opened_at is None or now - health.opened_at >= health.rest
