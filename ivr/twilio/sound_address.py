"""How does Twilio get at a recording? By an address that nobody guesses and that is soon no good.

R1. A recording is named after its own bytes: no name, number or title of anybody stands in its address.
R2. The address is sealed with the account's token over name and end; whoever has only an old one hears nothing.
R3. The end lies one to two hours ahead, on the hour: for an hour all who are rung share one address, and Twilio, which
    keeps what it has played, fetches the recording once.
R4. A recording counts as heard to its end only where at least its length has passed since the telephone was picked up:
    one that Twilio could not fetch was heard by nobody.
"""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta

PATH = "/twilio/sound"
HOUR = timedelta(hours=1)
_DIGITS = frozenset("0123456789")
_HEX = frozenset("0123456789abcdef")


def name_of(sound: bytes) -> str:
    """R1."""
    return hashlib.sha256(sound).hexdigest()


def is_name(name: str) -> bool:
    """Whether `name` is one of R1, and so the name of a file as well."""
    return len(name) == 64 and set(name) <= _HEX


def query_of(token: str, name: str, now: datetime) -> dict[str, str]:
    """What stands behind the address (R2, R3)."""
    hour = int(HOUR.total_seconds())
    until = str((int(now.timestamp()) // hour + 2) * hour)
    return {"name": name, "until": until, "seal": _seal(token, name, until)}


def is_good(token: str, query: Mapping[str, str], now: datetime) -> bool:
    """R2. Without a token nothing is."""
    name, until, seal = (query.get(field, "") for field in ("name", "until", "seal"))
    if not token or not is_name(name) or not until or len(until) > 12 or not set(until) <= _DIGITS:
        return False
    if now.timestamp() >= int(until):
        return False
    return hmac.compare_digest(seal.encode(), _seal(token, name, until).encode())


def moment_text(at: datetime) -> str:
    """When it was picked up, as it stands in the address of the next question: milliseconds since 1970."""
    return str(int(at.timestamp() * 1000))


def was_played(length_ms: int, picked_up: str, now: datetime) -> bool:
    """R4. `picked_up` as `moment_text` writes it; where it says nothing, nothing is proven."""
    if not picked_up or not set(picked_up) <= _DIGITS:
        return False
    return now.timestamp() * 1000 - int(picked_up[:18]) >= length_ms


def _seal(token: str, name: str, until: str) -> str:
    return hmac.new(token.encode(), f"sound\n{name}\n{until}".encode(), hashlib.sha256).hexdigest()
