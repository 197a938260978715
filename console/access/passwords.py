"""Is this the password? Argon2id; the same work is done whether or not the login exists."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_HASHER = PasswordHasher()


def hashed(password: str) -> str:
    return _HASHER.hash(password)


@cache
def _nobodys() -> str:
    """As much work to look at as anybody's."""
    return _HASHER.hash("nobody has this password")


def matches(password: str, password_hash: str) -> bool:
    """False also for an empty or unreadable hash: an account without a password cannot sign in."""
    try:
        _HASHER.verify(password_hash or _nobodys(), password)
    except (VerificationError, InvalidHashError):
        return False
    return bool(password_hash)
