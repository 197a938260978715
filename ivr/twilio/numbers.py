"""May this number be dialled through Twilio? Never a short emergency number, and no other short one either."""

import re

from people.numbers import PUBLIC_EMERGENCY

E164 = re.compile(r"\+[1-9][0-9]{6,14}")


def why_not_dialled(number: str) -> str:
    """Empty where Twilio may dial it; else why not, in words for whoever wrote it."""
    if number in PUBLIC_EMERGENCY:
        return f"{number} is a public emergency number: Twilio never dials it; that rung goes to staff"
    if E164.fullmatch(number):
        return _why_not_abroad(number)
    return f"'{number}' is not E.164 (+8613800138000): a short national number cannot be dialled from abroad"


def _why_not_abroad(number: str) -> str:
    """+86 120 and the like: the emergency number in disguise."""
    national = number.removeprefix("+86").lstrip("0")
    if number.startswith("+86") and national in PUBLIC_EMERGENCY:
        return f"{national} is a public emergency number: Twilio never dials it; that rung goes to staff"
    return ""
