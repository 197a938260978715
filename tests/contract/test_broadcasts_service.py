"""Does a message reach everybody living alone, once each, with what proves that it was heard?"""

import json
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import Connection

from broadcasts.service import (
    Refused,
    create_campaign,
    dial_due,
    load_attempt,
    settle_attempt,
    start_campaign,
)
from db import attempts, campaigns, outbox
from db.campaigns import CampaignRow
from db.staff import save_holds
from people.holds import Hold
from people.ids import SeniorId
from tests.contract.message_homes import (
    FROST,
    MINUTE,
    NINE,
    clock,
    conn,
    delivery,
    dialled,
    lines,
    rings,
    started,
    upgraded,
)
from wellness_checks.service import sweep

__all__ = ["conn", "upgraded"]


def test_a_message_is_offered_to_those_living_alone_and_to_nobody_else(conn: Connection) -> None:
    campaign = started(conn)

    rows = campaigns.of_campaign(conn, campaign.id)
    assert sorted(row.senior_id for row in rows) == ["li", "wang"]
    assert {row.available_at for row in rows} == {NINE}
    assert clock(conn, "wang") == NINE


def test_a_message_without_words_or_without_anybody_is_refused_with_the_reason(conn: Connection) -> None:
    save_holds(conn, [
        Hold(senior=SeniorId(senior), starts_on=date(2026, 3, 1), ends_on=date(2026, 3, 9))
        for senior in ("wang", "li")
    ])  # fmt: skip
    draft = create_campaign(conn, NINE, title="Frost", text="It will be cold")
    assert isinstance(draft, CampaignRow)

    refused = start_campaign(conn, draft.id, NINE, audio=FROST)

    reason = "nobody would be rung: 2 not_chosen, 2 on_hold"
    assert refused == Refused(field="audience", reason=reason)
    assert isinstance(create_campaign(conn, NINE, title="", text="x"), Refused)
    assert isinstance(start_campaign(conn, "no such", NINE, audio=FROST), Refused)
    assert isinstance(start_campaign(conn, draft.id, NINE, audio=replace(FROST, total_ms=0)), Refused)


def test_a_message_starts_once(conn: Connection) -> None:
    campaign = started(conn)

    again = start_campaign(conn, campaign.id, NINE, audio=FROST)

    assert again == Refused(field="state", reason="it is running and cannot become running")


def test_attempt_and_intent_are_written_before_anybody_is_rung(conn: Connection) -> None:
    started(conn)

    intents = dialled(conn)

    assert sorted(intents) == ["t1", "t2"]
    attempt = attempts.load(conn, [intents["t1"].attempt])[intents["t1"].attempt]
    assert (attempt.state, attempt.senior_id, attempt.total_ms) == ("intended", "wang", 30_000)
    payloads = [json.loads(row.payload) for row in outbox.claim(conn, at=NINE, kind="originate_message")]
    assert {
        "attempt": attempt.id, "terminal": "t1", "file": "/sounds/frost", "trunk": "", "reply": "", "number": "",
    } in payloads  # fmt: skip


def test_nobody_is_dialled_twice_and_no_more_than_lines_are_free(conn: Connection) -> None:
    started(conn)

    first, second, third = (dial_due(conn, NINE, lines(channels)) for channels in (1, 1, 9))

    assert (len(first), len(second), len(third)) == (1, 0, 1)
    assert dial_due(conn, NINE, lines(9)) == []
    assert first[0].terminal != third[0].terminal


def test_who_went_away_or_withdrew_after_the_start_is_not_rung(conn: Connection) -> None:
    campaign = started(conn)
    save_holds(conn, [Hold(senior=SeniorId("wang"), starts_on=date(2026, 3, 2), ends_on=date(2026, 3, 9))])

    intents = dialled(conn)

    assert list(intents) == ["t2"]
    row = delivery(conn, campaign, "wang")
    assert (row.state, row.evidence, row.heard_at) == ("done", "not_dialled", None)


def test_on_the_sixth_morning_who_heard_is_left_in_peace_and_who_did_not_is_flagged(conn: Connection) -> None:
    started(conn)
    rings(conn, dialled(conn)["t1"], "answered", "heard", ms=None)

    swept = sweep(conn, NINE + timedelta(days=5))

    assert [case.senior_id for case in swept.opened] == ["li"]


def test_a_campaign_is_done_when_everybody_is(conn: Connection) -> None:
    campaign = started(conn)
    for intent in dialled(conn).values():
        rings(conn, intent, "answered", "1")

    dial_due(conn, NINE + MINUTE, lines())

    row = campaigns.load_campaign(conn, campaign.id)
    assert row is not None
    assert row.state == "done"


def test_an_attempt_of_something_else_is_none_of_ours(conn: Connection) -> None:
    started(conn)
    attempt = load_attempt(conn, dialled(conn)["t1"].attempt)
    assert attempt is not None

    assert settle_attempt(conn, replace(attempt, delivery_id=None), NINE) is None
    assert load_attempt(conn, "bb-nobody") is None
