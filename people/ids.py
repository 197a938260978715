"""How is anybody or anything named? Every id is a short text chosen by the site and stable for ever.

Ids travel through Asterisk (table keys, channel names, facts), so those that do are one token of
lower-case letters and digits, starting with a letter: nothing in them can be read as a separator.
"""

import re
from typing import NewType

AreaId = NewType("AreaId", str)
HouseholdId = NewType("HouseholdId", str)
SeniorId = NewType("SeniorId", str)
TerminalId = NewType("TerminalId", str)
ContactId = NewType("ContactId", str)
ProviderId = NewType("ProviderId", str)
StaffId = NewType("StaffId", str)
ServiceId = NewType("ServiceId", str)
TargetId = NewType("TargetId", str)
"""Whatever a rung can dial: `prov-<provider>-<n>`, `contact-<id>`, `own-<n>`, `desk-<name>`."""

TOKEN = re.compile(r"[a-z][a-z0-9]{0,23}")
STRANGER = re.compile(r"u[0-9]+")
"""How the dialplan calls an unknown caller of an access number, in a terminal's place: `u` and the number."""
TARGET = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]{1,24}){1,2}")


def is_token(text: str) -> bool:
    """True where `text` may stand in Asterisk's tables and names as an id."""
    return TOKEN.fullmatch(text) is not None


def is_stranger(terminal: str) -> bool:
    """True where the id of a press's terminal names an unknown caller: no telephone of ours bears such an id."""
    return STRANGER.fullmatch(terminal) is not None
