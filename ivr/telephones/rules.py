"""What has the site set about its telephones, for whoever fits them out, prints their cards or minds them?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from ivr.settings import Settings
from ivr.telephones.fitting import Registrar, registrar_of
from people.entitled import Entitlement

EVERYWHERE = ("", "0.0.0.0", "::")
"""An exchange listening there says nothing about where telephones reach it."""


@dataclass(frozen=True, kw_only=True)
class TelephoneRules:
    """`registrar` None: the site has not said where its telephones reach the exchange."""

    prefix: str = "*"
    area_code: str = ""
    """Of the site's fixed lines: need not be dialled at home."""
    published: str = ""
    hotlines: Mapping[str, str] = field(default_factory=dict)
    access_numbers: Mapping[str, str] = field(default_factory=dict)
    registrar: Registrar | None = None
    second: Registrar | None = None
    entitlement: Entitlement = field(default_factory=Entitlement)
    first_press_within: timedelta = timedelta(days=3)


def telephone_rules(settings: Settings) -> TelephoneRules:
    """Raises ValueError for a port that is none."""
    section, exchange = settings.telephones, settings.exchange
    own = None if exchange.address in EVERYWHERE else Registrar(host=exchange.address, port=exchange.sip_port)
    return TelephoneRules(
        area_code=settings.area_code, prefix=settings.prefix, published=settings.published, hotlines=section.hotlines,
        access_numbers=settings.access_numbers, registrar=registrar_of(section.registrar) if section.registrar else own,
        second=registrar_of(section.second_registrar) if section.second_registrar else None,
        entitlement=section.entitlement, first_press_within=section.first_press_within,
    )  # fmt: skip
