"""Until when does a certificate hold? Read from its text, for a site whose door closes on that day.

Of a file with several (the chain) the first to end counts. X.509 (RFC 5280, 4.1): a certificate is a sequence that
begins with its contents; those hold version, serial number, algorithm, issuer, and then the two ends of its validity.
"""

import base64
import binascii
import re
from datetime import UTC, datetime

_PEM = re.compile(r"-----BEGIN CERTIFICATE-----(.+?)-----END CERTIFICATE-----", re.S)
_VERSION, _UTC_TIME = 0xA0, 0x17


class NoCertificate(ValueError):
    """This is none, or one that cannot be read."""


def ends(pem: str) -> datetime:
    """Raises NoCertificate."""
    found = _PEM.findall(pem)
    if not found:
        raise NoCertificate("there is no certificate in it")
    try:
        return min(_ends(base64.b64decode(text, validate=False)) for text in found)
    except (binascii.Error, IndexError, ValueError) as fault:
        raise NoCertificate(f"it cannot be read: {fault}") from fault


def _ends(der: bytes) -> datetime:
    contents = _inside(_inside(der))
    if contents[0] == _VERSION:
        contents = _behind(contents)
    for _ in ("serial number", "algorithm", "issuer"):
        contents = _behind(contents)
    validity = _inside(contents)
    until = _behind(validity)
    text = _inside(until).decode("ascii")
    if until[0] == _UTC_TIME:  # two digits of a year: 50 and above lie in the last century
        text = ("19" if text >= "50" else "20") + text
    return datetime.strptime(text, "%Y%m%d%H%M%SZ").replace(tzinfo=UTC)


def _bounds(der: bytes) -> tuple[int, int]:
    """Where the contents of the first element begin and end."""
    size, begin = der[1], 2
    if size & 0x80:
        begin += size & 0x7F
        size = int.from_bytes(der[2:begin], "big")
    return begin, begin + size


def _inside(der: bytes) -> bytes:
    begin, end = _bounds(der)
    return der[begin:end]


def _behind(der: bytes) -> bytes:
    return der[_bounds(der)[1] :]
