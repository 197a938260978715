"""May this role open that route, and where does its sign-in lead? By the one table (table.py)."""

from collections.abc import Mapping
from enum import Enum, auto
from typing import Final

from console.access.table import ANYBODY, DEMONSTRATION, ROUTES
from people.staff import Role


class Verdict(Enum):
    GRANTED = auto()
    SIGN_IN = auto()
    """Nobody is signed in: who knows."""
    REFUSED = auto()


SETTLING: Final[frozenset[tuple[str, str]]] = frozenset(
    route for route in ROUTES if route[1].startswith("/account")
)  # fmt: skip
"""What may be opened with a temporary password, or before a second factor that is required."""

HOMES: Final[Mapping[Role, str]] = {
    Role.FAMILY: "/family", Role.VISITOR: "/visits", Role.OFFICIAL: "/reports", Role.PROVIDER: "/provider",
}  # fmt: skip
"""The first page of whoever is not at the desk."""


def home(role: Role) -> str:
    """Where a sign-in leads: the desk's first page, one's own, or the account where there is none yet."""
    first = HOMES.get(role, "/")
    return first if verdict("GET", first, role) is Verdict.GRANTED else "/account"


def verdict(method: str, path: str, role: Role | None) -> Verdict:
    """`path` as the route is written; `role` None: nobody is signed in."""
    if (method, path) not in ROUTES and (method, path) not in DEMONSTRATION:
        return Verdict.REFUSED
    allowed = ROUTES[method, path] if (method, path) in ROUTES else DEMONSTRATION[method, path]
    if allowed is ANYBODY:
        return Verdict.GRANTED
    if role is None:
        return Verdict.SIGN_IN
    return Verdict.GRANTED if role in allowed else Verdict.REFUSED
