"""What does a restart of Asterisk leave behind? Calls that ended unseen, and emergencies without a ladder.

R1. A call that began before Asterisk did has ended; nobody will tell us how. Its outcome is `unknown` unless a
    person had been joined, and a task follows as after any press that nobody took.
R2. An incident that nobody closed gets its ladder again: at once, once for each start of Asterisk.
R3. What came in at the second exchange has lost nothing by it.
R4. Asterisk tells its start in whole seconds. What began in that very second is of before if nothing of it is there
    now: an emergency pressed as Asterisk fell, started again within the second, must not wait for ever.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Connection

from db import outbox
from db.outbox import OutboxRow
from ivr import call as call_rule
from ivr import events as e
from ivr.book import Book
from ivr.commands import ResumeLadder
from ivr.perform import text_of


def settle_restart(
    conn: Connection,
    book: Book,
    started_at: datetime,
    now: datetime,
    moved: timedelta = timedelta(),
    there: Collection[str] | None = None,
) -> int:
    """Returns what was settled or resumed. Call with the log read to its end after Asterisk's start.

    `started_at` by the machine's clock, `now` by the exchange's, which is `moved` from it (zero in service). `there`:
    the channels and emergencies that the exchange has now; None: it could not be asked.
    """
    ours = [call for call in book.calls.values() if not call.id.startswith(e.OF_SECOND)]
    lost = [call for call in ours if _older(call.id, call.pressed_at - moved, started_at, there)]
    for call in lost:
        book.change(call_rule.settle(call, now))
    commands = [
        OutboxRow(
            id=f"resume-{incident.id}-{int(started_at.timestamp())}",
            kind="resume_ladder",
            payload=text_of(
                ResumeLadder(incident=incident.id, terminal=incident.terminal_id, start=int(started_at.timestamp()))
            ),
            created_at=now,
        )
        for incident in book.incidents.values()
        if not incident.id.startswith(e.OF_SECOND)
        and _older(incident.id, incident.opened_at - moved, started_at, there)
    ]
    outbox.intend(conn, commands)
    book.save(conn)
    return len(lost) + len(commands)


def _older(channel: str, told_at: datetime, started_at: datetime, there: Collection[str] | None) -> bool:
    """An attempt's channel, in which she pressed, bears no time: then the press itself tells it. R4."""
    began, start = born(channel), int(started_at.timestamp())
    second = int(told_at.timestamp() if began is None else began)
    if second != start:
        return second < start
    return there is not None and channel not in there and e.channel_of(channel) not in there


def born(channel: str) -> float | None:
    """When a channel began, in seconds since 1970 by the machine's clock: Asterisk writes it into the unique id.

    The facts' own times may be of another morning (tests, demonstration); a restart is a matter of the machine.
    """
    seconds = e.channel_of(channel).rpartition("-")[2]
    return float(seconds) if seconds.replace(".", "", 1).isdecimal() else None
