"""Can what recurs be started, stopped and followed like a message of its own?"""

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import Connection

from broadcasts.recurrence import Recurrence, Repeat
from broadcasts.scheduling import due_runs
from broadcasts.service import (
    Refused,
    cancel,
    clone,
    pause,
    progress,
    resume,
    start,
)
from db import attempts, campaigns, schedules
from db.attempts import AttemptRow
from db.campaigns import CampaignRow
from tests.contract.message_steps import (
    DRAFT,
    FROST,
    MINUTE,
    NINE,
    conn,
    delivery,
    drafted,
    refused_fields,
    started,
    url,
)

__all__ = ["conn", "url"]

EVERY_MORNING = Recurrence(repeat=Repeat.DAILY, minute=9 * 60 + 30)


def test_a_clone_is_a_new_draft_with_the_same_words_and_no_dates(conn: Connection) -> None:
    campaign = started(conn, replace(DRAFT, ends_at=NINE + timedelta(days=1), windows="10:00-11:00"))

    copied = clone(conn, campaign, NINE + MINUTE, by="li")

    assert isinstance(copied, CampaignRow)
    assert (copied.state, copied.title, copied.windows, copied.cloned_from) == (
        "draft",
        "Frost",
        "10:00-11:00",
        campaign,
    )
    assert (copied.created_by, copied.starts_at, copied.ends_at) == ("li", None, None)
    assert campaigns.of_campaign(conn, copied.id) == []


def test_a_message_that_recurs_is_not_started_itself_and_steps_with_its_schedule(conn: Connection) -> None:
    campaign = drafted(conn, replace(DRAFT, recurrence=EVERY_MORNING))

    refused = start(conn, campaign, NINE, audio=FROST, by="hu")
    paused = pause(conn, campaign, NINE, by="hu")
    again = pause(conn, campaign, NINE, by="hu")

    assert isinstance(refused, Refused)
    assert isinstance(paused, CampaignRow)
    assert again == Refused(field="state", reason="its schedule is paused and cannot be paused")
    assert due_runs(conn, NINE + 31 * MINUTE) == []
    assert isinstance(resume(conn, campaign, NINE + 31 * MINUTE, by="hu"), CampaignRow)
    assert isinstance(resume(conn, campaign, NINE + 31 * MINUTE, by="hu"), Refused)
    schedule = schedules.of_campaign(conn, campaign)
    assert schedule is not None
    assert schedule.next_at == NINE + timedelta(days=1, minutes=30)


def test_who_cancels_what_recurs_ends_its_schedule_and_the_runs_not_started(conn: Connection) -> None:
    campaign = drafted(conn, replace(DRAFT, recurrence=EVERY_MORNING))
    (run,) = due_runs(conn, NINE + 30 * MINUTE)

    cancel(conn, campaign, NINE + 30 * MINUTE, by="hu")

    kept = campaigns.load_campaign(conn, run.id)
    assert kept is not None
    assert kept.state == "cancelled"
    assert due_runs(conn, NINE + timedelta(days=3)) == []


def test_a_schedule_that_names_no_day_to_come_is_refused(conn: Connection) -> None:
    yesterday = Recurrence(repeat=Repeat.ONCE, minute=600, on=date(2026, 3, 1))
    at_night = replace(EVERY_MORNING, minute=20 * 60)

    assert refused_fields(conn, recurrence=yesterday) == {"recurrence"}
    assert refused_fields(conn, recurrence=EVERY_MORNING, ends_at=NINE + MINUTE) == {"recurrence"}
    assert refused_fields(conn, recurrence=at_night) == {"windows"}


def test_progress_counts_everybody_and_tells_when_it_will_be_over(conn: Connection) -> None:
    campaign = started(conn)
    wang = delivery(conn, campaign, "wang")
    attempts.intend(conn, AttemptRow(
        id="bb-1", kind="broadcast", senior_id="wang", delivery_id=wang.id, committed_at=NINE, state="ended",
        outcome="heard", dialled_at=NINE, ended_at=NINE + 2 * MINUTE, key="1",
    ))  # fmt: skip
    campaigns.save_deliveries(conn, [
        replace(wang, state="done", evidence="heard", heard_at=NINE, heard_ms=24_000, tries=1)
    ])  # fmt: skip

    found = progress(conn, campaign, NINE + 2 * MINUTE)

    assert (found.total, found.dialled, found.ringing, found.heard, found.done) == (2, 1, 0, 1, 1)
    assert (found.waiting, found.to_dial) == (1, 1)
    assert found.by_state == {"done": 1, "waiting": 1}
    assert found.by_evidence["heard"] == 1
    assert found.by_evidence["not_dialled"] == 1
    assert (found.by_area["laoshan"].total, found.by_area["laoshan"].heard) == (2, 1)
    assert found.finish_at == NINE + timedelta(minutes=2, seconds=12)
