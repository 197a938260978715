"""What becomes of what the dialplan says of the queue: is a place kept once, and are words that were left a task?"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from db import attempts, calls, outbox, queue, tasks
from db.calls import CallRow
from db.engine import open_engine, writing
from db.schema.work import attempts as attempt_rows
from ivr import events as e
from ivr.commands import KINDS, ReturnToQueue
from ivr.missed import ring_missed
from ivr.orders import Ways, order
from ivr.queue.following import keep_place, keep_words, listener
from ivr.queue.order import Waiting, priority
from ivr.queue.pace import ENOUGH, REACHES_BACK, seconds_a_place
from people.ids import HouseholdId, TerminalId
from people.terminals import Terminal, TerminalKind
from tests.contract.homes import new_database, settle_in

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
CALL = e.CallId("exchange-1.1")
ASKED = e.ReturnAsked(
    at=NOON,
    channel=CALL,
    call=CALL,
    terminal="t1001",
    queue="hotline",
    priority=priority(1, NOON - timedelta(minutes=2)),
)


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[Connection]:
    engine = open_engine(new_database(tmp_path))
    with writing(engine) as conn:
        settle_in(conn)
        yield conn
    engine.dispose()


def standing(conn: Connection) -> list[str]:
    return list(conn.scalars(select(attempt_rows.c.id)))


def missed(conn: Connection) -> None:
    tasks.open_task(
        conn,
        tasks.TaskRow(id="m", kind="missed_press", subject=CALL, terminal_id="t1001", call_id=CALL, opened_at=NOON),
    )


def test_her_place_is_kept_by_an_attempt_whose_order_is_written_with_it(conn: Connection) -> None:
    attempt = keep_place(conn, ASKED, NOON)

    assert attempt and standing(conn) == [attempt]
    row = outbox.load(conn, f"dial-{attempt}")
    assert row is not None
    command = KINDS[row.kind](**json.loads(row.payload))
    assert isinstance(command, ReturnToQueue) and (command.attempt, command.terminal) == (attempt, "t1001")
    assert (command.queue, command.priority) == ("hotline", ASKED.priority)


def test_asked_twice_she_is_rung_once(conn: Connection) -> None:
    keep_place(conn, ASKED, NOON)

    assert keep_place(conn, ASKED, NOON + timedelta(seconds=1)) is None
    assert len(standing(conn)) == 1


def test_while_her_place_is_kept_no_missed_press_call_is_made_beside_it(conn: Connection) -> None:
    keep_place(conn, ASKED, NOON)
    missed(conn)

    assert ring_missed(conn, NOON + timedelta(minutes=10), timedelta(seconds=20)) == 0
    assert attempts.load(conn, standing(conn))[standing(conn)[0]].call_id == CALL


def test_an_unknown_caller_has_no_telephone_that_could_be_rung(conn: Connection) -> None:
    stranger = e.ReturnAsked(at=NOON, channel=CALL, call=CALL, terminal="u0101", queue="hotline", priority=1)

    assert keep_place(conn, stranger, NOON) is None
    assert standing(conn) == []


def test_the_order_stands_in_her_place_and_waits_as_long_as_it_takes() -> None:
    command = ReturnToQueue(attempt=e.AttemptId("bb-1"), terminal="t1001", queue="hotline", priority=99)
    telephone = Terminal(id=TerminalId("t1001"), household=HouseholdId("h1"), kind=TerminalKind.SIP)
    ways = Ways(trunk="a", area_code="10", published="6666", sounds="/s", language="zh")

    made = order(command, telephone, ways)

    assert (made.channel, made.channel_id, made.context, made.exten) == (
        "Local/99@queue-return/n", "bb-1", "ring-her", "t1001",
    )  # fmt: skip
    assert made.timeout >= timedelta(hours=1) and ("__QUEUE", "hotline") in made.variables


LEFT = e.WordsLeft(at=NOON, channel=CALL, call=CALL, terminal="t1001", language="zh", status="HANGUP")


def test_words_that_were_left_are_one_task_however_often_they_are_told(conn: Connection, tmp_path: Path) -> None:
    file = tmp_path / f"{CALL}.sln"
    file.write_bytes(bytes(40_000))

    assert keep_words(conn, LEFT, file)
    assert not keep_words(conn, LEFT, file)
    [task] = tasks.open_tasks(conn, "message_left")
    assert (task.subject, task.terminal_id, task.due_at) == (CALL, "t1001", NOON + timedelta(minutes=10))
    words = queue.words_of(conn, CALL)
    assert words is not None and words.file == f"words/{CALL}.sln"


@pytest.mark.parametrize("spoken", [None, b"", bytes(1000)])
def test_a_recording_without_a_word_is_no_task(conn: Connection, tmp_path: Path, spoken: bytes | None) -> None:
    file = tmp_path / "silent.sln"
    if spoken is not None:
        file.write_bytes(spoken)

    assert not keep_words(conn, LEFT, file)
    assert tasks.open_tasks(conn, "message_left") == []


def test_who_waits_is_known_until_she_leaves_and_the_first_reason_stays(conn: Connection, tmp_path: Path) -> None:
    hear = listener(tmp_path, lambda: NOON)
    queued = e.Queued(at=NOON, channel=CALL, call=CALL, position=1, queue="hotline", urgency=2, since=NOON)

    for event in (queued, queued, left("RETURN"), left("ABANDON")):
        hear(conn, None, event)  # type: ignore[arg-type]

    assert queue.wait_of(conn, CALL) == ("RETURN", NOON)


def test_how_long_a_place_takes_is_known_from_the_rows_of_those_who_waited(conn: Connection) -> None:
    for n in range(ENOUGH):
        waited(conn, f"a{n}", minutes=5 * n + 2, seconds=60, how="TAKEN")
    waited(conn, "gone", minutes=1, seconds=0, how=None, state="ended")  # its facts were lost: nobody waits there

    assert seconds_a_place(queue.stays(conn, NOON - REACHES_BACK), NOON) == 60
    assert seconds_a_place(queue.stays(conn, NOON - timedelta(minutes=4)), NOON) is None


def waited(conn: Connection, call: str, *, minutes: int, seconds: int, how: str | None, state: str = "reached") -> None:
    """One caller, who came so many minutes before noon."""
    since = NOON - timedelta(minutes=minutes)
    calls.save(conn, [CallRow(id=call, pressed_at=since, state=state)])
    queue.wait(conn, Waiting(call_id=call, queue="hotline", urgency=1, since=since))
    if how is not None:
        queue.stop_waiting(conn, call, how, since + timedelta(seconds=seconds))


def left(how: str) -> e.QueueLeft:
    return e.QueueLeft(at=NOON, channel=CALL, call=CALL, how=how)
