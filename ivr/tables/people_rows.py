"""What must Asterisk know of each home and number by itself? The rows beside the weeks, all of them at once.

who/<terminal>      household,area,class,contact ids joined by +,language
caller/<digits>     terminal, for each way a carrier writes the number of a fixed line
did/<digits>        terminal, for each way its own number is dialled
family/<digits>     contact,terminal joined by |: of which homes whoever rings from this number is a contact
target/<id>         trunk,<number>,<accepts>
ladder/<terminal>   the emergency legs
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from ivr.emergency import encode_ladder, ladder
from ivr.rungs import contact_target, provider_target
from ivr.site import Site
from ivr.tables.rows import Key, Row
from people.ids import HouseholdId, TerminalId
from people.numbers import to_dial
from people.seniors import Language
from people.terminals import Terminal, TerminalKind

LAST_DIGITS = 11
"""Of a caller id, by which a contact is known: a mobile's whole number, whatever stands before it."""
MOST_HOMES = 9
"""About so many homes one caller is asked."""


def people_rows(site: Site, area_code: str) -> tuple[Row, ...]:
    """Every row of every active terminal, contact and provider number of the site."""
    return (
        *_terminals(site, area_code),
        *_contacts(site, area_code),
        *_family(site, area_code),
        *_providers(site, area_code),
    )


def ways_to_write(number: str, area_code: str) -> tuple[str, ...]:
    """The digits a carrier may send for a number: country, trunk prefix, area, or local alone."""
    digits = number.removeprefix("+")
    national = digits.removeprefix("86")
    ways = {digits, f"00{digits}", national, f"0{national}", to_dial(number, area_code=area_code)}
    return tuple(sorted(ways))


def _terminals(site: Site, area_code: str) -> Iterator[Row]:
    for terminal in site.terminals:
        if terminal.active:
            yield from _terminal(site, terminal, area_code)


def _terminal(site: Site, terminal: Terminal, area_code: str) -> Iterator[Row]:
    contacts = site.contacts_of(terminal.household)
    area = site.area_of(terminal.id) or ""
    ids = "+".join(contact.id for contact in contacts)
    language = _language(site, terminal)
    who = f"{terminal.household},{area},{terminal.call_class},{ids},{language}"
    yield Row(Key("who", terminal.id), who)
    yield Row(Key("ladder", terminal.id), encode_ladder(ladder(contacts, site.ladder)))
    yield from _numbers(terminal, area_code)


def _numbers(terminal: Terminal, area_code: str) -> Iterator[Row]:
    if not terminal.number:
        return
    line = terminal.kind is TerminalKind.LINE
    for digits in ways_to_write(terminal.number, area_code):
        yield Row(Key("caller" if line else "did", digits), terminal.id)
    if line:
        yield Row(Key("target", terminal.id), f"trunk,{to_dial(terminal.number, area_code=area_code)},answer")


def _contacts(site: Site, area_code: str) -> Iterable[Row]:
    return (
        Row(
            Key("target", contact_target(contact.id)),
            f"trunk,{to_dial(contact.number, area_code=area_code)},{contact.accepts}",
        )
        for contact in site.contacts
    )


def _family(site: Site, area_code: str) -> Iterator[Row]:
    """The dialplan asks for the last LAST_DIGITS of a caller id: of most numbers one row is enough."""
    telephones = _first_telephones(site)
    homes = defaultdict[str, list[str]](list)
    for contact in site.contacts:
        terminal = telephones.get(contact.household)
        if terminal and contact.number:
            for digits in {way[-LAST_DIGITS:] for way in ways_to_write(contact.number, area_code)}:
                homes[digits].append(f"{contact.id},{terminal}")
    for digits, known in sorted(homes.items()):
        yield Row(Key("family", digits), "|".join(known[:MOST_HOMES]))


def _first_telephones(site: Site) -> Mapping[HouseholdId, TerminalId]:
    """Of each home the one telephone in service by which it is known."""
    active = sorted((one for one in site.terminals if one.active), key=lambda one: one.id, reverse=True)
    return {one.household: one.id for one in active}


def _providers(site: Site, area_code: str) -> Iterable[Row]:
    return (
        Row(
            Key("target", provider_target(provider.id, n)),
            f"trunk,{to_dial(number.number, area_code=area_code)},{number.accepts}",
        )
        for provider in site.providers
        for n, number in enumerate(provider.numbers, start=1)
    )


def _language(site: Site, terminal: Terminal) -> Language:
    seniors = site.seniors_of(terminal.household)
    return seniors[0].language if seniors else Language.CHINESE
