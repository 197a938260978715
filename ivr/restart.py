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
    """Call when the log has been read to its end after Asterisk's start; returns what was settled or resumed."""
    lost = [call for call in book.calls.values() if call.pressed_at < started_at]
    for call in lost:
        book.change(call_rule.settle(call, started_at))
    commands = [
        OutboxRow(
            id=f"resume-{incident.id}-{int(started_at.timestamp())}",
            kind="resume_ladder",
            payload=text_of(ResumeLadder(incident=incident.id, terminal=incident.terminal_id)),
            created_at=now,
        )
        for incident in book.incidents.values()
        if incident.opened_at < started_at
    ]
    outbox.intend(conn, commands)
    book.save(conn)
    return len(lost) + len(commands)
