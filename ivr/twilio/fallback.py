"""What must Twilio's webhooks know to route a press alone, without database, controller and Asterisk?

The very rows of Asterisk's tables (`ivr.tables.rows`): weeks, routes and who lives where; beside them, numbers in the
form Twilio dials (E.164). Compiled by the controller after each push, read by the webhooks: no second rule book.
A short emergency number is never among them: the ambulance's rung is given to staff (`AMBULANCE`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from ivr.emergency import LadderSettings, Leg, is_ambulance, ladder, static_ladder
from ivr.rungs import contact_target, provider_target
from ivr.site import Site
from ivr.tables.people_rows import people_rows
from ivr.tables.rows import Row, Rows, Week, encode
from ivr.timetable import weeks
from ivr.twilio.numbers import why_not_dialled
from people.ids import ServiceId, TargetId, TerminalId
from people.terminals import Accepts

EMERGENCY_DESK = TargetId("desk-emergency")
AMBULANCE = TargetId("desk-ambulance")
"""Staff who ring 120 themselves; a site without this desk gives that rung to its emergency desk."""


@dataclass(frozen=True, kw_only=True)
class Target:
    """Telephones of one rung, rung one after the other: Twilio takes the first that answers, a machine too."""

    numbers: tuple[str, ...]
    accepts: Accepts = Accepts.PRESS_1


@dataclass(frozen=True, kw_only=True)
class Fallback:
    """One picture of the site as it was at `made_at`."""

    made_at: datetime
    rows: Rows = field(default_factory=Rows)
    targets: Mapping[TargetId, Target] = field(default_factory=dict)
    callers: Mapping[str, TerminalId] = field(default_factory=dict)
    """E.164 of a terminal, and the terminal."""
    ladders: Mapping[TerminalId, tuple[Leg, ...]] = field(default_factory=dict)
    static_ladder: tuple[Leg, ...] = ()
    services: Mapping[str, ServiceId] = field(default_factory=dict)
    """Two digits, and the service."""
    names: Mapping[ServiceId, tuple[str, str]] = field(default_factory=dict)
    """Chinese and English."""
    addresses: Mapping[TerminalId, str] = field(default_factory=dict)
    """Who and where, said to whoever accepts an emergency."""


def compiled(site: Site, now: datetime, desks: Mapping[str, tuple[str, ...]]) -> Fallback:
    """The picture for the week from `now` on. `desks`: E.164 numbers that stand for each desk's telephones."""
    who = (row for row in people_rows(site, "") if row.at.family == "who")
    return Fallback(
        made_at=now,
        rows=Rows((*_weeks(site, now), *who)),
        targets=dict(_targets(site, desks)),
        callers={t.number: t.id for t in site.terminals if t.active and t.number},
        ladders={t.id: _legs(site, t.id) for t in site.terminals if t.active},
        static_ladder=_without_short_numbers(static_ladder(site.ladder)),
        services={service.code: service.id for service in site.services} | {"00": ServiceId("hotline")},
        names={service.id: (service.name_zh, service.name_en) for service in site.services},
        addresses={t.id: _address(site, t.id) for t in site.terminals if t.active},
    )


def bare(desks: Mapping[str, tuple[str, ...]], now: datetime) -> Fallback:
    """Where nothing was ever compiled: every press goes to the desks, the emergency to all of them."""
    targets = {TargetId(f"desk-{name}"): Target(numbers=usable(numbers)) for name, numbers in desks.items()}
    steps = tuple(Leg(seconds=10 * n, target=target) for n, target in enumerate(_emergency_first(targets)))
    return Fallback(made_at=now, targets=targets, static_ladder=steps)


def missing_desks(site: Site, desks: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Desks that presses or the ladder ring, and that nobody's mobile stands for: in fallback they ring nowhere."""
    steps = {step.target for step in site.ladder.steps if step.target.startswith("desk-")}
    wanted = sorted({"hotline", "centre"} | {target.removeprefix("desk-") for target in steps})
    return tuple(name for name in wanted if not usable(desks.get(name, ())))


def rungs_to_staff(settings: LadderSettings) -> tuple[str, ...]:
    """The short numbers of a ladder that Twilio never dials, for the validator: their rungs go to staff."""
    return tuple(step.target.removeprefix("amb-") for step in settings.steps if is_ambulance(step.target))


def usable(numbers: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(number for number in numbers if not why_not_dialled(number))


def _emergency_first(targets: Mapping[TargetId, Target]) -> list[TargetId]:
    return sorted((name for name, target in targets.items() if target.numbers), key=lambda name: name != EMERGENCY_DESK)


def _weeks(site: Site, now: datetime) -> Iterator[Row]:
    for week in weeks(site, now):
        if isinstance(week, Week):
            yield from encode(week, 0)


def _targets(site: Site, desks: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[TargetId, Target]]:
    for provider in site.providers:
        for n, number in enumerate(provider.numbers, start=1):
            yield from _target(provider_target(provider.id, n), (number.number,), number.accepts)
    for contact in site.contacts:
        yield from _target(contact_target(contact.id), (contact.number,), Accepts.PRESS_1)
    for name, numbers in {"ambulance": desks.get("emergency", ()), **desks}.items():
        yield from _target(TargetId(f"desk-{name}"), numbers, Accepts.PRESS_1)


def _target(name: TargetId, numbers: tuple[str, ...], accepts: Accepts) -> Iterator[tuple[TargetId, Target]]:
    if usable(numbers):
        yield name, Target(numbers=usable(numbers), accepts=accepts)


def _legs(site: Site, terminal: TerminalId) -> tuple[Leg, ...]:
    known = site.terminal(terminal)
    contacts = site.contacts_of(known.household) if known else ()
    return _without_short_numbers(ladder(contacts, site.ladder))


def _without_short_numbers(legs: tuple[Leg, ...]) -> tuple[Leg, ...]:
    return tuple(replace(leg, target=AMBULANCE) if is_ambulance(leg.target) else leg for leg in legs)


def _address(site: Site, terminal: TerminalId) -> str:
    known = site.terminal(terminal)
    household = site.household(known.household) if known else None
    names = "、".join(senior.name for senior in site.seniors_of(household.id)) if household else ""
    return f"{names}，{household.address}" if household else ""
