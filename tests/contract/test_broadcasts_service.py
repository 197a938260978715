"""Does a message reach everybody living alone, once each, with what proves that it was heard?"""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Connection

from broadcasts.service import (
    Audio,
    Intent,
    Lines,
    Refused,
    Started,
    TrunkUse,
    begin_listening,
    create_campaign,
    dial_due,
    load_attempt,
    save_attempt,
    settle_attempt,
    start_campaign,
    waiting_file,
)
from db import attempts, campaigns, outbox, tasks, watch
from db.areas import save_areas
from db.campaigns import CampaignRow, DeliveryRow
from db.engine import open_engine, writing
from db.homes import save_households, save_seniors
from db.migrations import upgrade
from db.staff import save_holds
from db.terminals import SecretTerminal, save_terminals
from ivr import events as e
from ivr.attempt import AttemptEvent, advance
from people.areas import Area, AreaKind
from people.holds import Hold
from people.ids import AreaId, HouseholdId, SeniorId, TerminalId
from people.seniors import Household, Senior
from people.terminals import Terminal, TerminalKind
from wellness_checks.service import offer, record_sign, sweep

NINE = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
"""Nine in the morning in Beijing."""
MINUTE = timedelta(minutes=1)
FROST = Audio(file="/sounds/frost", total_ms=30_000)
ALONE = frozenset({"lives_alone"})


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('broadcasts') / 'bigbutton.db'}"
    upgrade(url)
    return url


@pytest.fixture
def conn(upgraded: str) -> Iterator[Connection]:
    """Three homes: two people living alone, and a couple. What a test writes is taken back."""
    engine = open_engine(upgraded)
    try:
        with writing(engine) as conn:
            settle_in(conn)
            yield conn
            conn.rollback()
    finally:
        engine.dispose()


def settle_in(conn: Connection) -> None:
    save_areas(conn, [Area(id=AreaId("laoshan"), name="老山", kind=AreaKind.COMMUNITY)])
    homes = [HouseholdId(f"h{n}") for n in (1, 2, 3)]
    save_households(conn, [Household(id=home, area=AreaId("laoshan"), address="老山路") for home in homes])
    save_seniors(conn, [
        Senior(id=SeniorId("wang"), household=homes[0], name="王秀英", tags=ALONE),
        Senior(id=SeniorId("li"), household=homes[1], name="李淑兰", tags=ALONE),
        Senior(id=SeniorId("zhao"), household=homes[2], name="赵德福"),
        Senior(id=SeniorId("qian"), household=homes[2], name="钱桂芳"),
    ])  # fmt: skip
    telephones = [Terminal(id=TerminalId(f"t{n}"), household=home) for n, home in enumerate(homes, 1)]
    save_terminals(conn, [SecretTerminal(terminal=one, secret="s") for one in telephones])


def started(conn: Connection, now: datetime = NINE) -> CampaignRow:
    draft = create_campaign(conn, now, title="Frost", text="It will be cold")
    assert isinstance(draft, CampaignRow)
    done = start_campaign(conn, draft.id, now, audio=FROST)
    assert isinstance(done, Started)
    return done.campaign


def delivery(conn: Connection, campaign: CampaignRow, senior: str) -> DeliveryRow:
    return next(row for row in campaigns.of_campaign(conn, campaign.id) if row.senior_id == senior)


def lines(channels: int = 10) -> Lines:
    return Lines(channels=channels, dials=99, trunks=(TrunkUse(name="trunka", limit=30),))


def dialled(conn: Connection, now: datetime = NINE) -> dict[str, Intent]:
    """The dials of one tick, by terminal."""
    return {intent.terminal: intent for intent in dial_due(conn, now, lines())}


def told(conn: Connection, event: AttemptEvent, now: datetime | None = None) -> None:
    """As the controller does it: load, decide, save, settle."""
    ours = event.channel if isinstance(event, e.HungUp) else str(event.attempt)
    before = load_attempt(conn, ours)
    assert before is not None
    attempt = advance(before, event)
    save_attempt(conn, attempt)
    settle_attempt(conn, attempt, now or event.at)


def heard(attempt: str, terminal: str, at: datetime, *, ms: int | None, measured: bool = True) -> e.MessageHeard:
    return e.MessageHeard(
        at=at,
        channel=attempt,
        attempt=e.AttemptId(attempt),
        terminal=terminal,
        ms=ms,
        measured=measured,
        key="",
    )


def answered(attempt: str, terminal: str, at: datetime) -> e.AttemptAnswered:
    return e.AttemptAnswered(at=at, channel=attempt, attempt=e.AttemptId(attempt), terminal=terminal, sip_call_id="")


def key(attempt: str, terminal: str, at: datetime, digit: str) -> e.KeyPressed:
    return e.KeyPressed(at=at, channel=attempt, attempt=e.AttemptId(attempt), terminal=terminal, key=digit)


def rings(conn: Connection, intent: Intent, *events: str, ms: int | None = None) -> None:
    """What the exchange tells of a dial: `answered`, `heard` or a key, ten seconds apart; then the end."""
    about, at = (intent.attempt, intent.terminal), NINE
    told(conn, e.AttemptRang(at=at, channel=intent.attempt, attempt=e.AttemptId(intent.attempt)))
    for name in events:
        at += timedelta(seconds=10)
        if name == "answered":
            told(conn, answered(*about, at))
        else:
            told(conn, heard(*about, at, ms=ms) if name == "heard" else key(*about, at, name))
    over = at + timedelta(seconds=10)
    told(conn, e.HungUp(at=over, channel=intent.attempt, cause=16, by_itself=True))


def clock(conn: Connection, senior: str) -> datetime | None:
    return watch.load_watch(conn, [senior])[senior].oldest_unheard_at


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
