"""May this number be dialled through Twilio? Never a short emergency number, and no other short one either.

And does a caller id say who calls? Several people who withhold theirs all show the same stand-in.
"""

import re

from people.numbers import PUBLIC_EMERGENCY

E164 = re.compile(r"\+[1-9][0-9]{6,14}")
SIP = re.compile(r"sips?:[^@;]+@", re.IGNORECASE)
WITHHELD = frozenset({"+266696687", "+7378742833", "+2562533", "+8656696", "+86282452253"})
"""What Twilio shows instead: ANONYMOUS, RESTRICTED, BLOCKED, UNKNOWN, UNAVAILABLE on a telephone's keys."""


def why_not_dialled(number: str) -> str:
    """Empty where Twilio may dial it; else why not, in words for whoever wrote it."""
    if number in PUBLIC_EMERGENCY:
        return f"{number} is a public emergency number: Twilio never dials it; that rung goes to staff"
    if number in WITHHELD:
        return f"{number} is nobody's: the caller withheld the number"
    if E164.fullmatch(number):
        return _why_not_abroad(number)
    return f"'{number}' is not E.164 (+8613800138000): a short national number cannot be dialled from abroad"


def shows_who(caller: str) -> bool:
    """Whether two calls that show this come from the same telephone."""
    return caller not in WITHHELD and bool(E164.fullmatch(caller) or SIP.match(caller))


def _why_not_abroad(number: str) -> str:
    """+86 120 and the like: the emergency number in disguise."""
    national = number.removeprefix("+86").lstrip("0")
    if number.startswith("+86") and national in PUBLIC_EMERGENCY:
        return f"{national} is a public emergency number: Twilio never dials it; that rung goes to staff"
    return ""
