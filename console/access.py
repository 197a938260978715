"""Who may open what? One table of every route and the roles it is for; what is not in it is refused."""

from collections.abc import Mapping
from enum import Enum, auto
from typing import Final

from people.staff import Role


class Verdict(Enum):
    GRANTED = auto()
    SIGN_IN = auto()
    """Nobody is signed in: who knows."""
    REFUSED = auto()


ANYBODY: Final = None
"""Signed in or not."""
SIGNED_IN: Final = frozenset(Role)
DESK: Final = frozenset({Role.OPERATOR, Role.SUPERVISOR, Role.ADMINISTRATOR})
LEADS: Final = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})
"""Who may begin, go on with and end what rings hundreds of people. To stop it for a while any operator may."""

ROUTES: Final[Mapping[tuple[str, str], frozenset[Role] | None]] = {
    ("GET", "/health"): ANYBODY,
    ("GET", "/ready"): ANYBODY,
    ("GET", "/openapi.json"): ANYBODY,
    ("GET", "/sign-in"): ANYBODY,
    ("POST", "/sign-in"): ANYBODY,
    ("POST", "/sign-out"): ANYBODY,
    ("POST", "/look"): ANYBODY,
    ("GET", "/"): DESK,
    ("GET", "/calls"): DESK,
    ("GET", "/live"): DESK,
    ("GET", "/broadcasts"): DESK,
    ("GET", "/live/broadcasts"): DESK,
    ("GET", "/broadcasts/new"): DESK,
    ("POST", "/broadcasts/new"): DESK,
    ("POST", "/broadcasts/reach"): DESK,
    ("GET", "/broadcasts/sound/{language}/{name}.wav"): DESK,
    ("GET", "/broadcasts/{campaign}"): DESK,
    ("GET", "/live/broadcasts/{campaign}"): DESK,
    ("GET", "/broadcasts/{campaign}/people.csv"): DESK,
    ("GET", "/broadcasts/{campaign}/people.xlsx"): DESK,
    ("POST", "/broadcasts/{campaign}/pause"): DESK,
    ("POST", "/broadcasts/{campaign}/clone"): DESK,
    ("POST", "/broadcasts/{campaign}/start"): LEADS,
    ("POST", "/broadcasts/{campaign}/resume"): LEADS,
    ("POST", "/broadcasts/{campaign}/cancel"): LEADS,
    ("GET", "/api/v1/broadcasts"): DESK,
    ("POST", "/api/v1/broadcasts"): DESK,
    ("POST", "/api/v1/broadcasts/preview"): DESK,
    ("GET", "/api/v1/broadcasts/audiences"): DESK,
    ("POST", "/api/v1/broadcasts/audiences"): DESK,
    ("GET", "/api/v1/broadcasts/{campaign}"): DESK,
    ("GET", "/api/v1/broadcasts/{campaign}/progress"): DESK,
    ("GET", "/api/v1/broadcasts/{campaign}/people"): DESK,
    ("GET", "/api/v1/broadcasts/{campaign}/people.csv"): DESK,
    ("GET", "/api/v1/broadcasts/{campaign}/people.xlsx"): DESK,
    ("POST", "/api/v1/broadcasts/{campaign}/pause"): DESK,
    ("POST", "/api/v1/broadcasts/{campaign}/clone"): DESK,
    ("POST", "/api/v1/broadcasts/{campaign}/start"): LEADS,
    ("POST", "/api/v1/broadcasts/{campaign}/resume"): LEADS,
    ("POST", "/api/v1/broadcasts/{campaign}/cancel"): LEADS,
    ("GET", "/api/v1/calls"): DESK,
    ("GET", "/api/v1/incidents"): DESK,
    ("GET", "/api/v1/tasks"): DESK,
}


def verdict(method: str, path: str, role: Role | None) -> Verdict:
    """`path` as the route is written; `role` None: nobody is signed in."""
    if (method, path) not in ROUTES:
        return Verdict.REFUSED
    allowed = ROUTES[method, path]
    if allowed is ANYBODY:
        return Verdict.GRANTED
    if role is None:
        return Verdict.SIGN_IN
    return Verdict.GRANTED if role in allowed else Verdict.REFUSED
