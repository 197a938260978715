"""May this SIP message of a browser go on to the exchange? Only as the operator that it was opened for.

G1. A request of the browser is of a kind that a telephone needs, and comes From the operator's own endpoint.
G2. It registers nobody but itself.
G3. No line may be read in two ways: one From, one To, nothing folded, no control characters in the head.
"""

import re
from dataclasses import dataclass
from typing import Final

LARGEST: Final = 32_768
"""Bytes of one message: an offer with many addresses is about 5,000."""
KEEPALIVE: Final = frozenset({"\r\n", "\r\n\r\n"})
METHODS: Final = frozenset({"REGISTER", "INVITE", "ACK", "BYE", "CANCEL", "OPTIONS", "UPDATE", "INFO", "PRACK"})
_REQUEST = re.compile(r"([A-Z]+) sips?:\S+ SIP/2\.0")
_RESPONSE = re.compile(r"SIP/2\.0 [1-6]\d\d .*")
_HEADER = re.compile(r"([A-Za-z0-9.!%*_+`'~-]+)[ \t]*:(.*)")
_USER = re.compile(r'(?:"[^"\\<>]*"[ \t]*|[^"<>,;:@]*)<sips?:([A-Za-z0-9._~-]+)@[^<>@]+>[^<>,]*')
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n)|(?<!\r)\n")
_SHORT: Final = {"f": "from", "t": "to"}


@dataclass(frozen=True, kw_only=True)
class Stopped:
    """Why a message does not go on; in no case with what it held."""

    why: str


def fault(message: str, endpoint: str) -> Stopped | None:
    """None: it may go on. `endpoint`: of the operator whose page this is, e.g. `op-liu`."""
    if message in KEEPALIVE:
        return None
    if len(message.encode("utf-8", "surrogatepass")) > LARGEST:
        return Stopped(why="too large")
    head = message.partition("\r\n\r\n")[0]
    if _CONTROL.search(head):
        return Stopped(why="control characters")
    first, *lines = head.split("\r\n")
    if _RESPONSE.fullmatch(first):
        return None
    request = _REQUEST.fullmatch(first)
    if request is None or request[1] not in METHODS:
        return Stopped(why="not a request of a telephone")
    return _foreign(request[1], lines, endpoint)


def _foreign(method: str, lines: list[str], endpoint: str) -> Stopped | None:
    parties: dict[str, list[str]] = {"from": [], "to": []}
    for line in lines:
        header = _HEADER.fullmatch(line)
        if header is None:
            return Stopped(why="a line that is no header")
        name = header[1].lower()
        parties.get(_SHORT.get(name, name), []).append(header[2].strip())
    if any(len(said) != 1 for said in parties.values()):
        return Stopped(why="not one From and one To")
    if _user(parties["from"][0]) != endpoint:
        return Stopped(why="From somebody else")
    if method == "REGISTER" and _user(parties["to"][0]) != endpoint:
        return Stopped(why="registers somebody else")
    return None


def _user(party: str) -> str | None:
    found = _USER.fullmatch(party)
    return found[1] if found else None
