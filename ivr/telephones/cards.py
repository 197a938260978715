"""What stands on each key card? Made from what the site has today: its services, its prefix, its hotlines."""

from collections.abc import Iterator, Mapping

from sqlalchemy import Connection

from db.areas import load_areas
from db.card_holders import CardHolder
from db.services import load_services
from ivr.services import EMERGENCY, HOTLINE_CODE
from ivr.telephones.fitting import Key, keys_of, keys_of_line
from ivr.telephones.rules import TelephoneRules
from people.areas import Area
from people.ids import AreaId
from people.numbers import to_dial
from people.terminals import TerminalKind
from reports.cards.card import Card, CardKey, hotline_of


def cards(conn: Connection, rules: TelephoneRules, holders: Iterator[CardHolder]) -> Iterator[Card]:
    """One by one."""
    services, areas = load_services(conn), load_areas(conn)
    keys = {
        TerminalKind.SIP.value: keys_of(services, rules.prefix),
        TerminalKind.LINE.value: keys_of_line(services, rules.access_numbers),
    }
    for holder in holders:
        yield _card(holder, keys[holder.kind], areas, rules)


def _card(holder: CardHolder, keys: tuple[Key, ...], areas: Mapping[AreaId, Area], rules: TelephoneRules) -> Card:
    area = AreaId(holder.area)
    first = next((key for key in keys if key.service == EMERGENCY), keys[0])
    line = holder.kind == TerminalKind.LINE
    return Card(
        name=holder.name, name_en=holder.name_en, terminal=holder.terminal, area=areas[area].name,
        first=_printed(first), keys=[_printed(key) for key in keys if key is not first],
        hotline=_shown(hotline_of(area, areas, rules.hotlines, rules.published), rules.area_code),
        hotline_dials="" if line else rules.prefix + HOTLINE_CODE,
    )  # fmt: skip


def _printed(key: Key) -> CardKey:
    return CardKey(pictogram=key.service, zh=key.name_zh, en=key.name_en, dials=key.dials)


def _shown(number: str, area_code: str) -> str:
    """As it is dialled here, where it is in stored form; else as the site wrote it."""
    return to_dial(number, area_code=area_code) if number.startswith("+") else number
