"""What would happen if she pressed this key at that time? Rungs, numbers, seconds and reasons."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ivr.emergency import is_ambulance, is_own
from ivr.routing import HOLIDAY, OPEN, decide_for, standing
from ivr.rungs import Rung, Why, own_target, provider_of, provider_target
from ivr.services import EMERGENCY, HOTLINE_SERVICE, Service
from ivr.site import Desk, Site
from people.areas import Area
from people.ids import AreaId, ContactId, HouseholdId, ProviderId, SeniorId, ServiceId, TargetId, TerminalId
from people.numbers import Refused
from people.providers import Provider
from people.seniors import Household, Senior
from people.terminals import Accepts, Contact, Terminal


class Step(StrEnum):
    """What becomes of a line."""

    RINGS = "rings"  # after those before it
    JOINS = "joins"  # from its second on, beside the others, until somebody accepts
    PASSED = "passed"  # nobody is rung


class Missing(StrEnum):
    """Why nobody stands there: the reasons no rung can carry."""

    CONTACT = "no_contact"  # this home has no contact in this place
    TARGET = "no_target"  # no such desk or provider's number, or a desk without telephones


@dataclass(frozen=True, kw_only=True)
class Dialled:
    """Who a target is, in this home, and what is dialled for it."""

    name: str
    name_en: str
    number: str
    """The endpoints of a desk, joined by a space."""
    accepts: Accepts = Accepts.ANSWER
    """What this number asks for; the rung may ask for more."""


@dataclass(frozen=True, kw_only=True)
class Line:
    step: Step
    target: TargetId
    dialled: Dialled | None
    seconds: int = 0
    """How long it rings (RINGS), or after how many seconds it joins (JOINS)."""
    accepts: Accepts = Accepts.PRESS_1
    reason: Why | Missing | None = None
    """None for the legs of the ladder: they stand there always."""


@dataclass(frozen=True, kw_only=True)
class Rehearsal:
    terminal: Terminal
    household: Household | None
    area: Area | None
    seniors: tuple[Senior, ...]
    service: Service
    at: datetime
    """By the clocks of the site."""
    lines: tuple[Line, ...]


def rehearse(
    who: str, service: str, site: Site, at: datetime, busy: frozenset[ProviderId] = frozenset()
) -> Rehearsal | Refused:
    """`who`: a terminal's or a senior's id; `service`: its id, code or name.

    Raises ValueError on a time without a zone.
    """
    terminal, asked = _terminal(who, site), _service(service, site)
    if terminal is None:
        return Refused(text=who, reason="no terminal has this id, and no senior with a telephone in use")
    if asked is None:
        return Refused(text=service, reason="no service has this id, code or name")
    local = site.local(at)
    lines = _ladder(terminal, site) if asked.id == EMERGENCY else _route(terminal, asked.id, site, at, busy)
    return Rehearsal(
        terminal=terminal,
        household=site.household(terminal.household),
        area=site.area(site.area_of(terminal.id) or AreaId("")),
        seniors=site.seniors_of(terminal.household),
        service=asked,
        at=local,
        lines=tuple(lines),
    )


def _terminal(who: str, site: Site) -> Terminal | None:
    """By its own id, else the first telephone in use in the home of a senior."""
    known = site.terminal(TerminalId(who))
    senior = site.senior(SeniorId(who))
    if known is not None or senior is None:
        return known
    return next((each for each in site.terminals_of(senior.household) if each.active), None)


def _service(text: str, site: Site) -> Service | None:
    asked = text.removeprefix("*")
    known = (HOTLINE_SERVICE, *site.services)
    return next((each for each in known if asked in (each.id, each.code, each.name_zh, each.name_en)), None)


def _ladder(terminal: Terminal, site: Site) -> Iterator[Line]:
    for step in site.ladder.steps:
        dialled = _dialled(step.target, terminal.household, site)
        if dialled is None:
            yield _missing(step.target)
        else:
            accepts = Accepts.ANSWER if is_ambulance(step.target) else Accepts.PRESS_1
            yield Line(step=Step.JOINS, target=step.target, dialled=dialled, seconds=step.seconds, accepts=accepts)


def _route(
    terminal: Terminal, service: ServiceId, site: Site, at: datetime, busy: frozenset[ProviderId]
) -> Iterator[Line]:
    """The rungs, and behind them those who would have stood among them: closed, or full."""
    rungs = decide_for(terminal.id, service, site, at, busy).rungs
    for rung in rungs:
        yield _rung(rung, _dialled(rung.target, terminal.household, site))
    if site.override(terminal.id, service) is None:
        yield from _passed(rungs, site.chain(service, site.area_of(terminal.id) or AreaId("")), site, at)


def _rung(rung: Rung, dialled: Dialled | None) -> Line:
    if dialled is None:
        return _missing(rung.target)
    asks_for = (rung.accepts, dialled.accepts)
    return Line(
        step=Step.RINGS,
        target=rung.target,
        dialled=dialled,
        seconds=rung.seconds,
        accepts=Accepts.PRESS_1 if Accepts.PRESS_1 in asks_for else Accepts.ANSWER,
        reason=rung.why,
    )


def _missing(target: TargetId) -> Line:
    reason = Missing.CONTACT if is_own(target) else Missing.TARGET
    return Line(step=Step.PASSED, target=target, dialled=None, reason=reason)


def _passed(rungs: tuple[Rung, ...], chain: tuple[Provider, ...], site: Site, at: datetime) -> Iterator[Line]:
    rung = {provider_of(each.target) for each in rungs}
    for provider in chain:
        if provider.id not in rung:
            state = standing(provider, site, at)
            why = {OPEN: Why.BUSY, HOLIDAY: Why.HOLIDAY}.get(state, Why.CLOSED)
            target = provider_target(provider.id, 1)
            dialled = _of_provider(provider, target)
            yield Line(step=Step.PASSED, target=target, dialled=dialled, reason=why)


def _dialled(target: TargetId, household: HouseholdId, site: Site) -> Dialled | None:
    """Who stands behind a target in one home; None where nobody does."""
    kind, _, name = target.partition("-")
    if kind == "own":
        own = {own_target(n): each for n, each in enumerate(site.contacts_of(household), start=1)}
        return _of_contact(own.get(target))
    if kind == "contact":
        return _of_contact(site.contact(ContactId(name)))
    if kind == "desk":
        return _of_desk(site.desk(name))
    if kind == "amb":
        return Dialled(name=name, name_en=name, number=name)
    provider = site.provider(provider_of(target) or ProviderId(""))
    return _of_provider(provider, target) if provider else None


def _of_desk(desk: Desk | None) -> Dialled | None:
    if desk is None or not desk.endpoints:
        return None
    return Dialled(name=desk.name, name_en=desk.name, number=" ".join(desk.endpoints))


def _of_contact(contact: Contact | None) -> Dialled | None:
    if contact is None:
        return None
    return Dialled(name=contact.name, name_en=contact.name, number=contact.number, accepts=contact.accepts)


def _of_provider(provider: Provider, target: TargetId) -> Dialled | None:
    numbers = {provider_target(provider.id, n): each for n, each in enumerate(provider.numbers, start=1)}
    number, name_en = numbers.get(target), provider.name_en or provider.name
    if number is None:
        return None
    return Dialled(name=provider.name, name_en=name_en, number=number.number, accepts=number.accepts)
