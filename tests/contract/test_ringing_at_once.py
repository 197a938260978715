"""Whose telephone rings before hers: the operator's own desk, the visitor's mobile, or the hotline's desks?"""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection, select

from db import attempts, cases, visits, watch
from db.cases import CaseRow
from db.engine import open_engine, writing
from db.schema.work import outbox
from db.staff import Account, save_accounts
from db.visits import VisitRow
from ivr.attempt import ENDED, Attempt
from people.ids import StaffId
from people.staff import Role, Staff
from tests.contract.homes import new_database
from tests.contract.silent_house import SATURDAY, flagged, refused, settle_in, visited
from wellness_checks import service as w
from wellness_checks.own_telephone import OwnTelephone, own_telephone
from wellness_checks.ringing_at_once import Call

MOBILE = "+8613800138000"
HE = Staff(id=StaffId("he"), name="He", role=Role.OPERATOR, desk="desk7", number=MOBILE)


@pytest.fixture
def conn(tmp_path) -> Iterator[Connection]:
    engine = open_engine(new_database(tmp_path))
    try:
        with writing(engine) as conn:
            settle_in(conn)
            yield conn
    finally:
        engine.dispose()


def works_here(conn: Connection, person: Staff, *, active: bool = True) -> None:
    save_accounts(conn, [Account(person=person, active=active)])


def order(conn: Connection, kind: str = "originate_staff_call") -> dict[str, str]:
    (payload,) = conn.scalars(select(outbox.c.payload).where(outbox.c.kind == kind))
    told: dict[str, str] = json.loads(payload)
    return told


def of_rota(conn: Connection) -> VisitRow:
    row = VisitRow(id="r1", senior_id="s0", code="111222", visitor_id="he", state="accepted", opened_at=SATURDAY)
    assert visits.open_visit(conn, row)
    return row


@pytest.mark.parametrize(
    ("person", "under_way", "kind", "rung"),
    [
        (HE, False, "desk", "desk7"),
        (HE, True, "number", MOBILE),
        (replace(HE, desk=""), False, "number", MOBILE),
        (replace(HE, number=""), True, "desk", "desk7"),
        (replace(HE, desk="", number=""), False, "hotline", ""),
        (None, False, "hotline", ""),
    ],
)
def test_who_has_a_telephone_of_their_own_is_rung_on_it(person: Staff | None, under_way: bool, kind: str, rung: str):
    found = own_telephone(person, under_way=under_way)

    assert (found.kind, found.desk or found.number) == (kind, rung)
    assert found.staff == ("desk-hotline" if kind == "hotline" else "he")


def test_one_click_rings_the_operators_own_desk(conn: Connection) -> None:
    works_here(conn, HE)
    case = flagged(conn)

    call = w.ring_at_once(conn, case.id, SATURDAY, by="he")

    assert isinstance(call, Call) and call.first == OwnTelephone(staff="he", desk="desk7")
    told = order(conn)
    assert (told["staff"], told["desk"], told["number"], told["why"]) == ("he", "desk7", "", "wellness")
    assert told["attempt"] == call.attempt.id


def test_the_telephone_of_somebody_who_works_here_no_more_is_left_alone(conn: Connection) -> None:
    works_here(conn, HE, active=False)
    case = flagged(conn)

    w.ring_at_once(conn, case.id, SATURDAY, by="he")

    assert (order(conn)["staff"], order(conn)["desk"]) == ("desk-hotline", "")


def test_a_visitor_rings_her_from_the_mobile_and_the_visit_stands(conn: Connection) -> None:
    works_here(conn, replace(HE, role=Role.VISITOR))
    visit = visited(conn)
    w.accept_visit(conn, visit.id, SATURDAY, by="he")

    call = w.ring_before_visit(conn, visit.id, SATURDAY, by="he")

    assert isinstance(call, Call) and call.attempt.case_id == visit.case_id
    assert (order(conn)["number"], order(conn)["desk"]) == (MOBILE, "")
    assert refused(w.ring_before_visit(conn, visit.id, SATURDAY, by="he")) == "state"
    standing = visits.load(conn, visit.id)
    assert standing and standing.state == "accepted"


def test_what_the_visitor_reports_by_key_ends_the_case_and_spares_the_walk(conn: Connection) -> None:
    works_here(conn, replace(HE, role=Role.VISITOR))
    visit = visited(conn)
    w.accept_visit(conn, visit.id, SATURDAY, by="he")
    call = w.ring_before_visit(conn, visit.id, SATURDAY, by="he")
    assert isinstance(call, Call)

    closed = w.settle_attempt(conn, ended(call, "spoke"), SATURDAY + timedelta(minutes=2))

    assert isinstance(closed, CaseRow) and closed.outcome == "spoke"
    standing = visits.load(conn, visit.id)
    assert standing and standing.state == "closed"


def test_a_call_in_vain_leaves_the_walk_as_it_was(conn: Connection) -> None:
    works_here(conn, replace(HE, role=Role.VISITOR))
    visit = visited(conn)
    w.accept_visit(conn, visit.id, SATURDAY, by="he")
    call = w.ring_before_visit(conn, visit.id, SATURDAY, by="he")
    assert isinstance(call, Call)

    w.settle_attempt(conn, ended(call, "no_answer"), SATURDAY + timedelta(minutes=2))

    assert cases.load(conn, [visit.case_id or ""])[visit.case_id or ""].state == "visit_due"


def test_a_call_before_a_visit_of_the_rota_belongs_to_no_case_and_what_she_said_is_a_sign(conn: Connection) -> None:
    works_here(conn, HE)
    call = w.ring_before_visit(conn, of_rota(conn).id, SATURDAY, by="he")
    assert isinstance(call, Call)
    later = SATURDAY + timedelta(minutes=2)

    assert w.settle_attempt(conn, ended(call, "spoke"), later) is None

    assert attempts.load(conn, [call.attempt.id])[call.attempt.id].case_id is None
    assert [(sign.kind, sign.source) for sign in watch.last_signs(conn, "s0")][:1] == [
        ("spoke", f"attempt/{call.attempt.id}")
    ]


def test_only_who_has_a_visit_that_is_open_rings_her_for_it(conn: Connection) -> None:
    visit = visited(conn)

    assert refused(w.ring_before_visit(conn, visit.id, SATURDAY, by="he")) == "by"
    assert refused(w.ring_before_visit(conn, "none", SATURDAY, by="he")) == "visit"
    w.accept_visit(conn, visit.id, SATURDAY, by="he")
    w.sign_in(conn, visit.id, SATURDAY, by="he", plate="h0")
    w.close_visit(conn, visit.id, SATURDAY, outcome="found_well", by="he")
    assert refused(w.ring_before_visit(conn, visit.id, SATURDAY, by="he")) == "state"


def ended(call: Call, outcome: str) -> Attempt:
    return Attempt(
        id=call.attempt.id, kind="wellness", terminal_id=call.attempt.terminal_id, senior_id=call.attempt.senior_id,
        case_id=call.attempt.case_id, committed_at=SATURDAY, answered_at=SATURDAY, ended_at=SATURDAY, state=ENDED,
        outcome=outcome, taken_by="he",
    )  # fmt: skip
