"""Does what recurs go out at each of its moments, once, whoever dies when?"""

import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine

from broadcasts.recurrence import Recurrence, Repeat
from broadcasts.service import Audio, Draft, Refused, Started, create, due_runs, pause, resume, start
from db import campaigns, schedules
from db.audit import latest
from db.campaigns import CampaignRow
from db.engine import open_engine, reading, writing
from db.schedules import ScheduleRow
from tests.contract.homes import new_database, settle_in

ROOT = Path(__file__).parents[2]
NINE = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
"""Nine on a Monday morning in Beijing."""
HALF_PAST = NINE + timedelta(minutes=30)
DAY = timedelta(days=1)
FROST = Audio(file="/sounds/frost", total_ms=30_000)
MORNINGS = Draft(title="Good morning", text="早上好", recurrence=Recurrence(repeat=Repeat.DAILY, minute=9 * 60 + 30))


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(new_database(tmp_path))
    yield engine
    engine.dispose()


@pytest.fixture
def conn(engine: Engine) -> Iterator[Connection]:
    with writing(engine) as conn:
        settle_in(conn)
        yield conn


def repeated(conn: Connection, draft: Draft = MORNINGS) -> CampaignRow:
    row = create(conn, NINE, draft, by="hu")
    assert isinstance(row, CampaignRow), row
    return row


def schedule_of(conn: Connection, row: CampaignRow) -> ScheduleRow:
    found = schedules.of_campaign(conn, row.id)
    assert found is not None
    return found


def occurrences(conn: Connection) -> list[datetime]:
    """Of every run that was ever made."""
    made = [row.occurrence for row in campaigns.list_campaigns(conn) if row.schedule_id]
    return sorted(one for one in made if one)


def told(conn: Connection, row: CampaignRow, action: str) -> list[str]:
    return [one.detail for one in latest(conn, subject=row.id) if one.action == action]


def test_a_run_is_a_campaign_of_its_own_made_at_its_moment_and_not_before(conn: Connection) -> None:
    row = repeated(conn)

    early, (run,) = due_runs(conn, HALF_PAST - timedelta(seconds=1)), due_runs(conn, HALF_PAST)

    assert early == []
    assert (run.title, run.state, run.cloned_from, run.schedule_id) == (
        "Good morning", "draft", row.id, schedule_of(conn, row).id
    )  # fmt: skip
    assert (run.occurrence, run.starts_at) == (HALF_PAST, HALF_PAST)
    assert run.ends_at == datetime(2026, 3, 2, 16, 0, tzinfo=UTC)
    assert schedule_of(conn, row).next_at == HALF_PAST + DAY
    assert schedule_of(conn, row).last_at == HALF_PAST


def test_a_run_is_told_again_until_it_has_been_started_and_never_after(conn: Connection) -> None:
    repeated(conn)
    (run,) = due_runs(conn, HALF_PAST)

    assert due_runs(conn, HALF_PAST) == [run]
    assert isinstance(start(conn, run.id, HALF_PAST, audio=FROST), Started)
    assert due_runs(conn, HALF_PAST + timedelta(hours=1)) == []
    assert occurrences(conn) == [HALF_PAST]


def test_after_days_of_darkness_only_todays_run_is_made_and_the_others_are_told(conn: Connection) -> None:
    row = repeated(conn)

    runs = due_runs(conn, HALF_PAST + 3 * DAY + timedelta(hours=2))

    assert [run.occurrence for run in runs] == [HALF_PAST + 3 * DAY]
    (skipped,) = told(conn, row, "runs_skipped")
    assert skipped == f"3 from {HALF_PAST.isoformat()} to {(HALF_PAST + 2 * DAY).isoformat()}"


def test_a_run_whose_end_has_come_is_not_made(conn: Connection) -> None:
    short = replace(MORNINGS, recurrence=Recurrence(repeat=Repeat.DAILY, minute=9 * 60 + 30, lasts=60))
    row = repeated(conn, short)

    runs = due_runs(conn, HALF_PAST + timedelta(hours=1))

    assert runs == []
    assert len(told(conn, row, "runs_skipped")) == 1
    assert schedule_of(conn, row).next_at == HALF_PAST + DAY
    assert schedule_of(conn, row).last_at is None


def test_a_run_that_was_made_but_never_started_is_given_up_at_its_end(conn: Connection) -> None:
    repeated(conn)
    (run,) = due_runs(conn, HALF_PAST)

    later = due_runs(conn, HALF_PAST + DAY)

    assert [one.occurrence for one in later] == [HALF_PAST + DAY]
    kept = campaigns.load_campaign(conn, run.id)
    assert kept is not None
    assert kept.state == "cancelled"
    assert told(conn, run, "run_skipped") == ["its end had come before it was started"]


def test_a_schedule_ends_with_its_last_run(conn: Connection) -> None:
    week = repeated(conn, replace(MORNINGS, ends_at=NINE + 2 * DAY))
    once = repeated(conn, replace(MORNINGS, recurrence=Recurrence(
        repeat=Repeat.ONCE, minute=600, on=NINE.date(),
    )))  # fmt: skip

    for n in range(5):
        due_runs(conn, HALF_PAST + n * DAY + timedelta(minutes=30))

    assert occurrences(conn) == [HALF_PAST, HALF_PAST + timedelta(minutes=30), HALF_PAST + DAY]
    assert {schedule_of(conn, row).state for row in (week, once)} == {"ended"}


def test_no_run_is_before_the_start_that_was_written(conn: Connection) -> None:
    row = repeated(conn, replace(MORNINGS, starts_at=NINE + 5 * DAY))

    assert schedule_of(conn, row).next_at == HALF_PAST + 5 * DAY


def test_a_run_that_waits_is_kept_back_while_its_schedule_is_paused(conn: Connection) -> None:
    row = repeated(conn)
    due_runs(conn, HALF_PAST)

    pause(conn, row.id, HALF_PAST, by="hu")

    assert due_runs(conn, HALF_PAST) == []
    resume(conn, row.id, HALF_PAST, by="hu")
    assert [run.occurrence for run in due_runs(conn, HALF_PAST)] == [HALF_PAST]


def test_a_schedule_that_ends_while_it_is_paused_has_ended_when_it_is_resumed(conn: Connection) -> None:
    row = repeated(conn, replace(MORNINGS, ends_at=NINE + 2 * DAY))
    pause(conn, row.id, NINE, by="hu")

    resume(conn, row.id, NINE + 3 * DAY, by="hu")

    assert schedule_of(conn, row).state == "ended"


def test_a_schedule_that_cannot_be_read_stops_and_holds_up_no_other(conn: Connection) -> None:
    broken, sound = repeated(conn), repeated(conn)
    schedules.save(conn, replace(schedule_of(conn, broken), recurrence="{"))

    runs = due_runs(conn, HALF_PAST)

    assert [run.cloned_from for run in runs] == [sound.id]
    assert schedule_of(conn, broken).state == "paused"
    assert told(conn, broken, "schedule_unreadable") == ["the recurrence is no JSON"]
    assert resume(conn, broken.id, NINE, by="hu") == Refused(field="recurrence", reason="the recurrence is no JSON")


def test_the_same_occurrence_is_not_made_twice_though_the_schedule_forgot_it(conn: Connection) -> None:
    row = repeated(conn)
    due_runs(conn, HALF_PAST)
    schedules.save(conn, replace(schedule_of(conn, row), next_at=HALF_PAST))

    due_runs(conn, HALF_PAST)

    assert occurrences(conn) == [HALF_PAST]


STATEMENTS = 12
"""Of one look with three schedules due; the test below fails where it has fewer."""


def looked(url: str, at: datetime, statement: int) -> "subprocess.CompletedProcess[str]":
    program = [sys.executable, "tests/contract/dies_while_scheduling.py", url, at.isoformat(), str(statement)]
    here = {"PYTHONPATH": str(ROOT)}
    return subprocess.run(program, cwd=ROOT, env=here, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("statement", [1, 3, 5, 8, STATEMENTS])
def test_a_kill_at_any_statement_neither_repeats_nor_drops_a_run(engine: Engine, statement: int) -> None:
    url = engine.url.render_as_string(hide_password=False)
    with writing(engine) as conn:
        settle_in(conn)
        for _ in range(3):
            repeated(conn)

    died = looked(url, HALF_PAST, statement)

    assert died.returncode == -signal.SIGKILL, died.stderr
    with reading(engine) as conn:
        assert occurrences(conn) == []
    again = looked(url, HALF_PAST, 1_000_000)
    assert again.stdout == "through\n", again.stderr
    with writing(engine) as conn:
        assert occurrences(conn) == [HALF_PAST] * 3
        assert len(due_runs(conn, HALF_PAST)) == 3
        assert occurrences(conn) == [HALF_PAST] * 3
