"""To whom may a call be passed on? The providers in reach, her family and the ambulance; those who can take it first.

T1. Only what the site itself knows is rung: nobody types a number, so nothing typed reaches the exchange.
T2. Open providers come first, then those that answer most of their calls; nearer areas before farther ones.
T3. A desk may not ring abroad: a contact whose number is there is shown and cannot be chosen.
T4. Whoever has no number is not offered.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ivr.routing import OPEN, standing
from ivr.rungs import contact_target, provider_target
from ivr.site import Site
from people.ids import AreaId, ProviderId, ServiceId
from people.providers import Hours, Provider
from people.terminals import Contact

AMBULANCE = "amb-120"
CHINA = "+86"
OWN = "own"
"""The operator's own telephone, wherever it rings now: offered by the telephone's part of the page alone."""


@dataclass(frozen=True, kw_only=True)
class Target:
    """`kind`: provider, family, ambulance. `rate`: of a hundred calls, how many were taken; None: none came."""

    id: str
    kind: str
    name: str
    name_en: str = ""
    detail: str = ""
    number: str = ""
    open: bool = True
    hours: Hours | None = None
    rate: int | None = None
    allowed: bool = True


def targets(
    site: Site,
    service: ServiceId,
    area: AreaId,
    contacts: Sequence[Contact],
    rates: Mapping[ProviderId, int],
    now: datetime,
) -> tuple[Target, ...]:
    """In the order in which they are offered."""
    chain = [provider for provider in site.chain(service, area) if provider.numbers]
    told = [_provider(provider, site, rates.get(provider.id), now) for provider in chain]
    offered = sorted(told, key=lambda one: (not one.open, -(one.rate if one.rate is not None else -1)))
    family = tuple(_contact(one) for one in sorted(contacts, key=lambda one: one.position) if one.number)
    return (*offered, *family, Target(id=AMBULANCE, kind="ambulance", name="120", number="120"))


def _provider(provider: Provider, site: Site, rate: int | None, now: datetime) -> Target:
    return Target(
        id=provider_target(provider.id, 1), kind="provider", name=provider.name, name_en=provider.name_en,
        detail=provider.area, number=provider.numbers[0].number, open=standing(provider, site, now) == OPEN,
        hours=provider.hours, rate=rate,
    )  # fmt: skip


def _contact(contact: Contact) -> Target:
    allowed = not contact.number.startswith("+") or contact.number.startswith(CHINA)
    return Target(
        id=contact_target(contact.id), kind="family", name=contact.name, detail=contact.relation,
        number=contact.number, allowed=allowed,
    )  # fmt: skip
