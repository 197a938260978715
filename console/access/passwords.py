"""Is this the password? Argon2id; the same work is done whether or not the login exists."""

from functools import cache

from argon2 import Parameters, PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

STRENGTH = Parameters(type=Type.ID, version=19, salt_len=16, hash_len=32, time_cost=3, memory_cost=65536, parallelism=4)
"""Argon2's passes, KiB and lanes: what RFC 9106 recommends where 2 GiB are too much (section 4)."""
_HASHER = PasswordHasher.from_parameters(STRENGTH)


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
