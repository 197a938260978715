"""Are the steps that staff take by hand refused where they must be, and done once where not?"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Connection, select

from db import attempts, calls, cases, tasks, terminals, visits, watch
from db.calls import CallRow
from db.cases import CaseRow
from db.engine import open_engine, writing
from db.homes import load_seniors, save_seniors
from db.outbox import finish
from db.schema.work import outbox
from db.terminals import SecretTerminal
from ivr.care import orders_refused
from ivr.events import FOR_HER
from people.ids import HouseholdId, SeniorId, TerminalId
from people.seniors import Tag
from people.terminals import Terminal
from tests.contract.homes import new_database
from tests.contract.silent_house import DAY, HOUR, SATURDAY, flagged, refused, settle_in, visited
from wellness_checks import service as w
from wellness_checks.monthly_visits import open_visit_of_rota
from wellness_checks.ringing_at_once import Call

ZONE = "Asia/Shanghai"


@pytest.fixture
def conn(tmp_path) -> Iterator[Connection]:
    engine = open_engine(new_database(tmp_path))
    try:
        with writing(engine) as conn:
            settle_in(conn)
            yield conn
    finally:
        engine.dispose()


def kinds(conn: Connection) -> list[str]:
    return list(conn.scalars(select(outbox.c.kind).order_by(outbox.c.id)))


def test_one_click_rings_the_desk_then_her_and_counts_as_a_try(conn: Connection) -> None:
    case = flagged(conn)

    call = w.ring_at_once(conn, case.id, SATURDAY, by="li")

    assert isinstance(call, Call) and call.first.kind == "hotline"
    assert kinds(conn) == ["originate_staff_call"]
    assert cases.load(conn, [case.id])[case.id].state == "calling"
    assert refused(w.ring_at_once(conn, case.id, SATURDAY, by="wu")) == "state"
    assert w.ring_due(conn, SATURDAY) == []
    assert len(attempts.of_case(conn, case.id)) == 1


def test_who_has_no_telephone_or_no_open_case_is_not_rung(conn: Connection) -> None:
    case = flagged(conn)
    dead = Terminal(id=TerminalId("th0"), household=HouseholdId("h0"), active=False)
    terminals.save_terminals(conn, [SecretTerminal(terminal=dead, secret="s")])

    assert refused(w.ring_at_once(conn, case.id, SATURDAY, by="li")) == "terminal"
    assert refused(w.open_emergency(conn, case.id, SATURDAY, by="li")) == "terminal"
    assert refused(w.ring_at_once(conn, "none", SATURDAY, by="li")) == "case"
    w.report_outcome(conn, case.id, SATURDAY, by="li", outcome="spoke", how="well")
    assert refused(w.ring_at_once(conn, case.id, SATURDAY, by="li")) == "state"
    assert refused(w.open_emergency(conn, case.id, SATURDAY, by="li")) == "state"


def test_a_visit_that_waits_does_not_keep_her_from_being_rung_and_spoken_with(conn: Connection) -> None:
    visit = visited(conn)
    assert visit.case_id is not None

    assert isinstance(w.ring_at_once(conn, visit.case_id, SATURDAY, by="li"), Call)
    assert cases.load(conn, [visit.case_id])[visit.case_id].state == "visit_due"
    closed = w.report_outcome(conn, visit.case_id, SATURDAY, by="li", outcome="spoke", how="needs_help")

    assert isinstance(closed, CaseRow)
    assert [row.state for row in visits.of_case(conn, visit.case_id)] == ["closed"]
    assert [task.kind for task in tasks.open_tasks(conn)] == ["not_well"]
    assert watch.last_signs(conn, "s0")[0].kind == "spoke"


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"outcome": "spoke"}, "how"),
        ({"outcome": "spoke", "how": "splendid"}, "how"),
        ({"outcome": "found_elsewhere", "note": "hospital"}, "outcome"),
        ({"outcome": "found_well"}, "outcome"),
        ({"outcome": ""}, "outcome"),
        ({"outcome": "seen_by_contact", "by": ""}, "by"),
    ],
)
def test_a_report_that_does_not_fit_the_rung_changes_nothing(conn: Connection, told, field: str) -> None:
    case = flagged(conn)

    assert refused(w.report_outcome(conn, case.id, SATURDAY, **{"by": "li", **told})) == field
    assert cases.load(conn, [case.id])[case.id] == case
    assert refused(w.report_outcome(conn, "none", SATURDAY, by="li", outcome="spoke", how="well")) == "case"


def test_what_may_be_reported_is_what_the_rung_ends_with(conn: Connection) -> None:
    case = flagged(conn)
    assert w.outcomes_now(conn, case) == ("spoke", "seen_by_contact")
    searched = replace(case, state="searching")
    assert w.outcomes_now(conn, searched) == (
        "spoke", "seen_by_contact", "found_well", "needs_care", "emergency", "found_elsewhere",
    )  # fmt: skip
    assert w.outcomes_now(conn, replace(case, state="closed")) == ()


def test_a_visitor_is_sent_by_hand_once_and_an_emergency_opened_once(conn: Connection) -> None:
    case = flagged(conn)

    assert isinstance(w.ask_for_visit(conn, case.id, SATURDAY, by="li", why="dark window"), CaseRow)
    assert refused(w.ask_for_visit(conn, case.id, SATURDAY, by="wu")) == "state"
    assert refused(w.ask_for_visit(conn, "none", SATURDAY, by="wu")) == "case"
    assert isinstance(w.open_emergency(conn, case.id, SATURDAY, by="li"), CaseRow)
    assert refused(w.open_emergency(conn, case.id, SATURDAY, by="wu")) == "state"
    assert refused(w.open_emergency(conn, "none", SATURDAY, by="wu")) == "case"
    assert kinds(conn).count("open_emergency") == 1


def test_each_person_in_difficulty_has_a_turn_and_any_visit_that_met_her_counts(conn: Connection) -> None:
    seniors = load_seniors(conn)
    tags = {"s0": Tag.HIGH_RISK, "s1": Tag.HARDSHIP, "s2": Tag.DISABLED}
    save_seniors(conn, [replace(seniors[SeniorId(k)], tags=frozenset({t.value})) for k, t in tags.items()])
    w.put_on_hold(
        conn, SATURDAY, "s2", starts_on=date(2026, 3, 7), ends_on=date(2026, 4, 2), reason="travel", asked_by="li"
    )
    visit = visited(conn)
    w.sign_in(conn, visit.id, SATURDAY, by="li", plate="h0")
    w.close_visit(conn, visit.id, SATURDAY, outcome="found_well", by="li")

    found = w.rota(conn, SATURDAY + HOUR, ZONE)

    states = {due.person.senior: (due.rhythm, due.state) for due in found.dues}
    assert states == {"s0": ("weekly", "made"), "s1": ("monthly", "due"), "s2": ("monthly", "excused")}
    assert found.by_area["laoshan"].percent == 50
    assert (sum(found.load.values()), len(found.of("li")) + len(found.of("wu"))) == (3, 3)
    later = w.rota(conn, SATURDAY + 7 * DAY, ZONE)
    assert {due.person.senior: due.state for due in later.dues}["s0"] == "due"


def test_a_visit_of_the_rota_is_one_at_a_time_and_counts_once_it_met_her(conn: Connection) -> None:
    visit = w.begin_visit(conn, "s1", SATURDAY, by="li")

    assert isinstance(visit, visits.VisitRow)
    assert w.begin_visit(conn, "s1", SATURDAY + HOUR, by="li") == visit
    assert refused(w.begin_visit(conn, "s1", SATURDAY, by="wu")) == "by"
    assert refused(w.begin_visit(conn, "nobody", SATURDAY, by="wu")) == "senior"
    w.sign_in(conn, visit.id, SATURDAY, by="li", plate="h1")
    assert refused(w.sign_in(conn, visit.id, SATURDAY, by="li", plate="h1")) == "state"
    w.close_visit(conn, visit.id, SATURDAY + timedelta(minutes=9), outcome="found_well", by="li")
    assert open_visit_of_rota(conn, "s1") is None
    assert watch.last_signs(conn, "s1")[0].kind == "visit"
    assert isinstance(w.begin_visit(conn, "s1", SATURDAY + DAY, by="wu"), visits.VisitRow)


def test_an_emergency_that_the_exchange_could_not_start_is_a_task_and_may_be_opened_again(conn: Connection) -> None:
    case = flagged(conn)
    w.open_emergency(conn, case.id, SATURDAY, by="li")
    failed = f"emergency-{case.id}"
    finish(conn, failed, state="failed", result="not sent")

    orders_refused(conn, SATURDAY, [failed])

    (task,) = tasks.open_tasks(conn, "incident_open")
    assert (task.subject, task.due_at) == (case.id, SATURDAY)
    assert isinstance(w.open_emergency(conn, case.id, SATURDAY, by="li"), CaseRow)
    assert kinds(conn).count("open_emergency") == 2
    assert refused(w.open_emergency(conn, case.id, SATURDAY, by="li")) == "state"


def test_an_emergency_opened_for_her_is_no_press_of_hers_in_her_history(conn: Connection) -> None:
    case = flagged(conn)
    w.open_emergency(conn, case.id, SATURDAY, by="li")
    press = CallRow(id=f"{FOR_HER}{case.id}", household_id="h0", pressed_at=SATURDAY, state="ended")
    calls.save(conn, [press])

    told = [one for one in w.history(conn, "s0") or () if one.subject == press.id]

    assert [(one.kind, one.by) for one in told] == [("emergency", "li")]
