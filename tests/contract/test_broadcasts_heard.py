"""Is what counts as heard proven, and does it reach the clocks of all whom it concerns, and of nobody else?"""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from broadcasts.service import (
    begin_listening,
    waiting_file,
)
from db import tasks, watch
from db.homes import save_seniors
from db.terminals import SecretTerminal, save_terminals
from ivr import events as e
from people.ids import HouseholdId, SeniorId, TerminalId
from people.seniors import Senior
from people.terminals import Terminal, TerminalKind
from tests.contract.message_homes import (
    ALONE,
    MINUTE,
    NINE,
    answered,
    clock,
    conn,
    delivery,
    dialled,
    heard,
    key,
    rings,
    started,
    told,
    upgraded,
)
from wellness_checks.service import offer, record_sign

__all__ = ["conn", "upgraded"]


def test_the_whole_message_heard_is_evidence_and_a_sign_of_life(conn: Connection) -> None:
    campaign = started(conn)

    rings(conn, dialled(conn)["t1"], "answered", "heard", ms=None)

    row = delivery(conn, campaign, "wang")
    assert (row.state, row.evidence, row.heard_ms, row.tries) == ("done", "heard", 30_000, 1)
    assert watch.last_signs(conn, "wang")[0].kind == "heard"
    assert clock(conn, "wang") is None
    assert clock(conn, "li") == NINE


def test_a_hang_up_after_six_seconds_is_tried_again_and_proves_nothing(conn: Connection) -> None:
    campaign = started(conn)

    rings(conn, dialled(conn)["t1"], "answered", "heard", ms=6_000)

    row = delivery(conn, campaign, "wang")
    assert (row.state, row.evidence, row.heard_ms, row.heard_at) == ("due", "heard", 6_000, None)
    assert row.next_try_at == NINE + 30 * MINUTE
    assert clock(conn, "wang") == NINE


def test_a_key_confirms_even_where_a_machine_is_on_the_line(conn: Connection) -> None:
    machine = Terminal(id=TerminalId("t1"), household=HouseholdId("h1"), has_machine=True)
    save_terminals(conn, [SecretTerminal(terminal=machine, secret="s")])
    campaign = started(conn)

    rings(conn, dialled(conn)["t1"], "answered", "1", "heard", ms=9_000)

    assert delivery(conn, campaign, "wang").evidence == "confirmed"
    assert clock(conn, "wang") is None


@pytest.mark.parametrize("line", [{"has_machine": True}, {"kind": TerminalKind.LINE}])
def test_a_machine_may_hear_a_message_but_is_never_alive(conn: Connection, line: dict[str, bool]) -> None:
    telephone = replace(Terminal(id=TerminalId("t1"), household=HouseholdId("h1")), **line)  # type: ignore[arg-type]
    save_terminals(conn, [SecretTerminal(terminal=telephone, secret="s")])
    campaign = started(conn)

    rings(conn, dialled(conn)["t1"], "answered", "heard", ms=None)

    assert delivery(conn, campaign, "wang").heard_at is not None
    assert clock(conn, "wang") == NINE
    assert watch.last_signs(conn, "wang") == []


def test_a_busy_telephone_is_tried_again_after_its_own_delay_until_it_is_enough(conn: Connection) -> None:
    campaign, now = started(conn), NINE

    for tries in range(1, 7):
        intent = dialled(conn, now)["t1"]
        told(conn, e.AttemptRang(at=now, channel=intent.attempt, attempt=e.AttemptId(intent.attempt)))
        told(conn, e.HungUp(at=now, channel=intent.attempt, cause=17, by_itself=False))
        assert delivery(conn, campaign, "wang").tries == tries
        assert "t1" not in dialled(conn, now + 4 * MINUTE)
        now += 5 * MINUTE

    row = delivery(conn, campaign, "wang")
    assert (row.state, row.evidence, row.next_try_at) == ("done", "not_reached", None)
    assert "t1" not in dialled(conn, now + timedelta(days=1))


def test_the_same_fact_told_twice_changes_nothing(conn: Connection) -> None:
    campaign = started(conn)
    intent = dialled(conn)["t1"]
    rings(conn, intent, "answered", "heard", ms=6_000)
    before = delivery(conn, campaign, "wang")

    rings(conn, intent, "answered", "heard", ms=6_000)

    assert delivery(conn, campaign, "wang") == before


def test_an_old_attempt_read_late_adds_its_proof_and_leaves_the_running_one_alone(conn: Connection) -> None:
    campaign = started(conn)
    old = dialled(conn)["t1"]
    rings(conn, old, "answered", "heard", ms=6_000)
    later = NINE + 30 * MINUTE
    assert "t1" in dialled(conn, later)

    late = key(old.attempt, "t1", NINE + timedelta(seconds=15), "1")
    told(conn, late, now=later)

    row = delivery(conn, campaign, "wang")
    assert (row.state, row.evidence) == ("trying", "confirmed")
    assert clock(conn, "wang") is None


def test_not_well_is_a_task_at_once_and_a_missing_file_too(conn: Connection) -> None:
    started(conn)
    intents = dialled(conn)

    rings(conn, intents["t1"], "answered", "3")
    missing = heard(intents["t2"].attempt, "t2", NINE, ms=0, measured=False)
    told(conn, missing)

    assert [task.senior_id for task in tasks.open_tasks(conn, "not_well")] == ["wang"]
    assert len(tasks.open_tasks(conn, "file_missing")) == 1


def test_two_people_and_one_telephone_are_rung_once_and_both_have_heard(conn: Connection) -> None:
    couple = [SeniorId("zhao"), SeniorId("qian")]
    people = [Senior(id=one, household=HouseholdId("h3"), name="赵钱", tags=ALONE) for one in couple]
    save_seniors(conn, people)
    campaign = started(conn)

    intents = dialled(conn)
    rings(conn, intents["t3"], "answered", "1")

    assert len(intents) == 3
    assert {delivery(conn, campaign, one).evidence for one in couple} == {"confirmed"}
    assert "t3" not in dialled(conn, NINE + timedelta(hours=5))


def test_what_waits_for_one_of_a_home_keeps_no_clock_of_the_other(conn: Connection) -> None:
    home = HouseholdId("h3")
    save_seniors(conn, [Senior(id=SeniorId("qian"), household=home, name="钱桂芳", tags=ALONE)])
    started(conn)
    offer(conn, ["zhao"], NINE)

    record_sign(conn, at=NINE + MINUTE, kind="press", source="1.1/press", terminal="t3")

    assert clock(conn, "qian") == NINE + MINUTE
    assert clock(conn, "zhao") is None


def test_she_may_ask_for_what_waits_and_that_counts_like_being_rung(conn: Connection) -> None:
    campaign = started(conn)
    asked = answered("77.1", "t1", NINE)

    played = waiting_file(conn, "t1")
    listening = begin_listening(conn, asked)
    assert listening is not None
    assert begin_listening(conn, asked) is None
    told(conn, heard("77.1", "t1", NINE, ms=None))
    told(conn, e.HungUp(at=NINE, channel="77.1", cause=16, by_itself=True))

    row = delivery(conn, campaign, "wang")
    assert (played, row.state, row.evidence, row.tries) == ("/sounds/frost", "done", "heard", 0)
    assert waiting_file(conn, "t1") == ""
    assert begin_listening(conn, replace(asked, attempt=e.AttemptId("77.2"))) is None
    assert list(dialled(conn)) == ["t2"]


def test_asking_and_hanging_up_at_once_does_not_use_up_a_try(conn: Connection) -> None:
    campaign = started(conn)
    asked = answered("77.1", "t1", NINE)
    begin_listening(conn, asked)

    told(conn, e.HungUp(at=NINE, channel="77.1", cause=16, by_itself=True))

    row = delivery(conn, campaign, "wang")
    assert (row.state, row.next_try_at, row.tries) == ("waiting", None, 0)
    assert waiting_file(conn, "unknown") == ""
