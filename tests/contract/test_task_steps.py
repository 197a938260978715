"""Has a task one pair of hands, whoever reaches for it at the same moment, and is it put off only with a reason?"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import Engine

from db import audit, tasks
from db.engine import open_engine, reading, writing
from db.tasks import TaskRow
from ivr.requests.task_steps import claim, complain, finish, release, snooze
from tests.contract.homes import new_database, settle_in
from wellness_checks.case import Refused

NOON = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def engine(tmp_path) -> Iterator[Engine]:
    made = open_engine(new_database(tmp_path))
    with writing(made) as conn:
        settle_in(conn)
        for key, kind in (("t1", "missed_press"), ("t2", "incident_open")):
            tasks.open_task(conn, TaskRow(id=key, kind=kind, subject=key, opened_at=NOON, note="first"))
    yield made
    made.dispose()


def test_of_two_who_take_a_task_in_the_same_moment_one_has_it(engine: Engine) -> None:
    both = Barrier(2)

    def take(person: str) -> TaskRow | Refused:
        both.wait()
        with writing(engine) as conn:
            return claim(conn, "t1", NOON, by=person)

    with ThreadPoolExecutor(2) as hands:
        found = list(hands.map(take, ["li", "wu"]))

    taken = [one for one in found if isinstance(one, TaskRow)]
    refused = [one for one in found if isinstance(one, Refused)]
    assert len(taken) == len(refused) == 1
    assert refused[0].reason == f"{taken[0].owner_id} has it"


def test_two_open_transactions_cannot_both_take_it(engine: Engine) -> None:
    """The second one saw it free before the first one took it."""
    with reading(engine) as early:
        seen = tasks.load(early, "t1")
        with writing(engine) as conn:
            claim(conn, "t1", NOON, by="li")
    with writing(engine) as conn:
        late = claim(conn, "t1", NOON, by="wu")

    assert seen is not None and seen.owner_id is None
    assert late == Refused(field="state", reason="li has it")


def test_a_task_is_put_back_by_its_owner_or_by_whoever_leads(engine: Engine) -> None:
    with writing(engine) as conn:
        claim(conn, "t1", NOON, by="li")
        refused = release(conn, "t1", NOON, by="wu")
        by_lead = release(conn, "t1", NOON, by="boss", leads=True)
        nobodys = release(conn, "t1", NOON, by="boss", leads=True)

    assert refused == Refused(field="state", reason="li has it")
    assert isinstance(by_lead, TaskRow) and (by_lead.state, by_lead.owner_id) == ("open", None)
    assert nobodys == Refused(field="state", reason="nobody has it")


def test_it_is_put_off_with_a_reason_until_a_time_to_come_and_stays_in_ones_hands(engine: Engine) -> None:
    with writing(engine) as conn:
        without = snooze(conn, "t1", NOON, by="li", until=NOON + HOUR, why="")
        past = [snooze(conn, "t1", NOON, by="li", until=at, why="x") for at in (NOON, None, NOON + 15 * 24 * HOUR)]
        done = snooze(conn, "t1", NOON, by="li", until=NOON + HOUR, why="she sleeps")
        others = snooze(conn, "t1", NOON, by="wu", until=NOON + HOUR, why="mine")

    assert isinstance(without, Refused) and without.field == "why"
    assert all(isinstance(one, Refused) and one.field == "until" for one in past)
    assert isinstance(done, TaskRow)
    assert (done.owner_id, done.snoozed_until, done.snoozed_why) == ("li", NOON + HOUR, "she sleeps")
    assert others == Refused(field="state", reason="li has it")


def test_it_is_done_once_with_an_outcome_and_the_note_is_added(engine: Engine) -> None:
    with writing(engine) as conn:
        wrong = finish(conn, "t1", NOON, by="li", outcome="forgotten")
        done = finish(conn, "t1", NOON, by="li", outcome="spoken_with", note="she ate")
        again = finish(conn, "t1", NOON, by="wu", outcome="done")
        kept = [row.action for row in audit.latest(conn, subject="t1")]

    assert isinstance(wrong, Refused) and wrong.field == "outcome"
    assert isinstance(done, TaskRow) and (done.outcome, done.note) == ("spoken_with", "first; she ate")
    assert again == Refused(field="state", reason="done already: spoken_with")
    assert kept == ["task_done"]


def test_an_emergency_is_not_ended_in_the_list_and_a_task_that_is_none_is_told(engine: Engine) -> None:
    with writing(engine) as conn:
        emergency = finish(conn, "t2", NOON, by="li", outcome="done")
        steps = (claim(conn, "x", NOON, by="li"), release(conn, "x", NOON, by="li"),
                 finish(conn, "x", NOON, by="li", outcome="done"))  # fmt: skip

    assert isinstance(emergency, Refused) and emergency.reason.startswith("it ends by itself")
    assert all(one == Refused(field="task", reason="there is no such task") for one in steps)


def test_a_complaint_is_a_task_with_its_words(engine: Engine) -> None:
    with writing(engine) as conn:
        made = complain(conn, NOON, by="li", text="cold soup", senior="wang")
        empty, nobody = (complain(conn, NOON, by="li", text=text, senior=of) for text, of in (("", ""), ("x", "y")))

    assert isinstance(made, TaskRow) and (made.kind, made.note, made.senior_id) == ("complaint", "cold soup", "wang")
    assert [one.field for one in (empty, nobody) if isinstance(one, Refused)] == ["text", "senior"]
