"""Does everything a site names exist, exactly once, under an id that Asterisk's tables can carry?"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain

from ivr.problems import Problem
from ivr.rungs import provider_of, provider_target
from ivr.services import EMERGENCY, EMERGENCY_CODE
from ivr.site import Override, Site
from people.areas import Area
from people.ids import ContactId, ProviderId, TargetId, is_token

OWN = re.compile(r"own-[1-9]")
RESERVED_CODES = frozenset({"00", "20", "21", "30"})
"""The hotline, waiting broadcasts, 'I am well', visit codes."""


def references(site: Site) -> Iterator[Problem]:
    """Every id that is malformed, used twice, unknown, or leads in a circle."""
    parts = (_all_ids, _areas, _services, _providers, _homes, _overrides)
    return chain.from_iterable(part(site) for part in parts)


def _all_ids(site: Site) -> Iterator[Problem]:
    """Areas and terminals share one column of the tables, so they share one set of names."""
    scopes = [*(area.id for area in site.areas), *(terminal.id for terminal in site.terminals)]
    yield from _ids("area or terminal", scopes)
    yield from _ids("service", [service.id for service in site.services])
    yield from _ids("provider", [provider.id for provider in site.providers])
    yield from _ids("contact", [contact.id for contact in site.contacts])
    yield from _ids("desk", [desk.name for desk in site.desks])


def _ids(kind: str, ids: Sequence[str]) -> Iterator[Problem]:
    for name, count in Counter(ids).items():
        if not is_token(name):
            yield Problem(
                where=f"{kind} '{name}'",
                what="is no id that Asterisk's tables can carry",
                cure="Use 1 to 24 small letters and digits, a letter first",
            )
        if count > 1:
            yield Problem(
                where=f"{kind} '{name}'",
                what=f"stands there {count} times",
                cure="Give each an id of its own",
            )


def _areas(site: Site) -> Iterator[Problem]:
    for area in site.areas:
        if area.parent is None:
            continue
        if site.area(area.parent) is None:
            yield _unknown(f"area {area.id}", "area", area.parent)
        elif _is_in_itself(area, site):
            yield Problem(
                where=f"area {area.id}",
                what="lies in itself, by way of what it lies in",
                cure="Give one of these areas another parent, or none",
            )


def _is_in_itself(area: Area, site: Site) -> bool:
    outermost = site.area(site.around(area.id)[-1])
    return outermost is not None and outermost.parent == area.id


def _services(site: Site) -> Iterator[Problem]:
    emergency = site.service(EMERGENCY)
    if emergency is None or emergency.code != EMERGENCY_CODE:
        yield Problem(
            where="service emergency",
            what=f"is not there under {EMERGENCY_CODE}",
            cure=f"The emergency is always dialled {EMERGENCY_CODE}: put it back",
        )
    codes = Counter(service.code for service in site.services)
    for service in site.services:
        if not re.fullmatch(r"\d\d", service.code) or service.code in RESERVED_CODES:
            yield Problem(
                where=f"service {service.id}",
                what=f"has the code '{service.code}'",
                cure=f"Give it two digits, none of {', '.join(sorted(RESERVED_CODES))}",
            )
        if codes[service.code] > 1:
            yield Problem(
                where=f"service {service.id}",
                what=f"shares the code '{service.code}' with another",
                cure="Give each service a code of its own",
            )


def _providers(site: Site) -> Iterator[Problem]:
    for provider in site.providers:
        if site.service(provider.service) is None:
            yield _unknown(f"provider {provider.id}", "service", provider.service)
        if site.area(provider.area) is None:
            yield _unknown(f"provider {provider.id}", "area", provider.area)


def _homes(site: Site) -> Iterator[Problem]:
    for household in site.households:
        if site.area(household.area) is None:
            yield _unknown(f"household {household.id}", "area", household.area)
    for senior in site.seniors:
        if site.household(senior.household) is None:
            yield _unknown(f"senior {senior.id}", "household", senior.household)
    for terminal in site.terminals:
        if site.household(terminal.household) is None:
            yield _unknown(f"terminal {terminal.id}", "household", terminal.household)
    for contact in site.contacts:
        if site.household(contact.household) is None:
            yield _unknown(f"contact {contact.id}", "household", contact.household)


def _overrides(site: Site) -> Iterator[Problem]:
    for override in site.overrides:
        where = f"override {override.terminal}/{override.service}"
        if site.terminal(override.terminal) is None:
            yield _unknown(where, "terminal", override.terminal)
        if override.service == EMERGENCY:
            yield Problem(where=where, what="is for the emergency", cure="Change the ladder instead")
        elif site.service(override.service) is None:
            yield _unknown(where, "service", override.service)
        yield from _override_targets(override, where, site)


def _override_targets(override: Override, where: str, site: Site) -> Iterator[Problem]:
    for rung in override.rungs:
        kind, _, name = rung.target.partition("-")
        if kind == "prov" and not _has_number(rung.target, site):
            yield _unknown(where, "provider's number", rung.target)
        if kind == "desk" and site.desk(name) is None:
            yield _unknown(where, "desk", name)
        if kind == "contact" and site.contact(ContactId(name)) is None:
            yield _unknown(where, "contact", name)
        if kind not in {"prov", "desk", "contact"} and not OWN.fullmatch(rung.target):
            yield Problem(where=where, what=f"rings '{rung.target}'", cure="Name a provider, desk or contact")


def _has_number(target: TargetId, site: Site) -> bool:
    provider = site.provider(provider_of(target) or ProviderId(""))
    if provider is None:
        return False
    return target in {provider_target(provider.id, n) for n in range(1, len(provider.numbers) + 1)}


def _unknown(where: str, kind: str, name: str) -> Problem:
    what = f"names the {kind} '{name}', which is not there"
    return Problem(where=where, what=what, cure=f"Add it, or name another {kind}")
