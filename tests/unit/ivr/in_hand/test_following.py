"""Each act is clocked by what the exchange says of it, and her call's place follows."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection

from db import in_hand, outbox
from db.engine import open_engine, writing
from db.in_hand import ActRow, RecordingRow
from db.outbox import OutboxRow
from ivr import events as e
from ivr.book import Book
from ivr.in_hand.following import follow, orders_refused
from tests.template import copied

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
CALL = e.CallId("1.1")


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("hand") / "hand.db"
    copied(path)
    return path


@pytest.fixture
def conn(file: Path) -> Iterator[Connection]:
    """A transaction that is taken back at the end."""
    engine = open_engine(f"sqlite:///{file}")
    try:
        with writing(engine) as opened:
            yield opened
            opened.rollback()
    finally:
        engine.dispose()


def asked(conn: Connection, kind: str = "blind") -> None:
    in_hand.change(conn, CALL, place="line")
    in_hand.add_act(conn, ActRow(id="a", call_id=CALL, kind=kind, asked_by="zhao", asked_at=NOW))


def said(conn: Connection, what: str, seconds: int = 1, **more: str) -> None:
    at = NOW + timedelta(seconds=seconds)
    told = {"act": "a", **more}
    follow(conn, Book.recall(conn), e.HandTold(at=at, channel="1.9", call=CALL, what=what, **told))


def test_a_transfer_has_clocks_of_its_own_and_she_is_away_once_somebody_took_it(conn: Connection):
    asked(conn)
    for seconds, what in enumerate(("rang", "joined", "ended"), 1):
        said(conn, what, seconds)

    [act] = in_hand.acts_of(conn, CALL)
    assert (act.state, act.rang_at, act.joined_at) == ("done", NOW + timedelta(seconds=1), NOW + timedelta(seconds=2))
    row = in_hand.load(conn, CALL)
    assert row is not None and row.place == "away"


def test_a_dead_number_is_told_with_its_reason_and_she_is_back(conn: Connection):
    asked(conn)
    said(conn, "failed", status="BUSY")
    said(conn, "back", 2)

    [act] = in_hand.acts_of(conn, CALL)
    row = in_hand.load(conn, CALL)
    assert (act.state, act.status) == ("failed", "BUSY")
    assert row is not None and (row.place, row.peer) == ("line", "1.9")


def test_a_call_that_waits_is_held_and_the_act_is_done(conn: Connection):
    asked(conn, "hold")
    said(conn, "held")

    row = in_hand.load(conn, CALL)
    assert row is not None and row.place == "held" and in_hand.acts_of(conn, CALL)[0].state == "done"


def test_the_queues_seat_is_the_telephone_that_rings(conn: Connection):
    said(conn, "seat", act="seat", target="op-zhao")

    row = in_hand.load(conn, CALL)
    assert row is not None and row.desk == "op-zhao"


def test_her_hanging_up_ends_what_was_still_going_on(conn: Connection):
    asked(conn)
    in_hand.add_recording(conn, RecordingRow(id="r", call_id=CALL, started_at=NOW, started_by="zhao"))
    follow(conn, Book.recall(conn), e.HungUp(at=NOW, channel=CALL, cause=16, by_itself=True))

    row = in_hand.load(conn, CALL)
    assert row is not None and row.place == "over"
    assert in_hand.recordings_of(conn, CALL)[0].state == "done"
    assert in_hand.acts_of(conn, CALL)[0].state == "done"


def test_an_order_that_was_never_carried_out_fails_its_act(conn: Connection):
    asked(conn)
    outbox.intend(conn, [OutboxRow(id="a-0", kind="move_call", payload="{}", created_at=NOW)])
    outbox.finish(conn, "a-0", state="failed", result="not sent: no link")
    orders_refused(conn, ["a-0", "dial-x"])

    [act] = in_hand.acts_of(conn, CALL)
    assert (act.state, act.status) == ("failed", "not sent: no link")
