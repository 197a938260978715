"""Does this request come from our own controller? Sealed with the account's token over moment, path and body.

A seal is good for a minute: what is asked for may be told again without harm, but nobody reads on with an old one.
"""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

AT, SEAL = "x-bigbutton-at", "x-bigbutton-seal"
GOOD_FOR = timedelta(minutes=1)


def sealed(token: str, path: str, body: bytes, now: datetime) -> dict[str, str]:
    """The headers that prove it."""
    at = str(int(now.timestamp()))
    return {AT: at, SEAL: _seal(token, at, path, body)}


def is_ours(token: str, path: str, body: bytes, headers: Mapping[str, str], now: datetime) -> bool:
    """`headers`: names in lower case. Without a token nothing is ours."""
    at = headers.get(AT, "")
    if not token or not at.isascii() or not at.isdigit() or len(at) > 12:
        return False
    if abs(now - datetime.fromtimestamp(int(at), UTC)) > GOOD_FOR:
        return False
    told = headers.get(SEAL, "").encode("latin-1", "replace")
    return hmac.compare_digest(told, _seal(token, at, path, body).encode())


def _seal(token: str, at: str, path: str, body: bytes) -> str:
    return hmac.new(token.encode(), f"{at}\n{path}\n".encode() + body, hashlib.sha256).hexdigest()
