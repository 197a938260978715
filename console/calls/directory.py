"""Which places are there, where, for what, until when, and with how much room? Read for one question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from db.areas import load_areas
from db.homes import load_households, load_seniors
from db.providers import load_providers
from db.schema.calls import calls, legs
from db.services import load_services
from db.spelling import plain, spelled
from ivr.in_hand.rates import answer_rates
from ivr.routing import OPEN, standing
from ivr.rungs import provider_of
from ivr.services import Service
from ivr.site import Site
from people.areas import Area, downwards, upwards
from people.ids import AreaId, ProviderId, SeniorId, TargetId
from people.providers import Provider
from people.seniors import Senior


@dataclass(frozen=True, kw_only=True)
class Asked:
    text: str = ""
    service: str = ""
    area: str = ""
    near: str = ""


@dataclass(frozen=True, kw_only=True)
class Place:
    """`free`: calls it can take now, None where it has no limit. `reach`: circles from her home, 0 the nearest."""

    provider: Provider
    area: Area | None
    open: bool
    free: int | None
    rate: int | None
    reach: int = 0


@dataclass(frozen=True, kw_only=True)
class Places:
    places: tuple[Place, ...]
    services: tuple[Service, ...]
    areas: tuple[Area, ...]
    near: Senior | None = None
    """Who she is, where it was asked who is near her."""


def read_places(conn: Connection, asked: Asked, zone: str, now: datetime) -> Places:
    """Open ones first, nearer ones before farther ones; of a closed one it is said when it opens."""
    areas = load_areas(conn)
    her = load_seniors(conn, [asked.near]).get(SeniorId(asked.near)) if asked.near else None
    home = load_households(conn, [her.household])[her.household].area if her else None
    circles = list(upwards(home, areas)) if home else []
    site, rates, busy = Site(zone=zone), answer_rates(conn, now), _busy(conn)
    every = [one for one in load_providers(conn).values() if one.active and _fits(one, asked, areas, circles)]
    told = [
        Place(
            provider=one, area=areas.get(one.area), open=standing(one, site, now) == OPEN,
            free=None if one.capacity is None else max(0, one.capacity - busy.get(one.id, 0)), rate=rates.get(one.id),
            reach=circles.index(one.area) if one.area in circles else 0,
        )
        for one in every
    ]  # fmt: skip
    order = sorted(told, key=lambda one: (not one.open, one.reach, one.provider.service, one.provider.name))
    return Places(
        places=tuple(order), services=tuple(load_services(conn)), areas=tuple(areas.values()),
        near=her,
    )  # fmt: skip


def _fits(provider: Provider, asked: Asked, areas: Mapping[AreaId, Area], circles: Sequence[AreaId]) -> bool:
    if asked.service and provider.service != asked.service:
        return False
    if asked.area and provider.area not in downwards(AreaId(asked.area), areas):
        return False
    if circles and provider.area not in circles:
        return False
    said = (provider.name, provider.name_en, *spelled(provider.name), *(one.number for one in provider.numbers))
    known = " ".join(plain(one) for one in said)
    return all(plain(word) in known for word in asked.text.split())


def _busy(conn: Connection) -> dict[ProviderId, int]:
    """Calls that each provider has now."""
    talking = (
        select(legs.c.target, func.count())
        .join(calls, calls.c.id == legs.c.call_id)
        .where(calls.c.state != "ended", legs.c.status == "joined")
        .group_by(legs.c.target)
    )
    found: dict[ProviderId, int] = {}
    for target, n in conn.execute(talking):
        provider = provider_of(TargetId(target))
        if provider is not None:
            found[provider] = found.get(provider, 0) + n
    return found
