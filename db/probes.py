"""Which numbers may we have to ring, and what was learnt of each? By calls, by look-ups and by rings."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select

from db.records import fetch, put_new, selecting, values
from db.schema.calls import calls, legs
from db.schema.probes import number_words
from db.schema.site import contacts, provider_numbers, providers
from db.schema.staff import staff
from ivr.probing.probing import Destination, Means, Owner, Word, said_by
from ivr.ways.tried import read


def everybody(conn: Connection) -> Iterator[Destination]:
    """Numbers of staff and providers at work, and of families; one may come more than once."""
    for key, number in conn.execute(select(staff.c.id, staff.c.number).where(staff.c.active, staff.c.number != "")):
        yield Destination(number=number, owner=Owner.STAFF, subject=f"staff/{key}")
    told = select(provider_numbers.c.provider_id, provider_numbers.c.number)
    at_work = told.join(providers, providers.c.id == provider_numbers.c.provider_id).where(providers.c.active)
    for key, number in conn.execute(at_work):
        yield Destination(number=number, owner=Owner.PROVIDER, subject=f"provider/{key}")
    for key, number in conn.execute(select(contacts.c.id, contacts.c.number).where(contacts.c.number != "")):
        yield Destination(number=number, owner=Owner.CONTACT, subject=f"contact/{key}")


def learnt(conn: Connection) -> Mapping[str, Sequence[Word]]:
    """Number -> what is known, oldest first."""
    found: defaultdict[str, list[Word]] = defaultdict(list)
    for word in fetch(conn, Word, selecting(Word, number_words).order_by(number_words.c.at, number_words.c.id)):
        found[word.number].append(word)
    return found


def learn(conn: Connection, word: Word, key: str) -> None:
    """Write it down, once under this key."""
    put_new(conn, number_words, [{"id": key, **values(word)}])


def from_calls(conn: Connection, since: datetime) -> int:
    """What the legs of presses since then say of their numbers; told twice, it stands once. How many."""
    numbers = {**_of_providers(conn), **_of_contacts(conn)}
    told = select(legs.c.call_id, legs.c.position, legs.c.target, legs.c.status, legs.c.tried, legs.c.ended_at)
    ended = told.join(calls, calls.c.id == legs.c.call_id).where(
        calls.c.pressed_at >= since, legs.c.ended_at.is_not(None)
    )
    words = [(row, word) for row in conn.execute(ended) if (word := _word(row, numbers)) is not None]
    for row, word in words:
        learn(conn, word, f"{row.call_id}/{row.position}")
    return len(words)


def forget(conn: Connection, before: datetime) -> None:
    """What calls said so long ago; look-ups and rings are kept: they say when it may be done again."""
    old = number_words.c.means == Means.CALL, number_words.c.at < before
    conn.execute(delete(number_words).where(*old))


def _word(row: Any, numbers: Mapping[str, str]) -> Word | None:
    number = numbers.get(row.target)
    if number is None or row.status == "FULL":
        return None
    last = read(row.tried)[-1:]
    cause = last[0].cause if last else 0
    status = last[0].status if last and row.status in ("CHANUNAVAIL", "CONGESTION") and last[0].status else row.status
    leads = said_by(status, cause)
    return None if leads is None else Word(
        number=number, at=row.ended_at, means=Means.CALL, leads=leads, detail=f"{status}.{cause}" if cause else status
    )  # fmt: skip


def _of_providers(conn: Connection) -> Mapping[str, str]:
    told = select(provider_numbers.c.provider_id, provider_numbers.c.position, provider_numbers.c.number)
    return {f"prov-{key}-{position}": number for key, position, number in conn.execute(told)}


def _of_contacts(conn: Connection) -> Mapping[str, str]:
    return {f"contact-{key}": number for key, number in conn.execute(select(contacts.c.id, contacts.c.number))}
