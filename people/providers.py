"""Who offers a service, where, and when? Hours lie on the quarter hour, because Asterisk's week does."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from people.ids import AreaId, ProviderId, ServiceId
from people.terminals import Accepts

QUARTERS_PER_DAY = 96


@dataclass(frozen=True, order=True)
class Span:
    """Open from quarter hour `start` to `end` of one day: 0 <= start < end <= 96 (unit: 15 minutes)."""

    start: int
    end: int

    def __contains__(self, quarter: int) -> bool:
        return self.start <= quarter < self.end


ALL_DAY: tuple[Span, ...] = (Span(0, QUARTERS_PER_DAY),)
CLOSED: tuple[Span, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Hours:
    """A week, what holds on public holidays, and single days that differ (which win over both)."""

    week: tuple[tuple[Span, ...], ...] = (ALL_DAY,) * 7
    """Seven days, Monday first."""
    on_holidays: tuple[Span, ...] | None = None
    """None: holidays are like any day."""
    days: Mapping[date, tuple[Span, ...]] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, kw_only=True)
class ProviderNumber:
    number: str
    """E.164, or a short national number."""
    seconds: int = 20
    accepts: Accepts = Accepts.ANSWER


@dataclass(frozen=True, kw_only=True)
class Provider:
    id: ProviderId
    name: str
    service: ServiceId
    area: AreaId
    numbers: tuple[ProviderNumber, ...]
    hours: Hours = field(default_factory=Hours)
    capacity: int | None = None
    """Calls it can hold at once; None: no limit."""
    name_en: str = ""
    active: bool = True
