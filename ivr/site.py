"""What do the rules know of a site? One immutable picture, loaded before anything is decided."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TypeVar
from zoneinfo import ZoneInfo

from ivr.emergency import LadderSettings
from ivr.holidays import Calendar, ChineseCalendar
from ivr.rungs import Rings, Rung
from ivr.services import DEFAULT_SERVICES, HOTLINE_SERVICE, Service
from people.areas import Area, upwards
from people.ids import AreaId, ContactId, HouseholdId, ProviderId, SeniorId, ServiceId, TerminalId
from people.providers import Provider
from people.seniors import Household, Senior
from people.terminals import Contact, Terminal

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, kw_only=True)
class Desk:
    """A ring group of SIP telephones of staff: the target `desk-<name>`."""

    name: str
    endpoints: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Override:
    """For one terminal and service, chosen by hand: its rungs stand before everything else."""

    terminal: TerminalId
    service: ServiceId
    rungs: tuple[Rung, ...]


@dataclass(frozen=True, kw_only=True)
class Site:
    """Order matters: providers of one area are rung in the order given here."""

    areas: tuple[Area, ...] = ()
    services: tuple[Service, ...] = DEFAULT_SERVICES
    providers: tuple[Provider, ...] = ()
    households: tuple[Household, ...] = ()
    seniors: tuple[Senior, ...] = ()
    terminals: tuple[Terminal, ...] = ()
    contacts: tuple[Contact, ...] = ()
    desks: tuple[Desk, ...] = ()
    overrides: tuple[Override, ...] = ()
    ladder: LadderSettings = field(default_factory=LadderSettings)
    rings: Rings = field(default_factory=Rings)
    zone: str = "Asia/Shanghai"
    prefix: str = "*"
    """What is dialled before a code."""
    calendar: Calendar = field(default_factory=ChineseCalendar)

    def local(self, at: datetime) -> datetime:
        """`at` by the clocks of the site. Raises ValueError for a time without a zone."""
        if at.tzinfo is None:
            raise ValueError(f"{at} has no zone")
        return at.astimezone(ZoneInfo(self.zone))

    def chain(self, service: ServiceId, area: AreaId) -> tuple[Provider, ...]:
        """All who offer a service in reach of an area, the nearest first. Empty for an unknown area."""
        return tuple(provider for at in self.around(area) for provider in self._offers.get((service, at), ()))

    def around(self, area: AreaId) -> tuple[AreaId, ...]:
        """The area itself, then what it lies in, outermost last."""
        return tuple(upwards(area, self._areas))

    def area(self, area: AreaId) -> Area | None:
        return self._areas.get(area)

    def service(self, service: ServiceId) -> Service | None:
        """One of the site's services, or the hotline."""
        return self._services.get(service)

    def provider(self, provider: ProviderId) -> Provider | None:
        return self._providers.get(provider)

    def terminal(self, terminal: TerminalId) -> Terminal | None:
        return self._terminals.get(terminal)

    def household(self, household: HouseholdId) -> Household | None:
        return self._households.get(household)

    def area_of(self, terminal: TerminalId) -> AreaId | None:
        known = self.terminal(terminal)
        household = self.household(known.household) if known else None
        return household.area if household else None

    def contacts_of(self, household: HouseholdId) -> tuple[Contact, ...]:
        """In the order they are rung: the n-th is `own-<n>`."""
        return self._contacts.get(household, ())

    def terminals_of(self, household: HouseholdId) -> tuple[Terminal, ...]:
        return self._telephones.get(household, ())

    def contact(self, contact: ContactId) -> Contact | None:
        return self._by_contact.get(contact)

    def senior(self, senior: SeniorId) -> Senior | None:
        return self._by_senior.get(senior)

    def seniors_of(self, household: HouseholdId) -> tuple[Senior, ...]:
        return self._seniors.get(household, ())

    def desk(self, name: str) -> Desk | None:
        return self._desks.get(name)

    def override(self, scope: AreaId | TerminalId, service: ServiceId) -> Override | None:
        return self._overrides.get((scope, service))

    @cached_property
    def _areas(self) -> dict[AreaId, Area]:
        return {area.id: area for area in self.areas}

    @cached_property
    def _services(self) -> dict[ServiceId, Service]:
        return {service.id: service for service in (*self.services, HOTLINE_SERVICE)}

    @cached_property
    def _providers(self) -> dict[ProviderId, Provider]:
        return {provider.id: provider for provider in self.providers}

    @cached_property
    def _offers(self) -> dict[tuple[ServiceId, AreaId], tuple[Provider, ...]]:
        working = (provider for provider in self.providers if takes_calls(provider))
        return _grouped(working, lambda provider: (provider.service, provider.area))

    @cached_property
    def _households(self) -> dict[HouseholdId, Household]:
        return {household.id: household for household in self.households}

    @cached_property
    def _by_senior(self) -> dict[SeniorId, Senior]:
        return {senior.id: senior for senior in self.seniors}

    @cached_property
    def _seniors(self) -> dict[HouseholdId, tuple[Senior, ...]]:
        return _grouped(self.seniors, lambda senior: senior.household)

    @cached_property
    def _terminals(self) -> dict[TerminalId, Terminal]:
        return {terminal.id: terminal for terminal in self.terminals}

    @cached_property
    def _telephones(self) -> dict[HouseholdId, tuple[Terminal, ...]]:
        return _grouped(self.terminals, lambda terminal: terminal.household)

    @cached_property
    def _contacts(self) -> dict[HouseholdId, tuple[Contact, ...]]:
        ordered = sorted(self.contacts, key=lambda contact: (contact.position, contact.id))
        return _grouped(ordered, lambda contact: contact.household)

    @cached_property
    def _by_contact(self) -> dict[ContactId, Contact]:
        return {contact.id: contact for contact in self.contacts}

    @cached_property
    def _desks(self) -> dict[str, Desk]:
        return {desk.name: desk for desk in self.desks}

    @cached_property
    def _overrides(self) -> dict[tuple[str, ServiceId], Override]:
        return {(override.terminal, override.service): override for override in self.overrides}


def takes_calls(provider: Provider) -> bool:
    """Working at all: active, with a number, and able to hold a call."""
    return provider.active and bool(provider.numbers) and provider.capacity != 0


def _grouped(rows: Iterable[V], key: Callable[[V], K]) -> dict[K, tuple[V, ...]]:
    groups: defaultdict[K, list[V]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return {name: tuple(group) for name, group in groups.items()}
