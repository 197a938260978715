"""Who is meant by what somebody typed? The people found, as one reader may see them; the words are kept right here.

A small site's words are brought up to date before the search; a large one's behind it, in a thread of their own: the
search answers with what stands.
"""

import logging
from dataclasses import dataclass
from threading import Lock, Thread

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import SQLAlchemyError

from console.access.scope import scope_of, within
from db import finding
from db.engine import reading, writing
from db.finding import Found
from db.homes import load_households, load_seniors
from db.schema.site import seniors
from db.staff import Account
from people.ids import HouseholdId, SeniorId

SMALL = 20_000
"""People whose words are looked through in a moment."""
MOST = 20
_log = logging.getLogger(__name__)
_one_at_a_time = Lock()


@dataclass(frozen=True, kw_only=True)
class Person:
    id: str
    name: str
    sub: str


class Finder:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def rows(self, text: str, limit: int) -> list[Found]:
        """Whoever has every word of the text, unfiltered."""
        self.bring_up()
        with reading(self._engine) as conn:
            return finding.find_people(conn, text, limit)

    def people(self, text: str, reader: Account | None) -> list[Person]:
        """Those whom this reader may see."""
        rows = self.rows(text, MOST)
        with reading(self._engine) as conn:
            seen = within(conn, scope_of(conn, reader), rows, lambda row: (None, row.senior_id))
            return _named(conn, seen)

    def bring_up(self) -> None:
        with reading(self._engine) as conn:
            if finding.is_right(conn):
                return
            small = (conn.scalar(select(func.count()).select_from(seniors)) or 0) <= SMALL
        if small:
            _keep_right(self._engine)
        elif not _one_at_a_time.locked():
            Thread(target=_keep_right, args=[self._engine], daemon=True, name="people-words").start()


def _keep_right(engine: Engine) -> None:
    with _one_at_a_time:
        try:
            with reading(engine) as conn:
                found = finding.changed(conn)
            for part in finding.parts(found):
                with writing(engine) as conn:
                    finding.renew(conn, part)
            with writing(engine) as conn:
                finding.done(conn, found)
        except SQLAlchemyError:  # the search answers with what stands, and the next one tries again
            _log.exception("the words by which people are found cannot be brought up to date")


def _named(conn: Connection, rows: object) -> list[Person]:
    found: list[Found] = list(rows)  # type: ignore[call-overload]
    people = load_seniors(conn, [row.senior_id for row in found])
    homes = load_households(conn, {HouseholdId(row.household_id) for row in found})
    return [
        Person(
            id=row.senior_id, name=people[SeniorId(row.senior_id)].name,
            sub=homes[HouseholdId(row.household_id)].address,
        )
        for row in found
        if SeniorId(row.senior_id) in people
    ]  # fmt: skip
