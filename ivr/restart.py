"""What does a restart of Asterisk leave behind? Calls that ended unseen, and emergencies without a ladder.

R1. A call that began before Asterisk did has ended; nobody will tell us how. Its outcome is `unknown` unless a
    person had been joined, and a task follows as after any press that nobody took.
R2. An incident that nobody closed gets its ladder again: at once, once for each start of Asterisk.
"""

from datetime import datetime

from sqlalchemy import Connection

from db import outbox
from db.outbox import OutboxRow
from ivr import call as call_rule
from ivr.book import Book
from ivr.commands import ResumeLadder
from ivr.perform import text_of


def settle_restart(conn: Connection, book: Book, started_at: datetime, now: datetime) -> int:
    """`started_at` by the machine's clock, `now` by the exchange's. Call when the log has been read to its end after Asterisk's start; returns what was settled or resumed."""
    lost = [call for call in book.calls.values() if born(call.id) < started_at.timestamp()]
    for call in lost:
        book.change(call_rule.settle(call, now))
    commands = [
        OutboxRow(
            id=f"resume-{incident.id}-{int(started_at.timestamp())}",
            kind="resume_ladder",
            payload=text_of(ResumeLadder(incident=incident.id, terminal=incident.terminal_id)),
            created_at=now,
        )
        for incident in book.incidents.values()
        if born(incident.id) < started_at.timestamp()
    ]
    outbox.intend(conn, commands)
    book.save(conn)
    return len(lost) + len(commands)


def born(channel: str) -> float:
    """When a channel began, in seconds since 1970 by the machine's clock: Asterisk writes it into the unique id.

    The facts' own times may be of another morning (tests, demonstration); a restart is a matter of the machine.
    """
    seconds = channel.rpartition("-")[2]
    return float(seconds) if seconds.replace(".", "", 1).isdigit() else float("inf")
