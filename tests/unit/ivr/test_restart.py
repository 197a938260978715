"""Asterisk restarted: what ended unseen is settled, and every open emergency gets its ladder again, once."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection

from db import calls as call_rows
from db import outbox, tasks
from db.calls import CallRow
from db.engine import open_engine, writing
from db.incidents import IncidentRow
from db.incidents import save as save_incidents
from ivr.book import Book
from ivr.commands import ResumeLadder
from ivr.perform import command_of
from ivr.restart import born, settle_restart
from tests.contract.homes import new_database

STARTED = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
BEFORE, AFTER = int(STARTED.timestamp()) - 60, int(STARTED.timestamp()) + 60
NOW = STARTED + timedelta(minutes=2)


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[Connection]:
    engine = open_engine(new_database(tmp_path))
    with writing(engine) as conn:
        yield conn
    engine.dispose()


def call(conn: Connection, key: str, *, reached: bool = False, at: datetime = STARTED) -> None:
    pressed = at - timedelta(minutes=1)
    row = CallRow(
        id=key, terminal_id="t1001", service_id="meals", state="reached" if reached else "ringing",
        pressed_at=pressed, reached_at=pressed if reached else None,
    )  # fmt: skip
    call_rows.save(conn, [row])


def incident(conn: Connection, key: str, *, opened: datetime = STARTED) -> None:
    row = IncidentRow(id=key, terminal_id="t1001", opened_at=opened - timedelta(minutes=1))
    save_incidents(conn, [row])


def settle(conn: Connection, started: datetime = STARTED, moved: timedelta = timedelta()) -> int:
    return settle_restart(conn, Book.recall(conn), started, NOW, moved)


@pytest.mark.parametrize(
    ("channel", "seconds"),
    [
        ("exchange-1795303618.42", 1795303618.42),
        ("north-exchange-1795303618.3", 1795303618.3),
        ("1795303618.3", 1795303618.3),
        ("bb-01m886ww8n6fwpfmc7wgdy6pt8", None),
        ("", None),
        ("exchange-", None),
        ("exchange-1.2.3", None),
        ("exchange-²", None),
    ],
)
def test_a_channel_tells_when_it_began(channel, seconds):
    assert born(channel) == seconds


def test_a_call_from_before_is_over_its_outcome_unknown_and_somebody_must_ring_her(conn):
    call(conn, f"exchange-{BEFORE}.1")

    assert settle(conn) == 1

    row = call_rows.load(conn, [f"exchange-{BEFORE}.1"])[f"exchange-{BEFORE}.1"]
    assert (row.state, row.outcome, row.ended_by, row.ended_at) == ("ended", "unknown", "exchange", NOW)
    assert [task.kind for task in tasks.open_tasks(conn)] == ["missed_press"]


def test_a_call_from_before_that_had_reached_a_person_needs_nobody_any_more(conn):
    call(conn, f"exchange-{BEFORE}.1", reached=True)

    settle(conn)

    assert call_rows.open_calls(conn) == []
    assert tasks.open_tasks(conn) == []


def test_what_began_after_the_start_goes_on(conn):
    call(conn, f"exchange-{AFTER}.1")
    incident(conn, f"exchange-{AFTER}.2")

    assert settle(conn) == 0


def test_of_what_began_in_the_second_of_the_start_only_what_is_there_goes_on(conn):
    second = int(STARTED.timestamp())
    lost, lives = f"exchange-{second}.61", f"exchange-{second}.2"
    for key in (lost, lives):
        call(conn, key)
        incident(conn, key)
    book = Book.recall(conn)

    assert settle_restart(conn, book, STARTED, NOW) == 0  # it could not be asked
    assert settle_restart(conn, book, STARTED, NOW, there={lives}) == 2

    assert [row.id for row in call_rows.open_calls(conn)] == [lives]
    assert [command_of(row) for row in outbox.claim(conn, at=NOW)] == [
        ResumeLadder(incident=lost, terminal="t1001", start=second)
    ]


def test_a_press_inside_a_message_has_no_time_in_its_id_and_goes_by_its_own(conn):
    call(conn, "bb-01lost")
    call(conn, "bb-01lives", at=STARTED + timedelta(minutes=2))
    incident(conn, "bb-01lost")

    assert settle(conn) == 2

    assert [row.id for row in call_rows.open_calls(conn)] == ["bb-01lives"]


def test_where_the_exchange_lives_on_another_morning_its_own_times_are_moved_back(conn):
    call(conn, "bb-01lost", at=STARTED + timedelta(days=5))

    assert settle(conn) == 0
    assert settle(conn, moved=timedelta(days=5)) == 1


def test_an_emergency_nobody_closed_gets_its_ladder_again_once_for_each_start(conn):
    key = f"exchange-{BEFORE}.1"
    incident(conn, key)
    again = STARTED + timedelta(hours=1)

    for started in (STARTED, STARTED, again):
        settle(conn, started)

    commands = [command_of(row) for row in outbox.claim(conn, at=NOW)]
    starts = [int(started.timestamp()) for started in (STARTED, again)]
    assert commands == [ResumeLadder(incident=key, terminal="t1001", start=start) for start in starts]
