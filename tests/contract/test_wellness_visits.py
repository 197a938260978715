"""Does somebody go to the door of whoever stays silent, once, and does what was found there end it?"""

from dataclasses import replace

import pytest
from sqlalchemy import Connection

from db import audit, cases, tasks, visits, watch
from db.terminals import SecretTerminal, save_terminals
from db.visits import VisitRow
from people.ids import HouseholdId, TerminalId
from people.terminals import Terminal
from tests.contract.silent_home import DAY, MINUTE, MONDAY, SATURDAY, conn, in_vain, upgraded, visit_of
from wellness_checks.service import (
    Refused,
    accept_visit,
    arrive,
    close_visit,
    offer,
    ring_due,
    send_visitor,
    sweep,
)
from wellness_checks.visit import NOT_THERE_YET
from wellness_checks.visiting import NoFreeCode

__all__ = ["conn", "upgraded"]


def to_the_door(conn: Connection) -> VisitRow:
    sweep(conn, SATURDAY)
    in_vain(conn, SATURDAY)
    in_vain(conn, SATURDAY + 30 * MINUTE)
    return visit_of(conn)


def test_without_a_telephone_somebody_goes_to_the_door_at_once(conn: Connection) -> None:
    gone = Terminal(id=TerminalId("t1"), household=HouseholdId("h1"), active=False)
    save_terminals(conn, [SecretTerminal(terminal=gone, secret="s")])
    sweep(conn, SATURDAY)

    assert ring_due(conn, SATURDAY) == []
    assert visit_of(conn).senior_id == "wang"


def test_the_code_on_her_own_telephone_is_the_arrival_and_only_once(conn: Connection) -> None:
    visit = to_the_door(conn)
    code, now = visit.code or "", SATURDAY + 90 * MINUTE

    elsewhere = arrive(conn, "t2", code, now)
    arrived = arrive(conn, "t1", code, now)
    twice = arrive(conn, "t1", code, now)

    assert isinstance(elsewhere, Refused)
    assert isinstance(arrived, VisitRow)
    assert (arrived.state, arrived.arrived_at) == ("arrived", now)
    assert isinstance(twice, Refused)
    assert "used already" in twice.reason
    assert arrive(conn, "t1", "not-a-code", now) == Refused(field="code", reason="no open visit has this code")
    refusals = [row for row in audit.latest(conn) if row.action == "visit_code_refused"]
    assert len(refusals) == 3


def test_found_well_closes_visit_and_case_and_is_a_sign_of_life(conn: Connection) -> None:
    visit, now = to_the_door(conn), SATURDAY + 90 * MINUTE
    accept_visit(conn, visit.id, now, by="zhang")
    early = close_visit(conn, visit.id, now, outcome="found_well", by="zhang")
    arrive(conn, "t1", visit.code or "", now)

    wrong = close_visit(conn, visit.id, now, outcome="found_well", by="li")
    closed = close_visit(conn, visit.id, now, outcome="found_well", by="zhang")

    assert early == NOT_THERE_YET
    assert wrong == Refused(field="by", reason="the visit is zhang's")
    assert isinstance(closed, VisitRow)
    assert cases.open_cases(conn) == []
    assert tasks.open_tasks(conn) == []
    assert watch.last_signs(conn, "wang")[0].kind == "visit"


def test_not_found_ends_no_case_and_calls_for_a_supervisor(conn: Connection) -> None:
    visit, now = to_the_door(conn), SATURDAY + 90 * MINUTE

    arrive(conn, "t1", visit.code or "", now)
    close_visit(conn, visit.id, now, outcome="not_found", by="zhang")

    (case,) = cases.open_cases(conn)
    assert case.state == "searching"
    assert [task.kind for task in tasks.open_tasks(conn)] == ["not_found"]
    assert sweep(conn, now + DAY).opened == ()
    send_visitor(conn, case, now, why="once more")
    assert visit_of(conn).id != visit.id


def test_what_is_not_there_is_refused_and_a_visit_is_accepted_by_one(conn: Connection) -> None:
    visit = to_the_door(conn)

    assert isinstance(accept_visit(conn, visit.id, SATURDAY, by="zhang"), VisitRow)
    assert isinstance(accept_visit(conn, visit.id, SATURDAY, by="li"), Refused)
    assert isinstance(accept_visit(conn, "none", SATURDAY, by="li"), Refused)
    assert isinstance(close_visit(conn, "none", SATURDAY, outcome="found_well", by="li"), Refused)


def test_another_code_is_drawn_where_an_open_visit_has_it(conn: Connection) -> None:
    visit = to_the_door(conn)
    offer(conn, ["zhao"], MONDAY)
    (case,) = sweep(conn, SATURDAY).opened
    taken = int(visit.code or "")
    draws = iter([taken, taken, 7])

    send_visitor(conn, case, SATURDAY, why="test", below=lambda n: next(draws))

    assert sorted(row.code or "" for row in visits.open_visits(conn)) == sorted([visit.code or "", "000007"])
    with pytest.raises(NoFreeCode):
        offer(conn, ["qian"], MONDAY)
        (other,) = sweep(conn, SATURDAY).opened
        send_visitor(conn, other, SATURDAY, why="test", below=lambda n: 7)


def test_sending_twice_is_one_visit_and_from_the_middle_of_a_call_none(conn: Connection) -> None:
    visit = to_the_door(conn)
    (case,) = cases.open_cases(conn)

    send_visitor(conn, case, SATURDAY, why="again")
    calling = send_visitor(conn, replace(case, state="calling"), SATURDAY, why="too soon")

    assert visit_of(conn) == visit
    assert calling.state == "calling"
