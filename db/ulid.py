"""How is a new row named so that names sort by time? A ULID: 48 bits of milliseconds, 80 bits of chance."""

import secrets
from datetime import datetime

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_TIME, _CHANCE = 10, 16
_DIGIT_OF = bytes(ord(ALPHABET[byte & 31]) for byte in range(256))


def new_ulid(at: datetime) -> str:
    """26 letters and digits in lower case (Crockford's base 32), safe in a file name or a channel's name."""
    return _text(int(at.timestamp() * 1000) << 80 | secrets.randbits(80))


def new_ulids(at: datetime, count: int) -> list[str]:
    """Many of one millisecond at once, in no order among themselves."""
    time = new_ulid(at)[:_TIME]
    chance = secrets.token_bytes(_CHANCE * count).translate(_DIGIT_OF).decode()
    return [time + chance[begin : begin + _CHANCE] for begin in range(0, _CHANCE * count, _CHANCE)]


def first_ulid(at: datetime) -> str:
    """The smallest that can be made at this instant: those made since sort behind it."""
    return _text(int(at.timestamp() * 1000) << 80)


def _text(number: int) -> str:
    return "".join(ALPHABET[number >> shift & 31] for shift in range(125, -1, -5))
