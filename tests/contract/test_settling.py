"""Does each attempt leave the evidence that it proves, and the next try when and where that makes sense?"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection

from broadcasts import attempts as kept
from broadcasts.dialling import dial_due
from broadcasts.listening_in import begin_listening, waiting_file
from broadcasts.settling import settle_attempt
from broadcasts.stopping import no_longer_wanted, ringing_of_stopped
from db import attempts, campaigns, outbox
from ivr import events as e
from ivr.attempt import settle
from people.windows import parse_windows
from tests.contract.messages import (
    FILE,
    MINUTE,
    NINE,
    SECOND,
    campaign,
    delivery,
    ended,
    fixed_line,
    heard,
    lines,
    neighbourhood,
    offer,
    person,
    rang,
    telephone,
)


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[Connection]:
    with neighbourhood(tmp_path) as conn:
        yield conn


def dialled(conn: Connection, at=NINE) -> dict[str, str]:
    """Telephone -> attempt."""
    return {intent.terminal: intent.attempt for intent in dial_due(conn, at, lines())}


def asked(attempt: str, n: int = 1, delivery: str = "") -> e.AttemptAnswered:
    return e.AttemptAnswered(
        at=NINE, channel="x-7", attempt=e.AttemptId(attempt), terminal=f"t{n}", sip_call_id="", delivery=delivery
    )


def test_the_delay_counts_from_the_dial(conn: Connection) -> None:
    attempt = dialled(conn)["t1"]
    rang(conn, attempt, NINE)
    ended(conn, attempt, 16, NINE + MINUTE)

    assert delivery(conn).next_try_at == NINE + 30 * MINUTE
    assert (delivery(conn).state, delivery(conn).dialled_at) == ("due", NINE)


def test_a_retry_that_would_fall_into_the_nap_waits_for_the_afternoon(conn: Connection) -> None:
    late = NINE + timedelta(hours=2, minutes=20)
    ended(conn, dialled(conn, late)["t1"], 16, late)

    row = delivery(conn)
    assert (row.next_try_at, row.why) == (NINE + timedelta(hours=5.5), "outside_window")


def test_where_no_window_opens_any_more_there_is_no_further_try(conn: Connection) -> None:
    attempt = dialled(conn)["t1"]
    campaign(conn, windows="15:00-16:00")
    person(conn, 1, call_windows=parse_windows("10:00-11:00"))

    ended(conn, attempt, 16)

    assert (delivery(conn).state, delivery(conn).next_try_at) == ("done", None)


def test_a_campaign_may_have_retries_of_its_own(conn: Connection) -> None:
    campaign(conn, retries='{"no_answer": {"after": 60, "tries": 4, "multiply": 2}}')
    at = NINE
    for minutes in (1, 2, 4):
        ended(conn, dialled(conn, at)["t1"], 16, at)
        assert delivery(conn).next_try_at == at + minutes * MINUTE
        at += minutes * MINUTE
    ended(conn, dialled(conn, at)["t1"], 16, at)

    assert delivery(conn).state == "done"


def test_after_no_answer_the_second_telephone_of_the_home_rings(conn: Connection) -> None:
    telephone(conn, 1, "t1b")
    ended(conn, dialled(conn)["t1"], 16)

    assert "t1b" in dialled(conn, NINE + 30 * MINUTE)


def test_what_a_machine_took_is_tried_once_more_an_hour_later(conn: Connection) -> None:
    telephone(conn, 1, has_machine=True)
    attempt = dialled(conn)["t1"]
    rang(conn, attempt)
    heard(conn, attempt, "t1", ms=3_000)
    ended(conn, attempt, 16)

    assert delivery(conn).next_try_at == NINE + 60 * MINUTE


def test_three_homes_that_our_trunk_did_not_reach_are_not_measured(conn: Connection) -> None:
    for n in (1, 2, 3):
        fixed_line(conn, n)

    for second, attempt in enumerate(dialled(conn).values()):
        ended(conn, attempt, 34, NINE + second * SECOND)

    rows = [delivery(conn, n) for n in (1, 2, 3)]
    assert {(row.state, row.why, row.evidence) for row in rows} == {("due", "not_measured", "")}
    assert {row.next_try_at for row in rows} == {NINE + n * SECOND + 2 * MINUTE for n in range(3)}


def test_two_homes_not_reached_are_not_reached(conn: Connection) -> None:
    made = dialled(conn)
    for terminal in ("t1", "t2"):
        ended(conn, made[terminal], 34)

    assert {delivery(conn, n).evidence for n in (1, 2)} == {"not_reached"}


def test_a_fault_of_ours_takes_back_no_proof_of_before(conn: Connection) -> None:
    campaigns.save_deliveries(conn, [replace(delivery(conn), evidence="answered")])

    for attempt in dialled(conn).values():
        ended(conn, attempt, 34)

    assert (delivery(conn).evidence, delivery(conn).why) == ("answered", "not_measured")


def test_what_nobody_could_tell_after_a_restart_is_not_measured_even_alone(conn: Connection) -> None:
    attempt = dialled(conn)["t1"]
    rang(conn, attempt)
    lost = kept.load(conn, attempt)
    assert lost is not None
    unknown = settle(lost, NINE + MINUTE)
    kept.save(conn, unknown)
    settle_attempt(conn, unknown, NINE + MINUTE)

    assert (delivery(conn).state, delivery(conn).why, delivery(conn).evidence) == ("due", "not_measured", "")


def test_a_dial_after_a_fault_of_ours_is_measured_again(conn: Connection) -> None:
    for attempt in dialled(conn).values():
        ended(conn, attempt, 34)

    ended(conn, dialled(conn, NINE + 2 * MINUTE)["t1"], 16, NINE + 2 * MINUTE)

    assert (delivery(conn).evidence, delivery(conn).why) == ("rang", "")


def test_ringing_back_and_hearing_it_stops_the_retries(conn: Connection) -> None:
    ended(conn, dialled(conn)["t1"], 16)

    begin_listening(conn, asked("x-7-1", delivery="frost-s1"))
    heard(conn, "x-7-1", "t1")

    row = delivery(conn)
    assert (row.state, row.evidence, row.next_try_at, row.tries) == ("done", "heard", None, 1)
    assert "t1" not in dialled(conn, NINE + 30 * MINUTE)


def test_listening_while_her_telephone_is_being_dialled_counts_and_the_dial_ends_by_itself(conn: Connection) -> None:
    attempt = dialled(conn)["t1"]
    rang(conn, attempt)

    begin_listening(conn, asked("x-7-1"))
    heard(conn, "x-7-1", "t1", ms=3_000)
    ended(conn, attempt, 17)

    assert (delivery(conn).state, delivery(conn).evidence) == ("due", "heard")


def test_a_repeat_is_a_hearing_of_its_own_and_the_longer_counts(conn: Connection) -> None:
    for k, ms in ((1, 3_000), (2, None), (3, 100)):
        begin_listening(conn, asked(f"x-7-{k}", delivery="frost-s1"))
        heard(conn, f"x-7-{k}", "t1", ms=ms)

    assert (delivery(conn).heard_ms, delivery(conn).state) == (30_000, "done")


def test_the_message_named_is_heard_and_not_the_newest(conn: Connection) -> None:
    offer(conn, "s1", key="later")

    begin_listening(conn, asked("x-7-1", delivery="frost-s1"))
    heard(conn, "x-7-1", "t1")

    assert delivery(conn).heard_at is not None
    assert delivery(conn, key="later").heard_at is None


def test_nobody_hears_the_message_of_another_home(conn: Connection) -> None:
    assert begin_listening(conn, asked("x-7-1", n=2, delivery="frost-s1")) is None
    assert begin_listening(conn, asked("x-7-1", delivery="no-such")) is None


def test_what_waits_is_her_own_file_where_she_has_one(conn: Connection) -> None:
    assert (waiting_file(conn, "t1"), waiting_file(conn, "nobody")) == (FILE, "")
    campaigns.save_deliveries(conn, [replace(delivery(conn), audio="/sounds/own")])

    assert waiting_file(conn, "t1") == "/sounds/own"


def test_a_dial_not_sent_yet_when_its_message_is_paused_is_never_made_and_used_up_no_try(conn: Connection) -> None:
    attempt = dialled(conn)["t1"]
    campaign(conn, state="paused")

    stopped = no_longer_wanted(conn, outbox.claim(conn, at=NINE), NINE)

    assert stopped[f"dial-{attempt}"] == "the message is stopped"
    assert (delivery(conn).state, delivery(conn).tries) == ("waiting", 0)
    assert attempts.load(conn, [attempt])[attempt].outcome == "refused"
    campaign(conn)
    assert "t1" in dialled(conn)


def test_a_dial_not_sent_yet_when_its_message_is_cancelled_is_never_made_and_is_done(conn: Connection) -> None:
    attempt = dialled(conn)["t1"]
    campaign(conn, state="cancelled")

    assert f"dial-{attempt}" in no_longer_wanted(conn, outbox.claim(conn, at=NINE), NINE)

    assert (delivery(conn).state, delivery(conn).why, delivery(conn).tries) == ("done", "cancelled", 0)


def test_who_was_rung_in_vain_for_a_cancelled_message_is_not_rung_again(conn: Connection) -> None:
    attempt = dialled(conn)["t1"]
    campaign(conn, state="cancelled")

    ended(conn, attempt, 16)

    assert (delivery(conn).state, delivery(conn).why, delivery(conn).evidence) == ("done", "cancelled", "rang")


def test_a_running_message_is_still_wanted(conn: Connection) -> None:
    dialled(conn)

    assert no_longer_wanted(conn, outbox.claim(conn, at=NINE), NINE) == {}


def test_of_a_cancelled_message_only_what_nobody_answered_is_ended(conn: Connection) -> None:
    made = dialled(conn)
    rang(conn, made["t1"])
    rang(conn, made["t2"])
    row = attempts.load(conn, [made["t2"]])[made["t2"]]
    attempts.save(conn, [replace(row, state="answered", answered_at=NINE)])
    ended(conn, made["t3"], 16)
    assert ringing_of_stopped(conn) == []

    campaign(conn, state="cancelled")

    assert ringing_of_stopped(conn) == [made["t1"]]
