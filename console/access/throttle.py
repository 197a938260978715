"""How often may somebody guess a password? Few times a minute, and never so that the hotline is locked out.

T1. Failures count for a login at one place: the browser that has signed in as it before, else the address. Five in
    five minutes, then it waits there.
T2. Forty from one address, whatever the logins, stop that address; twenty for one login, wherever they come from,
    stop that login.
T3. T2 does not touch a known place (this login has worked there in the last thirty days): whatever strangers try,
    an operator at her own desk signs in.
T4. A sign-in that works forgets that login's failures at that place.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

WINDOW = timedelta(minutes=5)
"""How long a failure counts."""
PER_PLACE = 5
PER_ADDRESS = 40
PER_LOGIN = 20


@dataclass(frozen=True, kw_only=True)
class Limits:
    """When each limit was last reached: the time of the n-th last failure; None: never so many."""

    at_place: datetime | None = None
    from_address: datetime | None = None
    of_login: datetime | None = None


def wait(limits: Limits, now: datetime, *, known: bool) -> int:
    """Whole seconds until the next guess is taken; 0: now. `known`: this login has worked here before."""
    everywhere = () if known else (limits.from_address, limits.of_login)
    return max(_left((limits.at_place, *everywhere), now), default=0)


def _left(reached: Sequence[datetime | None], now: datetime) -> list[int]:
    ends = [at + WINDOW for at in reached if at is not None]
    return [ceil((end - now).total_seconds()) for end in ends if end > now]
