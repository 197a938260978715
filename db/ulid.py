"""How is a new row named so that names sort by time? A ULID: 48 bits of milliseconds, 80 bits of chance."""

import secrets
from datetime import datetime

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_TIME, _CHANCE = 10, 16


def new_ulid(at: datetime) -> str:
    """26 letters and digits in lower case (Crockford's base 32), safe in a file name or a channel's name."""
    return _text(int(at.timestamp() * 1000) << 80 | secrets.randbits(80))


def numbered_ulids(at: datetime) -> str:
    """The first 18 characters of ids made at once; eight digits, a number of each one's own, complete them."""
    return _text(int(at.timestamp() * 1000) << 80 | secrets.randbits(40) << 40)[: _TIME + _CHANCE // 2]


def first_ulid(at: datetime) -> str:
    """The smallest that can be made at this instant: those made since sort behind it."""
    return _text(int(at.timestamp() * 1000) << 80)


def _text(number: int) -> str:
    return "".join(ALPHABET[number >> shift & 31] for shift in range(125, -1, -5))
