"""What are the people and places called that rows name only by id? Looked up for one page at a time."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection

from db.areas import load_areas
from db.homes import (
    contacts_of_households,
    load_contacts,
    load_households,
    load_seniors,
    seniors_of_households,
)
from db.providers import provider_names
from db.services import load_services
from db.staff import load_accounts
from db.terminals import load_terminals
from ivr.rungs import provider_of
from ivr.services import HOTLINE, HOTLINE_SERVICE, Service
from people.areas import Area
from people.ids import (
    AreaId,
    ContactId,
    HouseholdId,
    ProviderId,
    SeniorId,
    ServiceId,
    StaffId,
    TargetId,
    TerminalId,
)
from people.seniors import Household, Senior
from people.staff import Staff
from people.terminals import Contact, Terminal


@dataclass(frozen=True, kw_only=True)
class Name:
    """A name as it is written here and, where known, in Latin letters."""

    zh: str
    en: str = ""

    def of(self, language: str) -> str:
        return self.en or self.zh if language == "en" else self.zh or self.en


@dataclass(frozen=True, kw_only=True)
class Home:
    """Who lives behind a terminal, and where."""

    terminal: str
    seniors: tuple[Senior, ...] = ()
    address: str = ""
    access_note: str = ""
    area: Name = field(default_factory=lambda: Name(zh=""))

    @property
    def name(self) -> Name:
        """Empty where nobody is known there."""
        people = self.seniors
        return Name(zh="、".join(s.name for s in people), en=", ".join(s.name_en or s.name for s in people))


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """The ids a page is about to name."""

    terminals: Collection[str] = ()
    seniors: Collection[str] = ()
    targets: Collection[str] = ()
    staff: Collection[str] = ()


@dataclass(frozen=True, kw_only=True)
class Book:
    terminals: Mapping[TerminalId, Terminal]
    seniors: Mapping[SeniorId, Senior]
    households: Mapping[HouseholdId, Household]
    living: Mapping[HouseholdId, tuple[Senior, ...]]
    areas: Mapping[AreaId, Area]
    contacts: Mapping[ContactId, Contact]
    own: Mapping[tuple[HouseholdId, int], Contact]
    """By household and position."""
    rung: tuple[Contact, ...]
    """The contacts of all these homes, in the order in which they are rung."""
    providers: Mapping[ProviderId, Name]
    services: Mapping[ServiceId, Service]
    staff: Mapping[StaffId, Staff]

    def home(self, terminal: str | None) -> Home:
        known = self.terminals.get(TerminalId(terminal or ""))
        household = self.households.get(known.household) if known else None
        if household is None:
            return Home(terminal=terminal or "")
        return Home(
            terminal=terminal or "", seniors=self.living.get(household.id, ()), address=household.address,
            access_note=household.access_note, area=self.area(household.area),
        )  # fmt: skip

    def person(self, senior: str | None, terminal: str | None) -> Name:
        """The senior where one is named, else everybody of the home."""
        known = self.seniors.get(SeniorId(senior or ""))
        return Name(zh=known.name, en=known.name_en) if known else self.home(terminal).name

    def area(self, area: AreaId) -> Name:
        known = self.areas.get(area)
        return Name(zh=known.name, en=known.name_en) if known else Name(zh="")

    def area_of(self, senior: Senior) -> Name:
        home = self.households.get(senior.household)
        return self.area(home.area) if home else Name(zh="")

    def service(self, service: str | None) -> Name:
        known = self.services.get(ServiceId(service or ""))
        return Name(zh=known.name_zh, en=known.name_en) if known else Name(zh=service or "")

    def provider(self, target: str) -> Name | None:
        return self.providers.get(provider_of(TargetId(target)) or ProviderId(""))

    def contact(self, target: str, terminal: str | None) -> Contact | None:
        """Of `contact-c17`, or of `own-2` seen from her terminal."""
        kind, _, rest = target.partition("-")
        if kind == "own" and rest.isdigit():
            known = self.terminals.get(TerminalId(terminal or ""))
            return self.own.get((known.household, int(rest))) if known else None
        return self.contacts.get(ContactId(rest)) if kind == "contact" else None


def look_up(conn: Connection, wanted: Wanted) -> Book:
    """Everything the page needs in order to name them; ids that nobody has stay ids."""
    terminals = load_terminals(conn, {t for t in wanted.terminals if t})
    seniors = dict(load_seniors(conn, {s for s in wanted.seniors if s}))
    homes = {t.household for t in terminals.values()} | {s.household for s in seniors.values()}
    households = load_households(conn, homes)
    rung = contacts_of_households(conn, homes)
    contacts = {t.removeprefix("contact-") for t in wanted.targets if t.startswith("contact-")}
    providers = {p for p in (provider_of(TargetId(t)) for t in wanted.targets if t) if p}
    accounts = load_accounts(conn, {s for s in wanted.staff if s})
    living = seniors_of_households(conn, homes)
    seniors |= {one.id: one for home in living.values() for one in home}
    return Book(
        terminals=terminals, seniors=seniors, households=households,
        living=living, areas=load_areas(conn),
        own={(one.household, one.position): one for one in rung}, rung=rung,
        contacts=load_contacts(conn, contacts),
        providers={key: Name(zh=zh, en=en) for key, (zh, en) in provider_names(conn, providers).items()},
        services={s.id: s for s in load_services(conn)} | {HOTLINE: HOTLINE_SERVICE},
        staff={key: account.person for key, account in accounts.items()},
    )  # fmt: skip


def age(senior: Senior, on: date) -> int | None:
    if senior.born is None:
        return None
    return on.year - senior.born.year - ((on.month, on.day) < (senior.born.month, senior.born.day))
