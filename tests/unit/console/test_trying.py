"""Are tries counted where they belong, kept over a restart, and never against an operator at her own desk?"""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from console.access.throttle import PER_ADDRESS, PER_LOGIN, PER_PLACE
from console.access.trying import Try, it_failed, it_worked, readable, seconds_to_wait
from db.engine import open_engine, reading, writing
from db.sign_ins import forget_failures, tried_since

NOW = datetime(2026, 11, 21, 3, tzinfo=UTC)
HER = Try(login="wangfang", address="10.0.0.2")
STRANGER = Try(login="wangfang", address="203.0.113.9")


def fails(engine: Engine, tried: Try, times: int) -> None:
    with writing(engine) as conn:
        for _ in range(times):
            it_failed(conn, tried, NOW)


def waits(engine: Engine, tried: Try) -> bool:
    with reading(engine) as conn:
        return seconds_to_wait(conn, tried, NOW + timedelta(seconds=1)) > 0


def test_five_failures_stop_this_login_at_this_address_alone(quiet: Engine):
    fails(quiet, STRANGER, PER_PLACE)

    assert waits(quiet, STRANGER)
    assert not waits(quiet, HER)
    assert not waits(quiet, Try(login="liuqiang", address=STRANGER.address))


def test_tries_from_everywhere_stop_the_login_but_not_where_it_has_worked_before(quiet: Engine):
    with writing(quiet) as conn:
        it_worked(conn, HER, NOW - timedelta(days=20))
    for n in range(PER_LOGIN):
        fails(quiet, Try(login="wangfang", address=f"203.0.113.{n}"), 1)

    assert waits(quiet, STRANGER)
    assert not waits(quiet, HER)


def test_a_place_is_forgotten_after_thirty_days(quiet: Engine):
    with writing(quiet) as conn:
        it_worked(conn, HER, NOW - timedelta(days=31))
    for n in range(PER_LOGIN):
        fails(quiet, Try(login="wangfang", address=f"203.0.113.{n}"), 1)

    assert waits(quiet, HER)


def test_a_browser_that_is_known_is_not_stopped_by_strangers_behind_the_same_address(quiet: Engine):
    for n in range(PER_ADDRESS):
        fails(quiet, Try(login=f"login{n}", address=HER.address), 1)
    fails(quiet, HER, PER_PLACE)

    assert waits(quiet, HER)
    assert not waits(quiet, Try(login="wangfang", address=HER.address, device="ab12"))


def test_a_sign_in_that_works_forgets_the_failures_there(quiet: Engine):
    fails(quiet, HER, PER_PLACE - 1)
    with writing(quiet) as conn:
        it_worked(conn, HER, NOW)
    fails(quiet, HER, PER_PLACE - 1)

    assert not waits(quiet, HER)


def test_the_wait_survives_a_restart(quiet: Engine):
    fails(quiet, STRANGER, PER_PLACE)

    again = open_engine(str(quiet.url))

    assert waits(again, STRANGER)
    again.dispose()


def test_a_supervisor_sees_who_was_tried_and_lets_them_go_on(quiet: Engine):
    fails(quiet, STRANGER, PER_PLACE)

    with writing(quiet) as conn:
        (seen,) = tried_since(conn, NOW - timedelta(hours=1))
        forget_failures(conn, "wangfang")

    assert (seen.login, seen.address, seen.count, seen.last_at) == ("wangfang", STRANGER.address, PER_PLACE, NOW)
    assert not waits(quiet, STRANGER)


def test_what_failed_yesterday_is_forgotten(quiet: Engine):
    fails(quiet, STRANGER, 1)

    with writing(quiet) as conn:
        it_failed(conn, HER, NOW + timedelta(days=2))

        assert [one.address for one in tried_since(conn, NOW - timedelta(hours=1))] == [HER.address]


def test_no_sign_that_a_database_refuses_is_kept_of_a_login():
    assert readable("wang\x00fang\r\n" + "x" * 90) == "wangfang" + "x" * 53
