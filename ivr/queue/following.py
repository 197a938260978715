"""What follows from what the dialplan says of the queue? Who waits, whose place is kept, which words are to be heard.

F1. Whoever asks to wait at home has an attempt and its order before anybody is rung, in the transaction of her asking:
    she is rung once, and while it stands no missed-press call is made for the same press.
F2. Words that were left become a task that plays them, once for a call; a file without a sound in it does not.
"""

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection

from db import attempts, outbox, queue, tasks
from db.attempts import AttemptRow
from db.outbox import OutboxRow
from db.queue import LeftWords, ReturnRow
from db.tasks import TaskRow
from db.ulid import new_ulid
from ivr import events as e
from ivr.attempt import MISSED_PRESS
from ivr.book import Book
from ivr.commands import ReturnToQueue
from ivr.controller import Listener
from ivr.queue.order import Waiting
from people.ids import is_stranger

ORDER = "return_to_queue"
WORDS_TASK, WORDS_DUE = "message_left", timedelta(minutes=10)
SHORTEST = 8000 * 2
"""Bytes of a second: less was no word."""


def listener(spool: Path, clock: Callable[[], datetime]) -> Listener:
    """`spool`: where the exchange keeps what is spoken."""

    def listen(conn: Connection, _: Book, event: e.Event) -> None:
        match event:
            case e.Queued():
                queue.wait(conn, _waiting(event))
            case e.QueueLeft():
                queue.stop_waiting(conn, event.call, event.how, event.at)
            case e.ReturnAsked():
                keep_place(conn, event, clock())
            case e.WordsLeft():
                keep_words(conn, event, spool / "words" / f"{event.call}.sln")
            case _:
                pass

    return listen


def keep_place(conn: Connection, asked: e.ReturnAsked, now: datetime) -> str | None:
    """F1. The attempt; None where her place is kept already, or nobody knows how to ring her."""
    attempt = f"bb-{new_ulid(now)}"
    row = ReturnRow(
        attempt_id=attempt, call_id=asked.call, queue=asked.queue, priority=asked.priority, asked_at=asked.at
    )
    if is_stranger(asked.terminal) or not queue.keep_place(conn, row):
        return None
    attempts.intend(
        conn,
        AttemptRow(id=attempt, kind=MISSED_PRESS, terminal_id=asked.terminal, call_id=asked.call, committed_at=now),
    )
    order = ReturnToQueue(
        attempt=e.AttemptId(attempt), terminal=asked.terminal, queue=asked.queue, priority=asked.priority
    )
    outbox.intend(
        conn, [OutboxRow(id=f"dial-{attempt}", kind=ORDER, payload=json.dumps(asdict(order)), created_at=now)]
    )
    return attempt


def keep_words(conn: Connection, left: e.WordsLeft, file: Path) -> bool:
    """F2. False: nothing was said, or it is kept already."""
    try:
        spoken = file.stat().st_size >= SHORTEST
    except OSError:
        spoken = False
    words = LeftWords(
        call_id=left.call,
        terminal_id=left.terminal,
        file=f"words/{file.name}",
        language=left.language,
        left_at=left.at,
    )
    if not spoken or not queue.keep_words(conn, words):
        return False
    tasks.open_task(
        conn,
        TaskRow(
            id=new_ulid(left.at),
            kind=WORDS_TASK,
            subject=left.call,
            terminal_id=left.terminal,
            call_id=left.call,
            opened_at=left.at,
            due_at=left.at + WORDS_DUE,
        ),
    )
    return True


def _waiting(event: e.Queued) -> Waiting:
    """The terminal stands in the call's own row; here it is for whoever reads the queue alone."""
    return Waiting(call_id=event.call, queue=event.queue, urgency=event.urgency, since=event.since)
