"""Does every step of a campaign do what it says, and does nobody ring after a stop?"""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from broadcasts.filters import Filter
from broadcasts.service import (
    BroadcastSettings,
    Refused,
    cancel,
    clone,
    pause,
    people,
    progress,
    resume,
    start,
)
from db import attempts, campaigns, outbox, watch
from db.attempts import AttemptRow
from db.audit import latest
from db.outbox import OutboxRow
from people.windows import parse_windows
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

UNKNOWN = Refused(field="campaign", reason="there is no such message")


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
