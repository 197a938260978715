"""Whose telephone numbers may a reader see? Whole, the last four digits, or none at all, by their role.

M1. Whoever takes calls or leads sees numbers whole: they must ring back.
M2. A visitor, a provider and a family see whole only what is theirs: a visit they accepted, a call of today, their
    own person. Of others the last four digits.
M3. An official sees no number at all.
"""

from collections.abc import Mapping
from enum import Enum, auto

from people.staff import Role

LAST = 4
"""Digits that stay readable: enough to tell two numbers apart, not to dial one."""


class Sight(Enum):
    WHOLE = auto()
    OWN = auto()
    NONE = auto()


SIGHTS: Mapping[Role, Sight] = {
    Role.OPERATOR: Sight.WHOLE, Role.SUPERVISOR: Sight.WHOLE, Role.ADMINISTRATOR: Sight.WHOLE,
    Role.VISITOR: Sight.OWN, Role.PROVIDER: Sight.OWN, Role.FAMILY: Sight.OWN,
    Role.OFFICIAL: Sight.NONE,
}  # fmt: skip


def number_for(role: Role, number: str, *, own: bool = False) -> str:
    """The number as this role may read it; `own`: it belongs to what is theirs (M2)."""
    sight = SIGHTS[role]
    if sight is Sight.NONE:
        return ""
    if sight is Sight.WHOLE or own:
        return number
    return masked(number)


def masked(number: str) -> str:
    return f"…{number[-LAST:]}" if len(number) > LAST else "…" if number else ""
