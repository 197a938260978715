"""What may somebody type to find her, and who is meant? One row a person, kept right by what it was made from.

A row holds her name, its pinyin and initials, her address and every number of her home, small and without blanks, so
that any part of it finds her: three characters of an address, the last four digits, `wxy` or `wangxiu` for 王秀英.
Whether the site has changed since is told by its revision; a row is made anew where its source has changed.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Subquery, delete, func, literal, select, union_all

from db import revisions
from db.records import batches, put
from db.schema.in_hand import people_words
from db.schema.site import contacts, households, seniors, site_revisions, terminals
from db.spelling import plain, spelled

PART = "people_words"
BETWEEN = "\x1f"
LEAST = 2
"""Letters or digits of one word; a single Chinese character is a word too."""


@dataclass(frozen=True, slots=True)
class Found:
    senior_id: str
    household_id: str
    area_id: str


def find_people(conn: Connection, text: str, limit: int) -> list[Found]:
    """Who has every word of `text`, in the order of their names. Words are parted by blanks."""
    words = [plain(word) for word in text.split()]
    words = [word for word in words if len(word) >= LEAST or not word.isascii()]
    if not words:
        return []
    statement = (
        select(seniors.c.id, seniors.c.household_id, households.c.area_id)
        .join(people_words, people_words.c.senior_id == seniors.c.id)
        .join(households, households.c.id == seniors.c.household_id)
        .where(*(_holds(conn, word) for word in words))
        .order_by(seniors.c.name, seniors.c.id)
        .limit(limit)
    )
    return [Found(*row) for row in conn.execute(statement)]


def is_right(conn: Connection) -> bool:
    """Nothing of the site has changed since it was last brought up to date."""
    known = conn.scalar(select(site_revisions.c.number).where(site_revisions.c.part == PART))
    return known == revisions.site(conn) and known is not None


@dataclass(frozen=True, kw_only=True)
class Changed:
    """Whose words are to be made anew, as of a revision of the site: (person, what they are made from)."""

    revision: int
    rows: Sequence[tuple[str, str]]


def changed(conn: Connection) -> Changed:
    """Reads everybody: two seconds for 400,000 people, and nothing waits for it."""
    rows = [(row[0], row[1]) for row in conn.execute(_changed())]
    return Changed(revision=revisions.site(conn), rows=rows)


def parts(found: Changed) -> Iterable[Sequence[tuple[str, str]]]:
    """For a transaction each: nobody waits long."""
    return batches(found.rows)


def renew(conn: Connection, rows: Sequence[tuple[str, str]]) -> None:
    put(conn, people_words, [_row(*one) for one in rows])


def done(conn: Connection, found: Changed) -> None:
    """Whoever is no longer known is forgotten; from now on everything is right as of that revision."""
    gone = ~select(literal(1)).where(seniors.c.id == people_words.c.senior_id).exists()
    conn.execute(delete(people_words).where(gone))
    put(conn, site_revisions, [{"part": PART, "number": found.revision}])


def keep_right(conn: Connection) -> int:
    """All of it in one transaction; how many were made anew."""
    found = changed(conn)
    for part in parts(found):
        renew(conn, part)
    done(conn, found)
    return len(found.rows)


def _row(senior: str, source: str) -> dict[str, str]:
    name, name_en, address, numbers, ids = source.split(BETWEEN)
    told = (name, name_en, *spelled(name), address, *numbers.split(), *_home(numbers.split()), *ids.split(), senior)
    return {"senior_id": senior, "words": " ".join(dict.fromkeys(plain(one) for one in told if one)), "source": source}


def _home(numbers: Sequence[str]) -> Iterator[str]:
    """As they are dialled at home: without the country, and with the trunk's 0."""
    for number in numbers:
        if number.startswith("+86"):
            yield "0" + number[3:]


def _changed() -> Select[Any]:
    numbers = _together()
    source = (
        seniors.c.name + BETWEEN + seniors.c.name_en + BETWEEN + households.c.address
        + BETWEEN + func.coalesce(numbers.c.numbers, "") + BETWEEN + func.coalesce(numbers.c.ids, "")
    )  # fmt: skip
    return (
        select(seniors.c.id, source)
        .join(households, households.c.id == seniors.c.household_id)
        .outerjoin(numbers, numbers.c.household_id == households.c.id)
        .outerjoin(people_words, people_words.c.senior_id == seniors.c.id)
        .where((people_words.c.source != source) | people_words.c.source.is_(None))
    )


def _together() -> Subquery:
    """Of each home: its numbers and its telephones' ids, in an order that stays."""
    every = union_all(
        select(terminals.c.household_id, terminals.c.number, terminals.c.id.label("id")),
        select(contacts.c.household_id, contacts.c.number, literal("")),
    ).subquery()
    rows = select(every).order_by(every.c.household_id, every.c.number, every.c.id).subquery()
    joined = [func.aggregate_strings(column, " ") for column in (rows.c.number, rows.c.id)]
    told = select(rows.c.household_id, joined[0].label("numbers"), joined[1].label("ids"))
    return told.group_by(rows.c.household_id).subquery()


def _holds(conn: Connection, word: str) -> ColumnElement[bool]:
    """Quicker than LIKE, and every sign is only itself."""
    find = func.strpos if conn.dialect.name == "postgresql" else func.instr
    return find(people_words.c.words, word) > 0
