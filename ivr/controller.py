"""What follows from what Asterisk has written? Facts in, decisions saved, in one transaction with the cursor.

event -> load -> decide (ivr/call.py, ivr/incident.py, ivr/attempt.py) -> save -> commit. Nothing is performed
here; what must be done is written to the outbox and performed after the commit (ivr/perform.py).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Engine

from db import facts as fact_rows
from db.engine import reading, writing
from ivr import events as e
from ivr.asterisk.factlog import Cursor, FactLog
from ivr.asterisk.facts import Fact, Translator
from ivr.book import Book
from ivr.running import trail
from ivr.running.logs import about

Listener = Callable[[Connection, Book, e.Event], None]
"""Something else that follows from an event in the same transaction: signs of life, visits."""
Follower = Callable[[Connection, Sequence[e.Event]], None]
"""What follows from all the new events of a turn together, after the listeners, in the same transaction: attempts."""


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What one turn brought: rows read from the log, facts that were new."""

    rows: int
    facts: int


class Controller:
    """One exchange's log into one database. Not thread-safe: one thread takes, the rest reads."""

    def __init__(
        self,
        *,
        engine: Engine,
        log: FactLog,
        node: str,
        listeners: Sequence[Listener] = (),
        followers: Sequence[Follower] = (),
    ) -> None:
        self._engine = engine
        self._log = log
        self._node = node
        self._listeners = tuple(listeners)
        self._followers = tuple(followers)
        self._translator = Translator()
        self._cursor = Cursor()
        self._book: Book | None = None

    @property
    def book(self) -> Book:
        """The open calls and incidents, as of the last commit."""
        if self._book is None:
            self._book = self._recall()
        return self._book

    @property
    def unread(self) -> int:
        """Rows that made no sense, since the start."""
        return self._translator.unread

    def rotate(self, suffix: str, above: int = 64 * 2**20) -> bool:
        """Rename the log aside once it is larger than `above` bytes, and let go of the oldest that were read."""
        self._log.forget_before(self._cursor)
        return self._log.size() > above and self._log.rotate(suffix) is not None

    def take(self) -> Taken:
        """Take over the next part of the log, all or nothing; on any fault the next turn begins where this did."""
        book = self.book
        rows, cursor = self._log.read(self._cursor)
        if not rows:
            self._cursor = cursor
            return Taken(rows=0, facts=0)
        try:
            new = self._commit(book, list(self._translator.facts(rows)), cursor)
        except BaseException:
            self._book = None
            raise
        self._cursor = cursor
        return Taken(rows=len(rows), facts=new)

    def decide(self, rule: Callable[[Connection, Book], int]) -> int:
        """A use case over the open calls and incidents, in one transaction; on any fault nothing of it is kept."""
        book = self.book
        try:
            with writing(self._engine) as conn:
                book.forget_closed(conn)
                done = rule(conn, book)
        except BaseException:
            self._book = None
            raise
        book.committed()
        return done

    def follow(self, conn: Connection, book: Book, events: Sequence[e.Event]) -> None:
        """What follows from events that another log has told, within `decide`."""
        self._follow(conn, book, events)

    def _commit(self, book: Book, facts: Sequence[Fact], cursor: Cursor) -> int:
        with writing(self._engine) as conn:
            book.forget_closed(conn)
            kept = fact_rows.append(conn, [_row(fact) for fact in _relevant(facts, book)])
            new = {(row.uniqueid, row.ident) for row in kept}
            events = [fact.event for fact in facts if (fact.uniqueid, fact.ident) in new]
            self._follow(conn, book, events)
            book.save(conn)
            fact_rows.save_cursor(conn, self._cursor_row(cursor))
        book.committed()
        trail.tell(events)
        return len(kept)

    def _follow(self, conn: Connection, book: Book, events: Sequence[e.Event]) -> None:
        for event in events:
            with about(event):
                book.apply(conn, event)
                for listener in self._listeners:
                    listener(conn, book, event)
        for follower in self._followers:
            follower(conn, events)

    def _recall(self) -> Book:
        with reading(self._engine) as conn:
            cursor = fact_rows.load_cursor(conn, self._node)
            book = Book.recall(conn)
        self._cursor = Cursor(inode=cursor.inode, offset=cursor.offset) if cursor else Cursor()
        self._translator.offset = cursor.clock_offset if cursor else 0
        return book

    def _cursor_row(self, cursor: Cursor) -> fact_rows.CursorRow:
        return fact_rows.CursorRow(
            node=self._node,
            inode=cursor.inode,
            offset=cursor.offset,
            clock_offset=self._translator.offset,
        )


def _relevant(facts: Iterable[Fact], book: Book) -> list[Fact]:
    """Without the ends of channels that are nobody's press and no attempt: most of the log's rows."""
    pressed = book.open_ids()
    kept = []
    for fact in facts:
        if isinstance(fact.event, e.Pressed):
            pressed.add(fact.event.channel)
        nobodys = fact.uniqueid not in pressed and not fact.uniqueid.startswith("bb-")
        if not (isinstance(fact.event, e.HungUp) and nobodys):
            kept.append(fact)
    return kept


def _row(fact: Fact) -> fact_rows.FactRow:
    return fact_rows.FactRow(
        uniqueid=fact.uniqueid,
        ident=fact.ident,
        linkedid=fact.linkedid,
        event=fact.name,
        at=fact.at,
        data=fact.data,
    )
