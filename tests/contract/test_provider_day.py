"""A provider says that it is closed, or open again, and rings back whom it missed: each once, and only its own."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Connection

from db import calls, closings, outbox, revisions, tasks
from db.calls import CallRow, LegRow
from db.engine import open_engine, writing
from db.providers import load_providers, save_providers
from db.tasks import TaskRow
from ivr import events as e
from ivr.book import Book
from ivr.commands import OriginateStaffCall
from ivr.perform import command_of
from ivr.requests import telephone
from ivr.requests.closing import close_today, is_closed, open_again
from ivr.requests.ring_back import ring_back
from ivr.verdicts import Verdict
from people.ids import AreaId, ProviderId, ServiceId
from people.providers import CLOSED, Hours, Provider, ProviderNumber, Span
from tests.contract.homes import new_database, settle_in
from wellness_checks.case import Refused

NOON = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
TODAY, ZONE = date(2026, 3, 10), "Asia/Shanghai"
SHORT_DAY = (Span(36, 40),)
CANTEEN = ProviderId("canteen")


@pytest.fixture
def conn(tmp_path) -> Iterator[Connection]:
    engine = open_engine(new_database(tmp_path))
    with writing(engine) as conn:
        settle_in(conn)
        save_providers(conn, [_provider("canteen"), _provider("kitchen")])
        yield conn
    engine.dispose()


def _provider(key: str, hours: Hours | None = None) -> Provider:
    return Provider(
        id=ProviderId(key), name=key, service=ServiceId("meals"), area=AreaId("laoshan"), hours=hours or Hours(),
        numbers=(ProviderNumber(number="+861066660002"),),
    )  # fmt: skip


def hours_today(conn: Connection, key: str = "canteen") -> object:
    return load_providers(conn)[ProviderId(key)].hours.days.get(TODAY, "usual")


def keyed(conn: Connection, key: str, *providers: str) -> str:
    said: list[Verdict] = []
    event = e.ProviderSaid(at=NOON, channel="7.1", providers=providers, key=key)
    telephone.listener(ZONE, said.append)(conn, Book({}, {}, {}), event)
    return said[0].word


def missed(conn: Connection, *targets: str, terminal: str = "t1001") -> str:
    calls.save(conn, [CallRow(id="1.1", terminal_id=terminal, household_id="h1", service_id="meals", pressed_at=NOON,
                              ended_at=NOON, state="ended", outcome="nobody", rungs=len(targets))])  # fmt: skip
    calls.save_legs(conn, [
        LegRow(call_id="1.1", position=n, target=target, seconds=20, why="open", status="NOANSWER")
        for n, target in enumerate(targets, 1)
    ])  # fmt: skip
    task = TaskRow(id="m1", kind="missed_press", subject="1.1", terminal_id=terminal, call_id="1.1", opened_at=NOON)
    tasks.open_task(conn, task)
    return "1.1"


def test_closed_for_today_the_day_has_no_hours_and_the_tables_are_to_follow(conn: Connection) -> None:
    before = revisions.site(conn)

    close_today(conn, "canteen", NOON, zone=ZONE, by="cook")

    assert hours_today(conn) == CLOSED and hours_today(conn, "kitchen") == "usual"
    assert revisions.site(conn) > before
    assert is_closed(conn, "canteen", NOON, ZONE) and not is_closed(conn, "canteen", NOON + timedelta(days=1), ZONE)


def test_open_again_what_held_for_that_day_before_holds_again(conn: Connection) -> None:
    save_providers(conn, [_provider("canteen", Hours(days={TODAY: SHORT_DAY}))])
    close_today(conn, "canteen", NOON, zone=ZONE, by="cook")

    open_again(conn, "canteen", NOON, zone=ZONE, by="cook")

    assert hours_today(conn) == SHORT_DAY
    assert not is_closed(conn, "canteen", NOON, ZONE)


def test_closing_twice_opening_what_is_open_and_a_stranger_are_refused(conn: Connection) -> None:
    assert open_again(conn, "canteen", NOON, zone=ZONE, by="cook") == Refused(
        field="state", reason="it was not closed for today: its usual hours hold"
    )
    close_today(conn, "canteen", NOON, zone=ZONE, by="cook")

    again = close_today(conn, "canteen", NOON, zone=ZONE, by="cook")

    assert again == Refused(field="state", reason="it is closed for today already")
    assert isinstance(close_today(conn, "nobody", NOON, zone=ZONE, by="cook"), Refused)


def test_a_day_may_be_closed_opened_and_closed_again(conn: Connection) -> None:
    for act in (close_today, open_again, close_today):
        act(conn, "canteen", NOON, zone=ZONE, by="cook")

    standing = closings.load(conn, "canteen", TODAY)
    assert hours_today(conn) == CLOSED
    assert standing is not None and standing.before == ""


def test_by_telephone_it_holds_for_every_provider_of_that_number(conn: Connection) -> None:
    assert keyed(conn, "1", "canteen", "kitchen") == "shut"
    assert (hours_today(conn), hours_today(conn, "kitchen")) == (CLOSED, CLOSED)
    assert keyed(conn, "1", "canteen") == "shut"
    assert keyed(conn, "2", "canteen", "kitchen") == "open"
    assert (hours_today(conn), hours_today(conn, "kitchen")) == ("usual", "usual")
    assert keyed(conn, "1", "gone") == "refused"


def test_the_provider_is_rung_first_then_her_and_the_intent_is_written_down(conn: Connection) -> None:
    call = missed(conn, "prov-canteen-1", "desk-hotline")

    attempt = ring_back(conn, call, "canteen", NOON, by="cook")

    assert isinstance(attempt, str)
    order = outbox.load(conn, f"dial-{attempt}")
    assert order is not None and command_of(order) == OriginateStaffCall(
        attempt=e.AttemptId(attempt), terminal="t1001", why="missed", staff="prov-canteen-1"
    )


def test_nobody_is_rung_twice_nor_by_a_provider_that_was_none_of_its_rungs(conn: Connection) -> None:
    call = missed(conn, "prov-canteen-1")
    ring_back(conn, call, "canteen", NOON, by="cook")

    twice = ring_back(conn, call, "canteen", NOON, by="cook")
    others = ring_back(conn, call, "kitchen", NOON, by="cook")

    assert twice == Refused(field="state", reason="her telephone is being rung already")
    assert others == Refused(field="call", reason="there is no such missed press")


def test_what_was_settled_since_and_an_unknown_caller_are_not_rung(conn: Connection) -> None:
    stranger = ring_back(conn, missed(conn, "prov-canteen-1", terminal="u139"), "canteen", NOON, by="cook")
    tasks.finish(conn, "m1", None, at=NOON, outcome="she was reached since")
    settled = ring_back(conn, "1.1", "canteen", NOON, by="cook")

    assert isinstance(stranger, Refused) and stranger.reason.startswith("nobody knows this caller")
    assert settled == Refused(field="state", reason="done already: she was reached since")
