"""Does every step of a campaign do what it says, and does nobody ring after a stop?"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Connection

from broadcasts.filters import Filter
from broadcasts.recurrence import Recurrence, Repeat
from broadcasts.scheduling import due_runs
from broadcasts.service import (
    Audio,
    BroadcastSettings,
    Draft,
    Refused,
    Started,
    cancel,
    clone,
    create,
    pause,
    people,
    progress,
    resume,
    start,
)
from db import attempts, campaigns, outbox, schedules, watch
from db.attempts import AttemptRow
from db.audit import latest
from db.campaigns import CampaignRow, DeliveryRow
from db.engine import open_engine, writing
from db.outbox import OutboxRow
from people.windows import parse_windows
from tests.contract.homes import new_database, settle_in

NINE = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
"""Nine in the morning in Beijing."""
MINUTE = timedelta(minutes=1)
FROST = Audio(file="/sounds/frost", total_ms=30_000)
DRAFT = Draft(title="Frost", text="It will be cold")
EVERY_MORNING = Recurrence(repeat=Repeat.DAILY, minute=9 * 60 + 30)
UNKNOWN = Refused(field="campaign", reason="there is no such message")


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    return new_database(tmp_path_factory.mktemp("steps"))


@pytest.fixture
def conn(url: str) -> Iterator[Connection]:
    """Wang and Zhao, each at home; what a test writes is taken back."""
    engine = open_engine(url)
    try:
        with writing(engine) as conn:
            settle_in(conn)
            yield conn
            conn.rollback()
    finally:
        engine.dispose()


def drafted(conn: Connection, draft: Draft = DRAFT) -> str:
    row = create(conn, NINE, draft, by="hu", settings=BroadcastSettings(templates=frozenset({"weather"})))
    assert isinstance(row, CampaignRow), row
    return row.id


def started(conn: Connection, draft: Draft = DRAFT) -> str:
    done = start(conn, drafted(conn, draft), NINE, audio=FROST, by="hu")
    assert isinstance(done, Started), done
    return done.campaign.id


def refused_fields(conn: Connection, **fields: object) -> set[str]:
    found = create(conn, NINE, replace(DRAFT, **fields), by="hu")  # type: ignore[arg-type]
    assert isinstance(found, tuple), found
    return {one.field for one in found}


def delivery(conn: Connection, campaign: str, senior: str) -> DeliveryRow:
    return next(row for row in campaigns.of_campaign(conn, campaign) if row.senior_id == senior)


def dialled(conn: Connection, campaign: str, senior: str, *, claimed: bool = False) -> str:
    """A dial of hers is written down; `claimed`: somebody is making it."""
    row = delivery(conn, campaign, senior)
    attempt = f"bb-{senior}"
    attempts.intend(conn, AttemptRow(
        id=attempt, kind="broadcast", senior_id=senior, terminal_id=row.terminal_id, delivery_id=row.id,
        committed_at=NINE,
    ))  # fmt: skip
    campaigns.save_deliveries(conn, [replace(row, state="trying", tries=row.tries + 1)])
    order = OutboxRow(id=f"dial-{attempt}", kind="originate_message", payload="{}", created_at=NINE)
    outbox.intend(conn, [order])
    if claimed:
        outbox.claim(conn, at=NINE)
    return attempt


def actions(conn: Connection, campaign: str) -> list[str]:
    return [row.action for row in reversed(latest(conn, subject=campaign)) if row.actor == "hu"]


def test_a_draft_keeps_what_was_written_and_who_wrote_it(conn: Connection) -> None:
    draft = replace(
        DRAFT, audience=Filter(tags=frozenset({"lives_alone"})), windows="10:00-11:00", channels=3, per_minute=9,
        urgent=True, reply="spoken", template="weather", ends_at=NINE + timedelta(days=1),
    )  # fmt: skip

    row = campaigns.load_campaign(conn, drafted(conn, draft))

    assert row is not None
    assert (row.state, row.created_by, row.audience) == ("draft", "hu", '{"tags": ["lives_alone"]}')
    assert (row.windows, row.channels, row.per_minute, row.urgent) == ("10:00-11:00", 3, 9, True)
    assert (row.reply, row.template, row.ends_at) == ("spoken", "weather", NINE + timedelta(days=1))


def test_everything_wrong_with_a_draft_is_told_at_once(conn: Connection) -> None:
    nowhere = Filter(areas=frozenset({"nowhere"}))

    wrong = refused_fields(conn, title="", text="{moon}", starts_at=NINE - MINUTE, channels=0, audience=nowhere)

    assert wrong == {"title", "text", "starts_at", "channels", "audience"}


@pytest.mark.parametrize(
    ("windows", "ends_after", "field"),
    [
        ("21:30-22:30", None, "windows"),  # wholly in the quiet hours
        ("", timedelta(seconds=-1), "ends_at"),  # over already
        ("10:00-11:00", timedelta(minutes=30), "windows"),  # over before it opens
        ("9 to 5", None, "windows"),
    ],
)
def test_a_window_that_never_opens_is_refused(
    conn: Connection, windows: str, ends_after: timedelta | None, field: str
) -> None:
    ends_at = NINE + ends_after if ends_after else None

    assert refused_fields(conn, windows=windows, ends_at=ends_at) == {field}


def test_an_urgent_message_may_ring_in_the_quiet_hours(conn: Connection) -> None:
    assert drafted(conn, replace(DRAFT, windows="21:30-22:30", urgent=True))


def test_a_start_is_refused_where_the_end_has_come_or_the_audio_says_nothing(conn: Connection) -> None:
    campaign = drafted(conn, replace(DRAFT, ends_at=NINE + 10 * MINUTE))

    late = start(conn, campaign, NINE + 10 * MINUTE, audio=FROST, by="hu")
    silent = start(conn, campaign, NINE, audio=replace(FROST, total_ms=0), by="hu")

    assert late == Refused(field="ends_at", reason="is in the past")
    assert silent == Refused(field="audio", reason="there is nothing to hear in it")
    assert start(conn, "no such", NINE, audio=FROST, by="hu") == UNKNOWN


def test_each_step_is_told_to_whoever_looks_later(conn: Connection) -> None:
    campaign = started(conn)

    for step in (pause, resume, cancel):
        step(conn, campaign, NINE, by="hu")

    row = campaigns.load_campaign(conn, campaign)
    assert row is not None
    assert row.state == "cancelled"
    steps = ["campaign_created", "campaign_started", "campaign_paused", "campaign_resumed", "campaign_cancelled"]
    assert actions(conn, campaign) == steps


def test_a_pause_takes_back_what_nobody_has_set_about_and_it_uses_up_no_try(conn: Connection) -> None:
    campaign = started(conn)
    attempt = dialled(conn, campaign, "wang")

    pause(conn, campaign, NINE + MINUTE, by="hu")

    order = outbox.load(conn, f"dial-{attempt}")
    assert order is not None
    assert (order.state, order.result) == ("failed", "stopped")
    assert outbox.claim(conn, at=NINE + MINUTE) == []
    ended = attempts.load(conn, [attempt])[attempt]
    assert (ended.state, ended.outcome, ended.ended_at) == ("ended", "refused", NINE + MINUTE)
    row = delivery(conn, campaign, "wang")
    assert (row.state, row.tries, row.next_try_at) == ("due", 0, NINE + MINUTE)


def test_a_dial_that_is_being_made_is_left_to_its_end(conn: Connection) -> None:
    campaign = started(conn)
    attempt = dialled(conn, campaign, "wang", claimed=True)

    cancel(conn, campaign, NINE + MINUTE, by="hu")

    assert attempts.load(conn, [attempt])[attempt].state == "intended"
    assert delivery(conn, campaign, "wang").state == "trying"


def test_the_dials_of_another_campaign_are_not_touched(conn: Connection) -> None:
    stopped, other = started(conn), started(conn)
    attempt = dialled(conn, other, "wang")

    pause(conn, stopped, NINE, by="hu")

    assert [row.id for row in outbox.claim(conn, at=NINE)] == [f"dial-{attempt}"]


def test_a_cancelled_message_waits_for_nobody_and_what_was_heard_stays_heard(conn: Connection) -> None:
    campaign = started(conn)
    heard = replace(delivery(conn, campaign, "wang"), state="done", evidence="heard", heard_at=NINE, tries=1)
    campaigns.save_deliveries(conn, [heard])

    cancel(conn, campaign, NINE + MINUTE, by="hu")

    zhao = delivery(conn, campaign, "zhao")
    assert (zhao.state, zhao.why, zhao.available_at) == ("done", "cancelled", None)
    assert campaigns.unheard_of_household(conn, "h2") == []
    assert delivery(conn, campaign, "wang") == heard


def test_no_silence_is_counted_from_what_was_taken_back_before_anybody_was_rung(conn: Connection) -> None:
    alone, kept = started(conn), started(conn)
    campaigns.save_deliveries(conn, [replace(delivery(conn, kept, "zhao"), available_at=NINE + MINUTE)])
    campaigns.save_deliveries(conn, [replace(delivery(conn, kept, "wang"), available_at=None)])

    cancel(conn, alone, NINE + MINUTE, by="hu")

    clocks = watch.load_watch(conn, ["wang", "zhao"])
    assert clocks["wang"].oldest_unheard_at is None
    assert clocks["zhao"].oldest_unheard_at == NINE + MINUTE


def test_who_was_rung_and_did_not_listen_stays_watched_though_it_is_cancelled(conn: Connection) -> None:
    campaign = started(conn)
    tried = replace(delivery(conn, campaign, "wang"), state="due", evidence="rang", tries=1)
    campaigns.save_deliveries(conn, [tried])

    cancel(conn, campaign, NINE + MINUTE, by="hu")

    assert watch.load_watch(conn, ["wang"])["wang"].oldest_unheard_at == NINE


def test_a_step_that_cannot_be_taken_is_refused_and_changes_nothing(conn: Connection) -> None:
    draft = drafted(conn)

    assert pause(conn, draft, NINE, by="hu") == Refused(field="state", reason="it is draft and cannot become paused")
    assert resume(conn, draft, NINE, by="hu") == Refused(field="state", reason="it has not been started")
    assert cancel(conn, "no such", NINE, by="hu") == UNKNOWN
    assert clone(conn, "no such", NINE, by="hu") == UNKNOWN
    assert pause(conn, "no such", NINE, by="hu") == UNKNOWN
    assert resume(conn, "no such", NINE, by="hu") == UNKNOWN
    assert actions(conn, draft) == ["campaign_created"]


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


def test_the_end_is_told_from_the_limits_of_the_message_and_the_hours_in_which_it_rings(conn: Connection) -> None:
    slowly = started(conn, replace(DRAFT, per_minute=1, channels=1))
    at_night = NINE + timedelta(hours=9)
    rules = BroadcastSettings(windows=parse_windows("10:00-11:00"), channels=1, typical_call=10 * MINUTE)

    assert progress(conn, slowly, NINE).finish_at == NINE + 2 * MINUTE
    assert progress(conn, slowly, at_night, rules).finish_at == NINE + timedelta(days=1, hours=1, minutes=20)
    assert progress(conn, "no such", NINE).total == 0


def test_each_person_has_a_line_with_what_is_proven_and_why_she_is_not_rung(conn: Connection) -> None:
    campaign = started(conn)
    wang, zhao = (delivery(conn, campaign, one) for one in ("wang", "zhao"))
    attempts.intend(conn, AttemptRow(
        id="bb-1", kind="broadcast", delivery_id=wang.id, committed_at=NINE, state="ended", key="1"
    ))  # fmt: skip
    campaigns.save_deliveries(conn, [
        replace(wang, state="done", evidence="heard", heard_ms=6_000, tries=1),
        replace(zhao, why="in_use", next_try_at=NINE + MINUTE),
    ])  # fmt: skip

    first, second = people(conn, campaign)

    assert (first.senior, first.name, first.evidence, first.percent, first.key) == ("wang", "王秀英", "heard", 20, "1")
    assert (second.evidence, second.why, second.next_try_at) == ("not_dialled", "in_use", NINE + MINUTE)
    assert first.why == "no_more_tries"
    assert [one.senior for one in people(conn, campaign, after="wang")] == ["zhao"]
    assert [one.senior for one in people(conn, campaign, evidence="heard")] == ["wang"]
    assert [one.senior for one in people(conn, campaign, evidence="not_dialled", limit=1)] == ["zhao"]


def test_whoever_waits_for_a_paused_message_is_not_rung_because_it_is_paused(conn: Connection) -> None:
    campaign = started(conn)
    pause(conn, campaign, NINE, by="li")

    assert {one.why for one in people(conn, campaign)} == {"paused"}

    resume(conn, campaign, NINE, by="li")

    assert {one.why for one in people(conn, campaign)} == {""}
