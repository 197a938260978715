"""Whom does a press reach, in which order, and why? One rule for the week's tables and for rehearsals.

1. A terminal's override is looked up first; its rungs are followed by the hotline and the family, unless it
   rings a desk itself.
2. The family service rings her contacts, then the hotline. The hotline rings its desk, then the centre's.
3. Any other service rings the open providers in reach, nearest area first, each number in order; then the
   hotline; then her family. The first rung says why nobody nearer stands before it.
4. The emergency is no route: it has a ladder (`ivr.emergency`).
"""

from dataclasses import dataclass
from datetime import date, datetime

from ivr.holidays import Calendar
from ivr.rungs import (
    CENTRE_DESK,
    HOTLINE_DESK,
    Rings,
    Rung,
    Why,
    left_by,
    own_target,
    provider_target,
)
from ivr.services import EMERGENCY, FAMILY, HOTLINE
from ivr.site import Override, Site
from people.ids import AreaId, ProviderId, ServiceId, TerminalId
from people.providers import Hours, Provider, Span
from people.terminals import Accepts

MINUTES_PER_QUARTER = 15
OWN_AFTER_HOTLINE = 2
OWN_FOR_FAMILY = 3

OPEN, SHUT, HOLIDAY = "o", "c", "h"
"""How a provider stands at a quarter hour: open; closed; closed only because of a public holiday."""


@dataclass(frozen=True, kw_only=True)
class Route:
    rungs: tuple[Rung, ...]


def decide(
    service: ServiceId, area: AreaId, site: Site, now: datetime, busy: frozenset[ProviderId] = frozenset()
) -> Route:
    """The rungs of a press in `area` at `now`; `busy` are the providers that hold all the calls they can.

    Raises ValueError for the emergency and for a time without a zone.
    """
    chain = site.chain(service, area)
    states = tuple(standing(provider, site, now) for provider in chain)
    return Route(rungs=left_by(rungs_for(service, chain, states, site.rings), busy))


def decide_for(
    terminal: TerminalId,
    service: ServiceId,
    site: Site,
    now: datetime,
    busy: frozenset[ProviderId] = frozenset(),
) -> Route:
    """The same for one terminal: its override, or its area's route. An unknown terminal lies in no area."""
    override = site.override(terminal, service)
    if override is None:
        return decide(service, site.area_of(terminal) or AreaId(""), site, now, busy)
    return Route(rungs=left_by(override_rungs(override, site.rings), busy))


def static_route(service: ServiceId, rings: Rings | None = None) -> Route:
    """What the rendered files hold for a press whose table row is missing or past its week: the desks.

    Raises ValueError for the emergency.
    """
    if service == EMERGENCY:
        raise ValueError("the emergency has a ladder, not a route")
    return Route(rungs=_desks(rings or Rings()))


def rungs_for(
    service: ServiceId, chain: tuple[Provider, ...], states: tuple[str, ...], rings: Rings
) -> tuple[Rung, ...]:
    """The rungs where the providers in reach stand as `states` say, one letter each, nearest first."""
    if service == EMERGENCY:
        raise ValueError("the emergency has a ladder, not a route")
    if service == HOTLINE:
        return _desks(rings)
    if service == FAMILY:
        return (*_family(OWN_FOR_FAMILY, rings), _hotline(Why.HOTLINE, rings))
    offered = _providers(chain, states)
    why = Why.HOTLINE if offered else _why_nobody(states)
    return (*offered, _hotline(why, rings), *_family(OWN_AFTER_HOTLINE, rings))


def override_rungs(override: Override, rings: Rings) -> tuple[Rung, ...]:
    """The rungs chosen by hand, and after them, unless they ring a desk, the hotline and the family."""
    if any(rung.target.startswith("desk-") for rung in override.rungs):
        return override.rungs
    return (*override.rungs, _hotline(Why.HOTLINE, rings), *_family(OWN_AFTER_HOTLINE, rings))


def standing(provider: Provider, site: Site, at: datetime) -> str:
    """OPEN, SHUT or HOLIDAY at a moment, by the clocks of the site."""
    local = site.local(at)
    return standings(provider.hours, local.date(), site.calendar)[quarter_of(local)]


def standings(hours: Hours, day: date, calendar: Calendar) -> str:
    """One letter for each quarter hour of a local day, 96 in all.

    A single day that differs wins over the public holiday, which wins over the weekday (a make-up workday
    counts as the weekday the calendar names). Where only the holiday keeps it closed, the letter says so.
    """
    usual = hours.week[calendar.works_as(day)]
    if day in hours.days:
        return _letters(hours.days[day])
    if hours.on_holidays is not None and calendar.is_holiday(day):
        return _letters(hours.on_holidays, otherwise=usual)
    return _letters(usual)


def quarter_of(local: datetime) -> int:
    """Which quarter hour of its day, from 0."""
    return (local.hour * 60 + local.minute) // MINUTES_PER_QUARTER


def _letters(spans: tuple[Span, ...], otherwise: tuple[Span, ...] = ()) -> str:
    day = [SHUT] * 96
    for letter, group in ((HOLIDAY, otherwise), (OPEN, spans)):
        for span in group:
            day[span.start : span.end] = letter * (span.end - span.start)
    return "".join(day)


def _providers(chain: tuple[Provider, ...], states: tuple[str, ...]) -> tuple[Rung, ...]:
    """Each open provider's numbers; the very first says whether it stands in for a nearer area."""
    opened = [provider for provider, state in zip(chain, states, strict=True) if state == OPEN]
    if not opened:
        return ()
    away = opened[0].area != chain[0].area
    first = _why_nobody(states[: chain.index(opened[0])]) if away else Why.OPEN
    reasons = [first] + [Why.NEXT] * sum(len(provider.numbers) for provider in opened)
    numbers = [(provider, n) for provider in opened for n in range(len(provider.numbers))]
    return tuple(_rung(provider, n, why) for (provider, n), why in zip(numbers, reasons, strict=False))


def _rung(provider: Provider, n: int, why: Why) -> Rung:
    number = provider.numbers[n]
    return Rung(
        target=provider_target(provider.id, n + 1),
        seconds=number.seconds,
        accepts=number.accepts,
        max=provider.capacity,
        why=why,
    )


def _why_nobody(states: tuple[str, ...]) -> Why:
    if not states:
        return Why.NONE
    return Why.HOLIDAY if HOLIDAY in states else Why.CLOSED


def _hotline(why: Why, rings: Rings) -> Rung:
    return Rung(target=HOTLINE_DESK, seconds=rings.hotline, why=why)


def _desks(rings: Rings) -> tuple[Rung, ...]:
    centre = Rung(target=CENTRE_DESK, seconds=rings.centre, why=Why.NEXT)
    return (_hotline(Why.HOTLINE, rings), centre)


def _family(count: int, rings: Rings) -> tuple[Rung, ...]:
    own = (own_target(n) for n in range(1, count + 1))
    return tuple(Rung(target=t, seconds=rings.family, accepts=Accepts.PRESS_1, why=Why.FAMILY) for t in own)
