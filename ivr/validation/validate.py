"""May a site be put into service like this? Every fault, its place and its cure."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

from ivr.emergency import calls_ambulance, faults
from ivr.problems import Problem, Severity
from ivr.rehearsal.holes import Hole, holes
from ivr.rungs import CENTRE_DESK, HOTLINE_DESK
from ivr.site import Site
from ivr.tables.rows import Week
from ivr.timetable import Unmade, weeks
from ivr.validation.hours import hours_faults, span_from_text
from ivr.validation.prefix import faults_of_prefix
from ivr.validation.references import references
from people.ids import AreaId
from people.numbers import PUBLIC_EMERGENCY, Refused, normalise
from people.providers import Provider
from people.terminals import Contact

__all__ = ["Problem", "Severity", "refused", "span_from_text", "validate"]

HOLIDAYS_AHEAD = 28
"""Days from the start for which the calendar must know the public holidays."""
SHORTEST_RING, LONGEST_RING = 5, 120
PATIENCE = 120
"""Seconds that the rings of one provider may take before the next rung."""
SHOWN_HOLES = 3


def validate(site: Site, start: datetime) -> tuple[Problem, ...]:
    """Every fault of a site for the week from `start` on. Raises ValueError on a naive time."""
    unreadable = (*_zone(site, start), *_hours(site))
    found = chain(references(site), _prefix(site), _providers(site), _contacts(site), _desks(site), _ladder(site))
    week = () if unreadable else chain(_holidays(site, start), _weeks(site, start))
    return (*unreadable, *found, *week)


def refused(problems: Iterable[Problem]) -> bool:
    """True where a site with these problems must not be put into service."""
    return any(problem.severity is Severity.ERROR for problem in problems)


def _zone(site: Site, start: datetime) -> Iterator[Problem]:
    if start.tzinfo is None:
        raise ValueError(f"{start} has no zone")
    cure = "Name a zone on whole quarter hours, like Asia/Shanghai"
    try:
        offset = start.astimezone(ZoneInfo(site.zone)).utcoffset() or timedelta()
    except (KeyError, ValueError, OSError):
        yield Problem(where="the site", what=f"its time zone '{site.zone}' is unknown", cure=cure)
        return
    if offset % timedelta(minutes=15):
        what = f"the clocks of '{site.zone}' are off the quarter hour"
        yield Problem(where="the site", what=what, cure=cure)


def _prefix(site: Site) -> Iterator[Problem]:
    for fault in faults_of_prefix(site.prefix, [service.code for service in site.services]):
        yield Problem(where="the codes", what=fault, cure="Choose another prefix or code, like * or #")


def _hours(site: Site) -> Iterator[Problem]:
    for provider in site.providers:
        for fault in hours_faults(provider.hours):
            yield _of(provider, fault, "Write hours like 09:00-11:30, on the quarter hour")


def _providers(site: Site) -> Iterator[Problem]:
    for provider in site.providers:
        if not provider.numbers:
            yield _of(provider, "has no number", "Give it one, or take it out of service")
        if provider.capacity is not None and provider.capacity < 1:
            cure = "Give 1 or more, or nothing: no limit"
            yield _of(provider, f"can hold {provider.capacity} calls", cure)
        if sum(number.seconds for number in provider.numbers) > PATIENCE:
            what = f"rings {sum(number.seconds for number in provider.numbers)} s before anybody else does"
            yield _of(provider, what, f"Shorten its rings to {PATIENCE} s together", Severity.WARNING)
        yield from _numbers(provider)


def _numbers(provider: Provider) -> Iterator[Problem]:
    for n, number in enumerate(provider.numbers, start=1):
        reason = _why_not_dialled(number.number)
        if reason:
            yield _of(provider, f"its number {n} '{number.number}' cannot be dialled: {reason}", "Correct it")
        if not SHORTEST_RING <= number.seconds <= LONGEST_RING:
            cure = f"Ring {SHORTEST_RING} to {LONGEST_RING} s"
            yield _of(provider, f"its number {n} rings {number.seconds} s", cure)


def _contacts(site: Site) -> Iterator[Problem]:
    for contact in site.contacts:
        reason = _why_not_dialled(contact.number)
        if reason:
            yield _contact(contact, reason)


def _contact(contact: Contact, reason: str) -> Problem:
    what = f"its number '{contact.number}' cannot be dialled: {reason}"
    return Problem(where=f"contact {contact.id} of {contact.household}", what=what, cure="Correct it")


def _why_not_dialled(number: str) -> str:
    normal = normalise(number)
    if isinstance(normal, Refused):
        return normal.reason
    if normal in PUBLIC_EMERGENCY:
        return "public emergency numbers belong in the ladder only"
    return "" if normal == number else f"it is stored as it was written; {normal} is meant"


def _desks(site: Site) -> Iterator[Problem]:
    ladder = (step.target for step in site.ladder.steps if step.target.startswith("desk-"))
    for target in dict.fromkeys((HOTLINE_DESK, CENTRE_DESK, *ladder)):
        if not _rings(site, target.removeprefix("desk-")):
            what = "has no telephone, but presses are routed to it"
            yield Problem(
                where=f"desk {target.removeprefix('desk-')}",
                what=what,
                cure="Name its telephones or its number in [[desks]]",
            )


def _rings(site: Site, name: str) -> bool:
    desk = site.desk(name)
    return desk is not None and bool(desk.endpoints)


def _ladder(site: Site) -> Iterator[Problem]:
    for fault in faults(site.ladder):
        yield _of_ladder(fault, "Mend its steps; the default ladder passes")
    if not calls_ambulance(site.ladder):
        what = "never rings the ambulance: nobody outside the site would be reached"
        yield _of_ladder(what, "Add amb-120 or amb-999", Severity.WARNING)


def _holidays(site: Site, start: datetime) -> Iterator[Problem]:
    days = (site.local(start).date() + timedelta(days=n) for n in range(HOLIDAYS_AHEAD))
    first = next((day for day in days if not site.calendar.knows(day)), None)
    if first is not None:
        yield Problem(
            where="the calendar",
            what=f"knows no public holidays from {first} on; those days count as plain weekdays",
            cure="Install a newer chinese-calendar",
            severity=Severity.WARNING,
        )


def _weeks(site: Site, start: datetime) -> Iterator[Problem]:
    lived_in = {household.area for household in site.households}
    own = {override.terminal for override in site.overrides}
    for week in weeks(site, start):
        if isinstance(week, Unmade):
            yield _press(week, site, week.reason, "Fewer providers or numbers in reach of it")
        elif week.scope in lived_in or week.scope in own:
            yield from _empty_hours(week, holes(week, site), site)


def _empty_hours(week: Week, found: tuple[Hole, ...], site: Site) -> Iterator[Problem]:
    if found:
        shown = "; ".join(str(hole) for hole in found[:SHOWN_HOLES])
        more = f"; and {len(found) - SHOWN_HOLES} more times" if len(found) > SHOWN_HOLES else ""
        cure = "Give the hotline desk an endpoint, or a provider these hours"
        yield _press(week, site, f"nobody is rung {shown}{more}", cure)


def _press(week: Week | Unmade, site: Site, what: str, cure: str) -> Problem:
    service, area = site.service(week.service), site.area(AreaId(week.scope))
    asked = f"{service.name_en} ({service.name_zh})" if service else week.service
    place = f"area {area.id} ({area.name})" if area else f"terminal {week.scope}"
    return Problem(where=f"service {week.service}, {asked}, in {place}", what=what, cure=cure)


def _of(provider: Provider, what: str, cure: str, severity: Severity = Severity.ERROR) -> Problem:
    return Problem(where=f"provider {provider.id} ({provider.name})", what=what, cure=cure, severity=severity)


def _of_ladder(what: str, cure: str, severity: Severity = Severity.ERROR) -> Problem:
    return Problem(where="the emergency ladder", what=what, cure=cure, severity=severity)
