"""Whoever pressed and reached nobody is rung: soon, not for ever, not where a person was reached since."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection

from db import attempts, calls, outbox, tasks
from db.attempts import AttemptRow
from db.calls import CallRow
from db.engine import open_engine, writing
from db.tasks import TaskRow
from ivr.attempt import Attempt
from ivr.commands import OriginateStaffCall
from ivr.events import AttemptId
from ivr.missed import AGAIN, ring_missed, settle_missed
from ivr.perform import command_of
from tests.contract.homes import new_database

NOON = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
WAIT, SECOND = timedelta(seconds=20), timedelta(seconds=1)


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[Connection]:
    """She pressed for a meal at noon; nobody took it."""
    engine = open_engine(new_database(tmp_path))
    with writing(engine) as conn:
        missed(conn)
        yield conn
    engine.dispose()


def missed(conn: Connection, call: str = "c-1", terminal: str | None = "t1001", kind: str = "missed_press") -> None:
    task = TaskRow(id=f"task-{call}", kind=kind, subject=call, terminal_id=terminal, call_id=call, opened_at=NOON)
    tasks.open_task(conn, task)


def pressed(conn: Connection, call: str, at: datetime, *, reached: bool, terminal: str = "t1001") -> None:
    row = CallRow(id=call, terminal_id=terminal, pressed_at=at, reached_at=at if reached else None, state="ended")
    calls.save(conn, [row])


def the_task(conn: Connection) -> TaskRow:
    task = tasks.load(conn, "task-c-1")
    assert task is not None
    return task


def end_all(conn: Connection) -> None:
    """Every call of ours ended in vain."""
    for row in attempts.open_attempts(conn):
        attempts.save(conn, [AttemptRow(**vars(row) | {"state": "ended", "outcome": "no_answer"})])


def test_a_missed_press_is_rung_back_after_a_little_while_and_not_before(conn):
    assert ring_missed(conn, NOON + WAIT - SECOND, WAIT) == 0
    assert ring_missed(conn, NOON + WAIT, WAIT) == 1

    (row,) = outbox.claim(conn, at=NOON)
    (attempt,) = attempts.open_attempts(conn)
    assert command_of(row) == OriginateStaffCall(attempt=AttemptId(attempt.id), terminal="t1001", why="missed")
    assert (row.id, attempt.kind, attempt.call_id) == (f"dial-{attempt.id}", "missed_press", "c-1")


def test_while_a_call_of_ours_is_under_way_there_is_no_second(conn):
    ring_missed(conn, NOON + WAIT, WAIT)

    assert ring_missed(conn, NOON + WAIT + AGAIN, WAIT) == 0


def test_at_most_two_calls_five_minutes_apart_then_it_stays_with_the_staff(conn):
    rung = []
    for minutes in (1, 2, 7, 13, 60):
        rung.append(ring_missed(conn, NOON + timedelta(minutes=minutes), WAIT))
        end_all(conn)

    assert rung == [1, 0, 1, 0, 0]
    assert [task.subject for task in tasks.open_tasks(conn)] == ["c-1"]


@pytest.mark.parametrize(
    ("again", "rung"),
    [
        ({"at": NOON + 5 * SECOND, "reached": True}, 0),
        ({"at": NOON + 5 * SECOND, "reached": False}, 1),
        ({"at": NOON - 60 * SECOND, "reached": True}, 1),
        ({"at": NOON + 5 * SECOND, "reached": True, "terminal": "t1002"}, 1),
    ],
    ids=["she pressed again, a person came", "again nobody", "earlier", "somebody else"],
)
def test_whoever_was_reached_since_is_not_rung(conn, again, rung):
    pressed(conn, "c-2", **again)

    assert ring_missed(conn, NOON + WAIT, WAIT) == rung

    task = the_task(conn)
    assert (task.state, task.outcome) == (("open", "") if rung else ("done", "she was reached since"))


@pytest.mark.parametrize("terminal", [None, "u13900000001"], ids=["no telephone known", "an unknown number"])
def test_whom_we_do_not_know_we_cannot_ring(conn, terminal):
    tasks.finish(conn, "task-c-1", None, at=NOON, outcome="")
    missed(conn, "c-9", terminal)

    assert ring_missed(conn, NOON + WAIT, WAIT) == 0
    assert [task.subject for task in tasks.open_tasks(conn)] == ["c-9"]


def test_a_telephone_whose_id_begins_as_an_unknown_callers_is_rung(conn):
    missed(conn, "c-9", "ulan1")

    assert ring_missed(conn, NOON + WAIT, WAIT) == 2


def test_other_tasks_are_left_alone(conn):
    missed(conn, "c-7", kind="was_she_served")

    assert ring_missed(conn, NOON + WAIT, WAIT) == 1


@pytest.mark.parametrize(
    ("ours", "done"),
    [
        ({}, True),
        ({"outcome": "not_spoke"}, False),
        ({"kind": "wellness"}, False),
        ({"call_id": None}, False),
        ({"call_id": "c-2"}, False),
    ],
)
def test_only_that_she_was_spoken_with_ends_the_task(conn, ours, done):
    fields = {"kind": "missed_press", "outcome": "spoke", "call_id": "c-1"} | ours

    settle_missed(conn, Attempt(id="bb-1", committed_at=NOON, **fields), NOON)

    assert (the_task(conn).state == "done") == done
