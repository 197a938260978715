"""What the log tells becomes signs of life, attempts that end, visits and tasks, in the same transaction."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from db import attempts, campaigns, outbox, tasks, watch
from db.attempts import AttemptRow
from db.campaigns import CampaignRow, DeliveryRow
from db.engine import open_engine, writing
from db.outbox import OutboxRow
from db.tasks import TaskRow
from ivr import care
from ivr import events as e
from ivr.book import Book
from ivr.settings import CareSettings, Settings
from people.windows import Window
from tests.contract.homes import new_database, settle_in

NOON = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
LATER = NOON + 60 * SECOND
BB = e.AttemptId("bb-01")
LISTEN, FOLLOW = care.listener(), care.follower(Settings())


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[Connection]:
    engine = open_engine(new_database(tmp_path))
    with writing(engine) as conn:
        settle_in(conn)
        yield conn
    engine.dispose()


def tell(conn: Connection, *events: e.Event) -> None:
    book = Book.recall(conn)
    for event in events:
        LISTEN(conn, book, event)
    FOLLOW(conn, events)


def dialled(conn: Connection, kind: str, **more: Any) -> None:
    row = AttemptRow(id=BB, kind=kind, terminal_id="t1001", committed_at=NOON, **more)
    attempts.intend(conn, row)


def ordered(conn: Connection, *, claimed: bool, state: str = "intended") -> None:
    row = OutboxRow(
        id=f"dial-{BB}", kind="originate_staff_call", payload="{}", created_at=NOON, state=state,
        performed_at=NOON if claimed else None,
    )  # fmt: skip
    outbox.intend(conn, [row])


def attempt(conn: Connection) -> AttemptRow:
    return attempts.load(conn, [BB])[BB]


def about(second: float = 0) -> dict[str, Any]:
    return {"at": NOON + second * SECOND, "channel": BB, "attempt": BB}


def her(second: float = 0) -> dict[str, Any]:
    return {**about(second), "terminal": "t1001"}


def pressed(*, confirmed: bool) -> e.Pressed:
    return e.Pressed(
        at=NOON, channel="x-1", call=e.CallId("x-1"), terminal="t1001", service="meals", via="terminal",
        confirmed=confirmed, caller_id="", route_source="", sip_call_id="",
    )  # fmt: skip


def staff_call(key: str) -> list[e.Event]:
    """Taken by the hotline, answered by her, reported with a key, over."""
    return [
        e.AttemptRang(**about()), e.StaffAccepted(**her(5), target="desk-hotline"),
        e.AttemptAnswered(**her(12), sip_call_id="s"), e.HerLegEnded(**her(40), status="ANSWER"),
        e.StaffReported(**her(44), key=key),
        e.HungUp(at=NOON + 45 * SECOND, channel=BB, cause=16, by_itself=False),
    ]  # fmt: skip


def test_the_watch_is_set_as_the_site_says():
    site = Settings(care=CareSettings(silent_after_days=3, wellness_retry=timedelta(hours=1)))

    found = care.watch_settings(site)

    assert (found.after_days, found.second_try_after) == (3, timedelta(hours=1))


@pytest.mark.parametrize(("confirmed", "signs"), [(True, ["press"]), (False, [])])
def test_a_press_proves_that_she_is_well_where_it_is_known_to_be_hers(conn, confirmed, signs):
    tell(conn, pressed(confirmed=confirmed), pressed(confirmed=confirmed))

    assert [sign.kind for sign in watch.last_signs(conn, "wang")] == signs


@pytest.mark.parametrize(("key", "outcome", "open_tasks"), [("1", "spoke", 0), ("2", "not_spoke", 1)])
def test_a_missed_press_is_over_when_staff_report_that_they_spoke_with_her(conn, key, outcome, open_tasks):
    task = TaskRow(id="1", kind="missed_press", subject="c-1", call_id="c-1", opened_at=NOON)
    tasks.open_task(conn, task)
    dialled(conn, "missed_press", call_id="c-1")

    tell(conn, *staff_call(key))

    ended = attempt(conn)
    assert (ended.state, ended.outcome, ended.answered_at) == ("ended", outcome, NOON + 12 * SECOND)
    assert len(tasks.open_tasks(conn, "missed_press")) == open_tasks


def test_a_message_that_she_confirms_is_heard_and_a_sign_of_life(conn):
    offered(conn)
    dialled(conn, "broadcast", senior_id="wang", delivery_id="d1", total_ms=10_000)

    tell(
        conn, e.AttemptRang(**about()), e.AttemptAnswered(**her(3), sip_call_id=""),
        e.KeyPressed(at=NOON + 9 * SECOND, channel=BB, terminal="t1001", key="1", attempt=BB),
        e.MessageHeard(**her(9), ms=6000, measured=True, key="1"),
        e.HungUp(at=NOON + 10 * SECOND, channel=BB, cause=16, by_itself=True),
    )  # fmt: skip

    delivery = campaigns.load_deliveries(conn, ["d1"])["d1"]
    assert (delivery.state, delivery.evidence, delivery.heard_ms) == ("done", "confirmed", 6000)
    assert len(watch.last_signs(conn, "wang")) == 1


def offered(conn: Connection) -> None:
    campaigns.save_campaign(conn, CampaignRow(id="b1", title="高温", text="多喝水", created_at=NOON, state="running"))
    row = DeliveryRow(
        id="d1", campaign_id="b1", senior_id="wang", household_id="h1", terminal_id="t1001",
        available_at=NOON, total_ms=10_000,
    )  # fmt: skip
    campaigns.add_deliveries(conn, [row])


def test_when_she_asks_to_listen_that_is_an_attempt_of_her_own(conn):
    offered(conn)
    own: dict[str, Any] = {"at": NOON, "channel": "x-7", "attempt": e.AttemptId("x-7"), "terminal": "t1001"}

    tell(conn, e.AttemptAnswered(**own, sip_call_id=""), e.MessageHeard(**own, ms=None, measured=True, key=""))

    row = attempts.load(conn, ["x-7"])["x-7"]
    assert (row.delivery_id, row.outcome, row.heard_ms) == ("d1", "heard", 10_000)


@pytest.mark.parametrize(
    "event",
    [
        e.AttemptAnswered(**her(), sip_call_id=""),
        e.MessageHeard(**her(), ms=1, measured=True, key=""),
        e.HungUp(at=NOON, channel=BB, cause=16, by_itself=True),
        e.HungUp(at=NOON, channel="x-1", cause=16, by_itself=True),
        e.KeyPressed(at=NOON, channel="x-1", terminal="t1001", key="visit", code="000000"),
        e.NumberRefused(at=NOON, channel="x-1", terminal="t1001"),
    ],
    ids=lambda event: type(event).__name__,
)
def test_what_is_told_of_an_attempt_that_nobody_committed_makes_none(conn, event):
    tell(conn, event)

    assert attempts.load(conn, [BB]) == {}


@pytest.mark.parametrize(
    ("state", "order", "outcome"),
    [
        ("dialled", None, "unknown"),
        ("intended", {"claimed": True, "state": "failed"}, "refused"),
        ("intended", {"claimed": True, "state": "done"}, "refused"),
        ("intended", {"claimed": True}, "refused"),
        ("intended", {"claimed": False}, None),
        ("intended", None, None),
    ],
    ids=[
        "its end was lost",
        "refused",
        "no channel came",
        "we died over it",
        "still to be dialled",
        "no order",
    ],
)
def test_an_attempt_nobody_will_tell_of_is_settled_as_far_as_it_is_known(conn, state, order, outcome):
    dialled(conn, "missed_press", state=state)
    if order:
        ordered(conn, **order)

    settled = care.settle_lost(conn, LATER, frozenset())

    assert settled == (outcome is not None)
    assert attempt(conn).outcome == outcome


def test_a_dial_taken_up_late_is_given_its_time_from_then_on(conn):
    dialled(conn, "missed_press")
    ordered(conn, claimed=True)
    taken_up = LATER - 5 * SECOND
    outbox.finish(conn, f"dial-{BB}", state="unknown", at=taken_up)

    assert care.settle_lost(conn, LATER, frozenset()) == 0
    assert care.settle_lost(conn, taken_up + 15 * SECOND, frozenset()) == 1


def test_a_dial_over_before_any_channel_was_born_frees_its_line_at_once(conn):
    dialled(conn, "missed_press")

    assert care.settle_refused(conn, NOON + SECOND, [BB, "bb-nobody"]) == 1
    assert (attempt(conn).state, attempt(conn).outcome) == ("ended", "refused")


def test_of_a_dial_whose_channel_was_born_the_log_tells_the_end(conn):
    dialled(conn, "missed_press", state="dialled")

    assert care.settle_refused(conn, NOON + SECOND, [BB]) == 0


def test_a_dial_that_could_not_be_sent_is_told_by_the_name_of_its_order(conn):
    dialled(conn, "missed_press")

    assert care.orders_refused(conn, NOON, ["resume-x-1", f"dial-{BB}"]) == 1


def test_the_end_of_an_attempt_of_ours_wakes_whoever_waits_for_a_line(conn):
    dialled(conn, "missed_press", state="dialled")
    woken: list[str] = []
    follow = care.follower(Settings(), lambda: woken.append("free"))

    follow(conn, [e.AttemptAnswered(**her(), sip_call_id="s")])
    follow(conn, [e.HungUp(at=NOON, channel="x-9", cause=16, by_itself=True)])
    assert woken == []
    follow(conn, [e.HungUp(at=NOON, channel=BB, cause=16, by_itself=True)])

    assert woken == ["free"]


def test_messages_ring_as_the_site_says():
    site = Settings(care=CareSettings(message_windows="10:00-11:00", quiet_hours="", rings_on_holidays=False))

    found = care.broadcast_settings(site)

    assert (found.windows, found.quiet) == ((Window(start=600, end=660),), ())
    assert not found.rings_on_holidays


@pytest.mark.parametrize(("now", "living"), [(NOON + 14 * SECOND, ()), (LATER, (BB,))], ids=["young", "living"])
def test_an_attempt_that_may_still_be_heard_of_is_left(conn, now, living):
    dialled(conn, "missed_press", state="dialled")

    assert care.settle_lost(conn, now, frozenset(living)) == 0


def test_what_was_settled_as_unknown_gives_way_to_what_the_log_says_later(conn):
    dialled(conn, "missed_press", state="dialled")
    care.settle_lost(conn, LATER, frozenset())

    tell(conn, e.StaffAccepted(**her(5), target="desk-hotline"), e.StaffReported(**her(44), key="1"))

    assert attempt(conn).outcome == "spoke"
