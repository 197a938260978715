"""A press that asks for something opens a request; it is promised, brought, and she is asked once how it was."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, Engine

from broadcasts.service import BroadcastSettings
from db import attempts, outbox, requests, tasks, watch
from db.engine import open_engine, writing
from db.homes import load_seniors, save_seniors
from db.providers import save_providers
from db.requests import RequestRow
from db.staff import save_holds
from ivr import care
from ivr import events as e
from ivr.book import Book
from ivr.commands import AskHowItWas
from ivr.perform import command_of
from ivr.requests import telephone
from ivr.requests.asking import ask_due
from ivr.requests.kinds import KINDS
from ivr.requests.late import tell_late
from ivr.requests.opening import open_by_hand, opener
from ivr.requests.stepping import accept, finish, give_back, hand_to, withdraw
from ivr.settings import Settings
from people.holds import Hold
from people.ids import AreaId, ProviderId, SeniorId, ServiceId
from people.providers import Provider, ProviderNumber
from people.windows import parse_windows
from tests.contract.homes import new_database, settle_in
from wellness_checks.case import Refused

NOON = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ZONE = "Asia/Shanghai"
CALL = e.CallId("1773115200.1")
RULES = BroadcastSettings(windows=parse_windows("09:00-11:30 14:30-18:00"))
MORNING_AFTER = NOON - 3 * HOUR + DAY
"""Nine in the morning by her clock."""


@pytest.fixture
def engine(tmp_path) -> Iterator[Engine]:
    made = open_engine(new_database(tmp_path))
    with writing(made) as conn:
        settle_in(conn)
        save_providers(conn, [
            Provider(id=ProviderId(key), name=key, service=ServiceId("meals"), area=AreaId("laoshan"),
                     numbers=(ProviderNumber(number="+861066660002"),))
            for key in ("canteen", "kitchen")
        ])  # fmt: skip
    yield made
    made.dispose()


@pytest.fixture
def conn(engine: Engine) -> Iterator[Connection]:
    with writing(engine) as conn:
        yield conn


def tell(conn: Connection, *told: e.Event) -> None:
    """As the controller takes it: the book, the listeners, the attempts."""
    book, follow = Book.recall(conn), care.follower(Settings())
    for event in told:
        book.apply(conn, event)
        opener(KINDS)(conn, book, event)
        telephone.listener(ZONE, lambda verdict: None)(conn, book, event)
    follow(conn, told)
    book.save(conn)


def pressed(service: str = "meals", target: str = "prov-canteen-1", call: str = CALL) -> tuple[e.Event, ...]:
    key = e.CallId(call)
    press = e.Pressed(
        at=NOON, channel=call, call=key, terminal="t1001", service=service, via="terminal", confirmed=True,
        caller_id="", route_source="area", sip_call_id="",
    )  # fmt: skip
    rung = e.RungStarted(at=NOON, channel=call, call=key, position=1, target=target, seconds=20, why="open")
    return press, rung, e.PersonJoined(at=NOON, channel=call, call=key, position=1, target=target)


def only(conn: Connection) -> RequestRow:
    every = requests.listed(conn, ["open", "accepted", "done", "asked", "rated", "withdrawn"])
    assert len(every) == 1
    return every[0]


def brought(conn: Connection, at: datetime = NOON + HOUR) -> RequestRow:
    tell(conn, *pressed(), e.HungUp(at=NOON + timedelta(minutes=1), channel=CALL, cause=16, by_itself=False))
    key = only(conn).id
    accept(conn, key, at, by="cook")
    done = finish(conn, key, at, by="cook", kinds=KINDS, zone=ZONE)
    assert isinstance(done, RequestRow)
    return done


def test_a_press_for_a_meal_that_reached_the_canteen_opens_a_request_of_its_own(conn: Connection) -> None:
    tell(conn, *pressed())

    row = only(conn)

    assert (row.kind, row.provider_id, row.senior_id, row.terminal_id) == ("meal", "canteen", "wang", "t1001")
    assert (row.promised_by, row.state) == (NOON + 2 * HOUR, "open")


def test_the_same_facts_read_again_open_nothing_twice(conn: Connection) -> None:
    tell(conn, *pressed())
    tell(conn, *pressed())

    assert only(conn).call_id == CALL


def test_a_press_that_reached_nobody_and_one_for_the_committee_open_nothing(conn: Connection) -> None:
    tell(conn, *pressed()[:2])
    tell(conn, *pressed("committee", "desk-hotline", "2.2"))

    assert requests.listed(conn, ["open"]) == []


def test_what_the_hotline_took_waits_for_a_provider_to_be_named(conn: Connection) -> None:
    tell(conn, *pressed(target="desk-hotline"))
    key = only(conn).id

    handed = hand_to(conn, key, "kitchen", NOON, by="wangfang")

    assert isinstance(handed, RequestRow) and handed.provider_id == "kitchen"
    assert isinstance(hand_to(conn, key, "nobody", NOON, by="wangfang"), Refused)


def test_two_who_accept_one_request_the_first_has_it(engine: Engine) -> None:
    with writing(engine) as conn:
        tell(conn, *pressed())
        key = only(conn).id
    with writing(engine) as one:
        first = accept(one, key, NOON, by="cook")
    with writing(engine) as other:
        second = accept(other, key, NOON, by="waiter")

    assert isinstance(first, RequestRow) and first.accepted_by == "cook"
    assert second == Refused(field="state", reason="cook has accepted it already")


def test_a_row_that_moved_meanwhile_is_not_moved_again(conn: Connection) -> None:
    tell(conn, *pressed())
    row = only(conn)
    accept(conn, row.id, NOON, by="cook")

    assert not requests.move(conn, replace(row, state="withdrawn"), "open")
    assert only(conn).state == "accepted"


def test_given_back_it_waits_again_and_withdrawn_it_is_over(conn: Connection) -> None:
    tell(conn, *pressed())
    key = only(conn).id
    accept(conn, key, NOON, by="cook")

    back, gone = give_back(conn, key, NOON, by="cook"), withdraw(conn, key, NOON, by="wangfang")

    assert isinstance(back, RequestRow) and (back.state, back.accepted_by) == ("open", "")
    assert isinstance(gone, RequestRow) and gone.state == "withdrawn"
    assert accept(conn, key, NOON, by="cook") == Refused(field="state", reason="it was withdrawn")


def test_a_promise_that_was_not_kept_is_one_task_and_ends_with_the_request(conn: Connection) -> None:
    tell(conn, *pressed())
    key = only(conn).id

    assert (tell_late(conn, NOON + 2 * HOUR - timedelta(seconds=1)), tasks.open_tasks(conn)) == (0, [])
    assert [tell_late(conn, NOON + n * HOUR) for n in (2, 3)] == [1, 1]
    assert [(task.kind, task.subject) for task in tasks.open_tasks(conn)] == [("late_request", key)]

    accept(conn, key, NOON + 3 * HOUR, by="cook")
    finish(conn, key, NOON + 3 * HOUR, by="cook", kinds=KINDS, zone=ZONE)

    assert tasks.open_tasks(conn) == [] and tell_late(conn, NOON + 4 * HOUR) == 0


def test_she_is_asked_the_morning_after_in_her_windows_once(conn: Connection) -> None:
    row = brought(conn)

    asked = [ask_due(conn, at, RULES) for at in (NOON + 2 * HOUR, NOON + 13 * HOUR, MORNING_AFTER, MORNING_AFTER + DAY)]

    assert asked == [0, 0, 1, 0]
    attempt = only(conn).attempt_id or ""
    order = outbox.load(conn, f"dial-{attempt}")
    assert order is not None and command_of(order) == AskHowItWas(
        attempt=e.AttemptId(attempt), terminal="t1001", service="meals"
    )
    assert attempts.load(conn, [attempt])[attempt].senior_id == row.senior_id == "wang"


@pytest.mark.parametrize("why", ["away", "no_consent", "in_a_call", "too_late"])
def test_nobody_is_asked_who_is_away_wants_no_calls_is_in_one_or_was_served_days_ago(
    conn: Connection, why: str
) -> None:
    brought(conn)
    at = MORNING_AFTER
    if why == "away":
        save_holds(conn, [Hold(senior=SeniorId("wang"), starts_on=at.date(), ends_on=at.date(), reason="journey")])
    elif why == "no_consent":
        her = load_seniors(conn, ["wang"])[SeniorId("wang")]
        save_seniors(conn, [replace(her, consents_to_broadcasts=False)])
    elif why == "in_a_call":
        tell(conn, pressed(call="2.2")[0])
    else:
        at += 2 * DAY

    assert ask_due(conn, at, RULES) == 0
    assert only(conn).attempt_id is None


@pytest.mark.parametrize(("key", "kinds"), [("5", []), ("2", ["few_stars"])])
def test_her_key_is_the_stars_and_a_sign_of_life_and_few_of_them_are_a_task_at_once(
    conn: Connection, key: str, kinds: list[str]
) -> None:
    brought(conn)
    ask_due(conn, MORNING_AFTER, RULES)
    attempt = e.AttemptId(only(conn).attempt_id or "")
    picked = e.AttemptAnswered(at=MORNING_AFTER, channel=attempt, attempt=attempt, terminal="t1001", sip_call_id="")
    answer = e.KeyPressed(at=MORNING_AFTER, channel=attempt, terminal="t1001", key=key, attempt=attempt)

    tell(conn, picked, answer, replace(answer, key="1"))
    tell(conn, e.HungUp(at=MORNING_AFTER, channel=attempt, cause=16, by_itself=True))

    assert (only(conn).state, only(conn).stars) == ("rated", int(key))
    assert [task.kind for task in tasks.open_tasks(conn)] == kinds
    assert [sign.kind for sign in watch.last_signs(conn, "wang", 5)] == ["key"]
    assert attempts.load(conn, [attempt])[attempt].outcome == "confirmed"


def test_a_kind_that_asks_nothing_asks_nothing(conn: Connection) -> None:
    quiet = tuple(replace(kind, asks=False) for kind in KINDS)
    tell(conn, *pressed())
    key = only(conn).id
    accept(conn, key, NOON, by="cook")
    finish(conn, key, NOON, by="cook", kinds=quiet, zone=ZONE)

    assert ask_due(conn, MORNING_AFTER, RULES) == 0


@pytest.mark.parametrize(("field", "wrong"), [("kind", "rocket"), ("senior", "nobody"), ("provider", "x")])
def test_what_is_noted_by_hand_is_refused_with_its_field(conn: Connection, field: str, wrong: str) -> None:
    asked = {"senior": "zhao", "kind": "insurance_claim", "provider": "", field: wrong}

    refused = open_by_hand(conn, NOON, KINDS, by="wangfang", **asked)

    assert isinstance(refused, Refused) and refused.field == field


def test_an_insurance_claim_is_noted_by_hand_and_promised_in_ten_days(conn: Connection) -> None:
    row = open_by_hand(conn, NOON, KINDS, senior="zhao", kind="insurance_claim", by="wangfang", note="broken leg")

    assert isinstance(row, RequestRow)
    assert only(conn) == row and row.promised_by == NOON + 10 * DAY
