"""Is a key given one answer, also after a kill between the claim and the act?"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection

from db.engine import open_engine, writing
from db.idempotency import KEPT, LEFT_BEHIND, AnswerRow, claim, load, release, settle
from tests.contract.homes import new_database

NOON = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
MINE = AnswerRow(actor="liu", key="k1", request="abc", at=NOON)


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[Connection]:
    with writing(open_engine(new_database(tmp_path))) as conn:
        yield conn


def later(by: timedelta, row: AnswerRow = MINE) -> AnswerRow:
    return replace(row, at=NOON + by)


def test_a_key_is_claimed_once_and_answered_once(conn: Connection):
    assert claim(conn, MINE) is None
    assert claim(conn, later(timedelta(seconds=1))) == MINE
    assert settle(conn, MINE, status=201, body="{}")

    assert claim(conn, later(timedelta(hours=23))) == replace(MINE, status=201, body="{}")
    assert not settle(conn, MINE, status=500, body="other")


def test_another_person_may_use_the_same_key(conn: Connection):
    claim(conn, MINE)

    assert claim(conn, replace(MINE, actor="wang")) is None


def test_a_claim_that_was_left_behind_is_taken_over_and_its_holder_settles_nothing_any_more(conn: Connection):
    claim(conn, MINE)
    heir = later(LEFT_BEHIND)

    assert claim(conn, heir) is None
    assert not settle(conn, MINE, status=200, body="late")
    assert settle(conn, heir, status=200, body="{}")


def test_a_claim_left_behind_is_not_taken_over_for_another_request(conn: Connection):
    claim(conn, MINE)

    assert claim(conn, replace(later(LEFT_BEHIND), request="other")) == MINE


def test_a_key_that_was_released_is_free_again_but_an_answer_stays(conn: Connection):
    claim(conn, MINE)
    release(conn, MINE)
    assert load(conn, "liu", "k1") is None

    claim(conn, MINE)
    settle(conn, MINE, status=200, body="{}")
    release(conn, MINE)
    assert load(conn, "liu", "k1") is not None


def test_after_a_day_the_answer_is_forgotten(conn: Connection):
    claim(conn, MINE)
    settle(conn, MINE, status=200, body="{}")

    assert claim(conn, later(KEPT)) is not None
    assert claim(conn, later(KEPT + timedelta(seconds=1))) is None
