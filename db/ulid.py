"""How is a new row named so that names sort by time? A ULID: 48 bits of milliseconds, 80 bits of chance."""

import secrets
from datetime import datetime

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def new_ulid(at: datetime) -> str:
    """26 letters and digits in lower case (Crockford's base 32), safe in a file name or a channel's name."""
    number = int(at.timestamp() * 1000) << 80 | secrets.randbits(80)
    return "".join(_ALPHABET[number >> shift & 31] for shift in range(125, -1, -5))
