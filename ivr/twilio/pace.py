"""The account takes so many calls a second: which goes next, when is the last one out, and may it be paid for?

A1. Order: emergency, presses, wellness calls, messages (`Purpose`); within one, the longest waiting.
A2. The forecast says for each purpose when its last call begins, with everything more urgent before it.
A3. A cap on a day's spending holds back messages first, wellness calls at the cap itself; emergencies and presses
    never: money already due for them may pass the cap.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from ivr.failover import Purpose

FREE_OF_CAPS = frozenset({Purpose.EMERGENCY, Purpose.PRESS})
KEPT_FOR_WELLNESS = Decimal("0.1")
"""The share of a day's cap that messages leave to wellness calls."""


@dataclass(frozen=True, kw_only=True)
class Waiting:
    token: str
    purpose: Purpose
    since: datetime


@dataclass(frozen=True, kw_only=True)
class Spending:
    """In the account's own currency. `cap`: of a day; None: no cap. `committed`: placed, price not told yet."""

    spent: Decimal = Decimal(0)
    committed: Decimal = Decimal(0)
    cap: Decimal | None = None


def in_order(waiting: Iterable[Waiting]) -> list[Waiting]:
    """A1."""
    ranks = {purpose: n for n, purpose in enumerate(Purpose)}
    return sorted(waiting, key=lambda one: (ranks[one.purpose], one.since, one.token))


def forecast(counts: Mapping[Purpose, int], *, per_second: float, now: datetime) -> dict[Purpose, datetime]:
    """A2: when the last call of each purpose that has any begins. Raises ValueError for a pace of 0 or less."""
    if per_second <= 0:
        raise ValueError("a pace is more than 0 calls a second")
    found, before = {}, 0
    for purpose in Purpose:
        if counts.get(purpose, 0):
            before += counts[purpose]
            found[purpose] = now + timedelta(seconds=before / per_second)
    return found


def why_not_paid(purpose: Purpose, spending: Spending, cost: Decimal) -> str:
    """A3: empty where it may be placed. `cost`: what one such call is expected to cost."""
    if purpose in FREE_OF_CAPS or spending.cap is None:
        return ""
    allowed = spending.cap * (1 - KEPT_FOR_WELLNESS) if purpose is Purpose.BROADCAST else spending.cap
    after = spending.spent + spending.committed + cost
    return f"{after} would pass the day's {allowed} for {purpose}" if after > allowed else ""
