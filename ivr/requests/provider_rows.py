"""From which telephones may which provider speak for itself? The rows `provider/<digits or endpoint>`.

Its registered numbers by the last digits of a caller id, as contacts are known; the desk telephones of its staff.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from ivr.tables.people_rows import LAST_DIGITS, ways_to_write
from ivr.tables.rows import Key, Row
from people.providers import Provider

MOST = 9
"""So many providers may share one number."""


def provider_rows(
    providers: Iterable[Provider], area_code: str, desks: Iterable[tuple[str, str]] = ()
) -> Iterator[Row]:
    """`desks`: endpoints, each with its provider. The value: ids joined by +."""
    known = defaultdict[str, list[str]](list)
    for provider in providers:
        for number in {one.number for one in provider.numbers} if provider.active else ():
            for digits in {way[-LAST_DIGITS:] for way in ways_to_write(number, area_code)}:
                known[digits].append(provider.id)
    for desk, provider_id in desks:
        known[desk].append(provider_id)
    for place, ids in sorted(known.items()):
        yield Row(Key("provider", place), "+".join(sorted(set(ids))[:MOST]))
