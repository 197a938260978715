"""Who works here? Operators, supervisors, visitors, administrators, and what they may be rung on."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from people.ids import AreaId, StaffId


class Role(StrEnum):
    OPERATOR = "operator"
    SUPERVISOR = "supervisor"
    VISITOR = "visitor"
    PROVIDER = "provider"
    FAMILY = "family"
    OFFICIAL = "official"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, kw_only=True)
class Staff:
    id: StaffId
    name: str
    role: Role
    area: AreaId | None = None
    """None: the whole site."""
    number: str = ""
    """Mobile, E.164; rung with press-1 acceptance."""
    desk: str = ""
    """The SIP endpoint of a desk telephone, or empty."""


@dataclass(frozen=True, kw_only=True)
class Shift:
    staff: StaffId
    starts: datetime
    ends: datetime
    duty: str = "hotline"
    """Which duty: hotline, emergency, visits."""
