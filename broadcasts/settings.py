"""What may a site set about broadcasts? Every number of the rules, with its default."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from broadcasts import retry
from broadcasts.audience import LIVING_ALONE
from broadcasts.listening import ENOUGH_PERCENT
from broadcasts.retry import Again


@dataclass(frozen=True, kw_only=True)
class BroadcastSettings:
    tags: frozenset[str] = LIVING_ALONE
    """Whom a message is for; empty: everybody."""
    heard_percent: int = ENOUGH_PERCENT
    """From how much on a message counts as heard (reports)."""
    alive_percent: int = ENOUGH_PERCENT
    """From how much on it counts as a sign of life, where no machine can have listened."""
    retries: Mapping[str, Again] = field(default_factory=lambda: retry.DEFAULT)
