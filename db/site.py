"""What does the exchange have to know of its neighbourhood before it decides anything? All of it, at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Connection, select

from db.areas import load_areas
from db.homes import load_contacts, load_households, load_seniors
from db.providers import load_providers
from db.schema.site import seniors, terminals
from db.services import load_services
from db.terminals import load_terminals
from ivr.services import Service
from people.areas import Area
from people.ids import HouseholdId, SeniorId
from people.providers import Provider
from people.seniors import Household, Senior
from people.terminals import Contact, Terminal

K = TypeVar("K", bound=str)
V = TypeVar("V")


@dataclass(frozen=True, kw_only=True)
class SiteParts:
    """Everybody and everything, each part in the order of its ids (services as pages list them)."""

    areas: tuple[Area, ...]
    services: tuple[Service, ...]
    providers: tuple[Provider, ...]
    households: tuple[Household, ...]
    seniors: tuple[Senior, ...]
    terminals: tuple[Terminal, ...]
    contacts: tuple[Contact, ...]


def load_site_parts(conn: Connection) -> SiteParts:
    """14,000 homes in well under a second."""
    return SiteParts(
        areas=_in_order(load_areas(conn)),
        services=load_services(conn),
        providers=_in_order(load_providers(conn)),
        households=_in_order(load_households(conn)),
        seniors=_in_order(load_seniors(conn)),
        terminals=_in_order(load_terminals(conn)),
        contacts=_in_order(load_contacts(conn)),
    )


@dataclass(frozen=True, kw_only=True)
class Resident:
    """Somebody and her home, no more: what is asked at every press."""

    id: SeniorId
    household: HouseholdId


def residents(conn: Connection, *, terminal: str | None = None, senior: str | None = None) -> tuple[Resident, ...]:
    """One senior, or everybody of the home in which this telephone stands, in the order of their ids."""
    found = select(seniors.c.id, seniors.c.household_id).order_by(seniors.c.id)
    if senior is not None:
        found = found.where(seniors.c.id == senior)
    else:
        found = found.join(terminals, terminals.c.household_id == seniors.c.household_id)
        found = found.where(terminals.c.id == terminal)
    return tuple(Resident(id=SeniorId(key), household=HouseholdId(home)) for key, home in conn.execute(found))


def _in_order(found: Mapping[K, V]) -> tuple[V, ...]:
    return tuple(found[key] for key in sorted(found))
