"""What is keyed moves the watch in the same transaction, and the word that is said of it is true."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, select

from db import audit, cases, holds, outbox, tasks, visits, watch
from db.cases import CaseRow
from db.engine import open_engine, writing
from db.homes import save_contacts
from db.schema.work import outbox as orders
from db.staff import Account, save_accounts
from db.visits import VisitRow
from ivr import events as e
from ivr.book import Book
from ivr.unwanted import no_longer_wanted
from ivr.verdicts import Verdict
from ivr.watch.calls import listener
from people.ids import ContactId, HouseholdId, SeniorId, StaffId
from people.staff import Role, Staff
from people.terminals import Contact
from tests.contract.homes import new_database, settle_in
from wellness_checks.orders import open_emergency
from wellness_checks.others import ask_others
from wellness_checks.service import WatchSettings, climb, offer_visits, send_visitor

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
WANG = SeniorId("wang")
RULES = WatchSettings(ask_within=10 * MINUTE)


@pytest.fixture
def conn(tmp_path) -> Iterator[Connection]:
    """Wang at t1001 with a son; visitors li and wu, supervisor boss; Zhao at t1002."""
    engine = open_engine(new_database(tmp_path))
    try:
        with writing(engine) as conn:
            settle_in(conn)
            son = Contact(
                id=ContactId("son"), household=HouseholdId("h1"), position=1, name="王明", number="+8613900000001"
            )
            save_contacts(conn, [son])
            roles = {"li": Role.VISITOR, "wu": Role.VISITOR, "boss": Role.SUPERVISOR}
            save_accounts(conn, [Account(person=Staff(id=StaffId(k), name=k, role=r)) for k, r in roles.items()])
            yield conn
    finally:
        engine.dispose()


def keyed(conn: Connection, event: e.Event) -> str:
    """The word that the caller hears; empty: none."""
    said: list[Verdict] = []
    listener(RULES, said.append)(conn, Book({}, {}, {}), event)
    assert all(verdict.channel == event.channel for verdict in said)
    return said[0].word if said else ""


def case(conn: Connection, state: str = "not_answered") -> CaseRow:
    row = CaseRow(id="c1", senior_id="wang", state=state, opened_at=NOON, trigger="silence")
    return cases.open_case(conn, row)


def visit(conn: Connection) -> VisitRow:
    send_visitor(conn, case(conn), NOON, why="calls in vain")
    offer_visits(conn, NOON)
    return visits.of_case(conn, "c1")[0]


def answered(key: str, by: str, visit: str) -> e.VisitAnswered:
    return e.VisitAnswered(at=NOON + MINUTE, channel="x-1", visit=visit, by=by, key=key)


def told(key: str, **more: Any) -> e.ContactTold:
    return e.ContactTold(at=NOON + MINUTE, channel="x-1", by="son", key=key, **more)


def test_the_first_who_presses_1_has_the_visit_and_the_second_hears_that_it_is_taken(conn):
    open_ = visit(conn)

    words = [keyed(conn, answered("1", by, open_.id)) for by in ("li", "wu", "li")]

    assert words == ["yours", "taken", "yours"]
    assert visits.of_case(conn, "c1")[0].visitor_id == "li"


def test_whoever_declines_makes_room_for_the_next_one_at_once(conn):
    open_ = visit(conn)

    assert keyed(conn, answered("2", "li", open_.id)) == "declined"

    offer_visits(conn, NOON + MINUTE)
    assert [offer.staff_id for offer in visits.offers(conn, open_.id)] == ["li", "wu"]


def test_a_visit_that_is_no_more_is_over(conn):
    assert keyed(conn, answered("1", "li", "gone")) == "over"


def test_the_order_to_ring_a_visitor_tells_the_reason_and_her_telephone(conn):
    open_ = visit(conn)

    order = outbox.load(conn, f"visitor-{open_.id}-1")

    assert order
    payload = json.loads(order.payload)
    assert (payload["staff"], payload["area"], payload["terminal"], payload["reason"]) == (
        "li", "laoshan", "t1001", "silence",
    )  # fmt: skip


def test_a_supervisor_takes_a_case_once(conn):
    visit(conn)
    climb(conn, NOON + timedelta(hours=3))

    words = [keyed(conn, e.CaseTaken(at=NOON, channel="x-1", case="c1", by=by)) for by in ("boss", "li")]

    assert words == ["case", "taken"]
    assert keyed(conn, e.CaseTaken(at=NOON, channel="x-1", case="gone", by="boss")) == "over"


def test_a_contact_whom_we_rang_has_seen_her_and_the_case_ends(conn):
    ask_others(conn, case(conn), NOON, RULES)

    assert keyed(conn, told("1", case="c1")) == "seen"

    ended = cases.load(conn, ["c1"])["c1"]
    assert (ended.outcome, ended.closed_by) == ("seen_by_contact", "son")
    assert [sign.told_by for sign in watch.last_signs(conn, "wang")] == ["son"]


def test_not_seen_changes_nothing_but_is_written_down(conn):
    ask_others(conn, case(conn), NOON, RULES)

    assert keyed(conn, told("3", case="c1")) == "unseen"

    assert cases.load(conn, ["c1"])["c1"].state == "others_due"
    assert "contact_has_not_seen_her" in [row.action for row in audit.latest(conn, subject="c1")]


def test_away_is_a_hold_from_today_and_ends_the_case(conn):
    ask_others(conn, case(conn), NOON, RULES)

    assert keyed(conn, told("2", case="c1", days=3)) == "away"

    (hold,) = holds.of_seniors(conn, ["wang"])[WANG]
    assert (hold.starts_on, hold.ends_on, hold.asked_by) == (date(2026, 3, 2), date(2026, 3, 4), "son")
    assert cases.load(conn, ["c1"])["c1"].outcome == "found_elsewhere"


def test_with_a_visitor_on_the_way_what_a_contact_has_seen_is_kept_and_the_visit_goes_on(conn):
    open_ = visit(conn)
    keyed(conn, answered("1", "li", open_.id))

    assert keyed(conn, told("1", case="c1")) == "seen"

    assert cases.load(conn, ["c1"])["c1"].closed_at is None
    assert [sign.kind for sign in watch.last_signs(conn, "wang")] == ["checked_in"]


def test_a_contact_who_rings_us_has_seen_her_and_her_case_ends(conn):
    case(conn)

    assert keyed(conn, told("1", terminal="t1001")) == "seen"

    assert cases.load(conn, ["c1"])["c1"].outcome == "seen_by_contact"


def test_a_contact_who_rings_us_says_how_long_she_is_away_and_twice_is_refused(conn):
    words = [keyed(conn, told("2", terminal="t1001", days=12)) for _ in range(2)]

    assert words == ["away", "refused"]
    (hold,) = holds.of_seniors(conn, ["wang"])[WANG]
    assert hold.ends_on == date(2026, 3, 13)


def test_away_ends_an_open_case_of_somebody_whose_contact_rings_us(conn):
    case(conn)

    assert keyed(conn, told("2", terminal="t1001", days=2)) == "away"

    assert cases.load(conn, ["c1"])["c1"].closed_by == "son"


@pytest.mark.parametrize(
    "said",
    [
        told("1", terminal="t1002"), told("1", terminal="nowhere"), told("3", terminal="t1001"),
        told("2", terminal="t1001", days=0), told("1", case="gone"), told("2", case="gone", days=2),
    ],
)  # fmt: skip
def test_what_a_contact_may_not_or_cannot_say_is_refused_and_nothing_of_it_is_kept(conn, said):
    assert keyed(conn, said) == "refused"

    assert watch.last_signs(conn, "wang") == [] and watch.last_signs(conn, "zhao") == []
    assert not holds.of_seniors(conn, ["wang"]).get(WANG)


def test_a_visit_code_is_heard_to_be_right_used_wrong_or_another_homes(conn):
    visits.open_visit(conn, VisitRow(id="v1", senior_id="wang", code="012345", opened_at=NOON))

    def dialled(terminal: str, code: str) -> str:
        about: dict[str, Any] = {"at": NOON, "channel": "x-1", "key": "visit"}
        return keyed(conn, e.KeyPressed(**about, terminal=terminal, code=code))

    words = [
        dialled("t1001", "999999"),
        dialled("t1002", "012345"),
        dialled("t1001", "012345"),
        dialled("t1001", "012345"),
    ]

    assert words == ["wrong", "elsewhere", "noted", "used"]
    arrived = visits.load(conn, "v1")
    assert arrived and (arrived.state, arrived.arrived_at) == ("arrived", NOON)
    assert len(audit.latest(conn, subject="t1001")) == 2


def test_other_keys_are_nobodys_here(conn):
    assert keyed(conn, e.KeyPressed(at=NOON, channel="x-1", terminal="t1001", key="well")) == ""


def test_nobody_is_rung_for_what_somebody_has_or_what_is_over(conn):
    open_ = visit(conn)
    ask = [row for row in _orders(conn) if row.kind == "ring_visitor"]
    assert no_longer_wanted(conn, ask, NOON) == {}

    keyed(conn, answered("1", "wu", open_.id))
    climb(conn, NOON + timedelta(hours=3))
    asked = [row for row in _orders(conn) if row.kind in ("ring_visitor", "ring_supervisor")]
    assert list(no_longer_wanted(conn, asked, NOON)) == [f"visitor-{open_.id}-1"]

    keyed(conn, e.CaseTaken(at=NOON, channel="x-1", case="c1", by="boss"))
    assert set(no_longer_wanted(conn, asked, NOON)) == {row.id for row in asked}


def test_a_contact_is_not_rung_once_the_case_has_ended(conn):
    ask_others(conn, case(conn), NOON, RULES)
    asked = [row for row in _orders(conn) if row.kind == "ring_contact"]
    assert len(asked) == 1 and no_longer_wanted(conn, asked, NOON) == {}

    keyed(conn, told("1", case="c1"))

    assert set(no_longer_wanted(conn, asked, NOON)) == {asked[0].id}


def test_an_emergency_in_a_home_without_a_telephone_is_a_task_at_once(conn):
    open_emergency(conn, "v1", "", NOON)

    assert [task.subject for task in tasks.open_tasks(conn, "incident_open")] == ["v1"]
    assert outbox.load(conn, "emergency-v1") is None


def _orders(conn: Connection) -> list[outbox.OutboxRow]:
    rows = conn.execute(select(orders.c.id).order_by(orders.c.id)).scalars()
    return [row for key in rows if (row := outbox.load(conn, key))]
