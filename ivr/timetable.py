"""Which route holds at each quarter hour of the coming week, for every area and service of a site?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from ivr.routing import override_rungs, quarter_of, rungs_for, standings
from ivr.rungs import Rung
from ivr.services import EMERGENCY, HOTLINE
from ivr.site import Site
from ivr.tables.rows import (
    NAMES,
    QUARTER,
    QUARTERS,
    Pair,
    Scope,
    ValueTooLong,
    Week,
    base_of,
    decode_rungs,
    encode_rungs,
)
from people.ids import AreaId, ProviderId, ServiceId
from people.providers import Provider


class TooManyVariants(ValueError):
    """A week has more different routes than there are one-letter names."""


@dataclass(frozen=True, kw_only=True)
class Unmade:
    """A week that the tables cannot hold, and why; presses there go to the static rung."""

    scope: Scope
    service: ServiceId
    reason: str


@dataclass(frozen=True, kw_only=True)
class Planner:
    """The weeks of one site from one start on; remembers what areas share, so a whole site takes a second."""

    site: Site
    start: datetime
    _grids: dict[ProviderId, str] = field(default_factory=dict, compare=False, repr=False)
    _shared: dict[tuple[str, ...], Week] = field(default_factory=dict, compare=False, repr=False)

    def week(self, scope: Scope, service: ServiceId) -> Week:
        """Raises TooManyVariants, ValueTooLong; ValueError for the emergency."""
        override = self.site.override(scope, service)
        if override is not None:
            rungs = override_rungs(override, self.site.rings)
            return self._week(scope, service, ["any"] * QUARTERS, {"any": rungs})
        chain = self.site.chain(service, AreaId(scope))
        shared = (service, *(provider.id for provider in chain))
        if shared not in self._shared:
            self._shared[shared] = self._by_standing(scope, service, chain)
        made = self._shared[shared]
        return Week(scope=scope, service=service, base=made.base, grid=made.grid, variants=made.variants)

    def _by_standing(self, scope: Scope, service: ServiceId, chain: tuple[Provider, ...]) -> Week:
        columns = [self._grid(provider) for provider in chain]
        states = ["".join(column) for column in zip(*columns, strict=True)] if columns else [""] * QUARTERS
        routes = {state: rungs_for(service, chain, tuple(state), self.site.rings) for state in set(states)}
        return self._week(scope, service, states, routes)

    def _week(self, scope: Scope, service: ServiceId, states: list[str], routes: dict[str, tuple[Rung, ...]]) -> Week:
        texts = {state: encode_rungs(rungs) for state, rungs in routes.items()}
        ordered = sorted(set(texts.values()))
        if len(ordered) > len(NAMES):
            raise TooManyVariants(f"{len(ordered)} different routes in a week; the tables name {len(NAMES)}")
        names = dict(zip(ordered, NAMES, strict=False))
        grid = "".join(names[texts[state]] for state in states)
        variants = tuple(decode_rungs(text) for text in ordered)
        return Week(scope=scope, service=service, base=self._base, grid=grid, variants=variants)

    def _grid(self, provider: Provider) -> str:
        """How a provider stands in each of the 672 quarter hours."""
        if provider.id not in self._grids:
            days = ((standings(provider.hours, run.day, self.site.calendar), run) for run in self._runs)
            self._grids[provider.id] = "".join(day[run.first : run.first + run.count] for day, run in days)
        return self._grids[provider.id]

    @cached_property
    def _base(self) -> int:
        return base_of(self.start)

    @cached_property
    def _runs(self) -> tuple["_Run", ...]:
        return tuple(_runs(self._base, ZoneInfo(self.site.zone)))


@dataclass(frozen=True, kw_only=True)
class _Run:
    """Quarter hours that follow each other by the clocks of one local day."""

    day: date
    first: int
    count: int


def week(scope: Scope, service: ServiceId, site: Site, start: datetime) -> Week:
    """The week of one area, or of one terminal with an override. Raises as `Planner.week`."""
    return Planner(site=site, start=start).week(scope, service)


def weeks(site: Site, start: datetime, pairs: Iterable[Pair] | None = None) -> tuple[Week | Unmade, ...]:
    """The weeks of these pairs, or of all. One that cannot be made never keeps another from being made."""
    planner = Planner(site=site, start=start)
    asked = all_pairs(site) if pairs is None else pairs
    return tuple(_made(planner, scope, service) for scope, service in asked)


def all_pairs(site: Site) -> tuple[Pair, ...]:
    """Everything that has a row: each area with each service and the hotline, and each override."""
    services = [*(service.id for service in site.services if service.id != EMERGENCY), HOTLINE]
    areas: list[Pair] = [(area.id, service) for area in site.areas for service in services]
    own = [(each.terminal, each.service) for each in site.overrides if each.service in services]
    return (*areas, *own)


def touched(old: Site, new: Site) -> tuple[Pair, ...]:
    """The pairs whose weeks a change of the site may change; all, where it is the clocks or the rings."""
    if (old.zone, old.rings, old.calendar) != (new.zone, new.rings, new.calendar):
        return all_pairs(new)
    before = set(all_pairs(old))
    return tuple(pair for pair in all_pairs(new) if pair not in before or _differs(*pair, old, new))


def gone(old: Site, new: Site) -> frozenset[Pair]:
    """The pairs that have no row any more."""
    return frozenset(all_pairs(old)) - frozenset(all_pairs(new))


def _made(planner: Planner, scope: Scope, service: ServiceId) -> Week | Unmade:
    try:
        return planner.week(scope, service)
    except (TooManyVariants, ValueTooLong) as refused:
        return Unmade(scope=scope, service=service, reason=str(refused))


def _differs(scope: Scope, service: ServiceId, old: Site, new: Site) -> bool:
    chains = [site.chain(service, AreaId(scope)) for site in (old, new)]
    return chains[0] != chains[1] or old.override(scope, service) != new.override(scope, service)


def _runs(base: int, zone: ZoneInfo) -> Iterator[_Run]:
    clock = [datetime.fromtimestamp(base + QUARTER * n, zone) for n in range(QUARTERS)]
    places = [(local.date(), quarter_of(local)) for local in clock]
    begin = 0
    for n in range(1, QUARTERS + 1):
        day, quarter = places[n - 1]
        if n == QUARTERS or places[n] != (day, quarter + 1):
            yield _Run(day=day, first=places[begin][1], count=n - begin)
            begin = n
