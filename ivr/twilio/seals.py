"""Does this request come from our own controller? Sealed with the account's token over moment, path and body.

A seal is good for a minute: what is asked for may be told again without harm, but nobody reads on with an old one. The
body is sealed by its digest, so that a stranger is refused before anything of his is read.
"""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta

AT, BODY, SEAL = "x-bigbutton-at", "x-bigbutton-body", "x-bigbutton-seal"
GOOD_FOR = timedelta(minutes=1)


def sealed(token: str, path: str, body: bytes, now: datetime) -> dict[str, str]:
    """The headers that prove it."""
    at, digest = str(int(now.timestamp())), hashlib.sha256(body).hexdigest()
    return {AT: at, BODY: digest, SEAL: _seal(token, at, path, digest)}


def is_ours(token: str, path: str, headers: Mapping[str, str], now: datetime) -> bool:
    """Before the body is read. `headers`: names in lower case. Without a token nothing is ours."""
    at = headers.get(AT, "")
    if not token or not at.isascii() or not at.isdigit() or len(at) > 12:
        return False
    if abs(now.timestamp() - int(at)) > GOOD_FOR.total_seconds():
        return False
    told, digest = headers.get(SEAL, "").encode("latin-1", "replace"), headers.get(BODY, "")
    return hmac.compare_digest(told, _seal(token, at, path, digest).encode())


def is_whole(body: bytes, headers: Mapping[str, str]) -> bool:
    """Whether this is the body that was sealed."""
    return hmac.compare_digest(hashlib.sha256(body).hexdigest().encode(), headers.get(BODY, "").encode("utf-8"))


def _seal(token: str, at: str, path: str, digest: str) -> str:
    return hmac.new(token.encode(), f"{at}\n{path}\n{digest}".encode(), hashlib.sha256).hexdigest()
