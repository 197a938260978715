"""Do overdue cases climb, visits go round, outages hold cases back; and does nothing happen twice?"""

from dataclasses import replace

from sqlalchemy import Connection, select

from db import cases, outages, tasks, visits
from db.cases import CaseRow
from db.homes import load_seniors, save_seniors
from db.schema.work import outbox
from db.staff import Account, save_accounts
from db.visits import VisitRow
from people.ids import SeniorId, StaffId
from people.staff import Role, Staff
from tests.contract.silent_house import DAY, HOUR, HOUSE, MINUTE, MONDAY, SATURDAY, conn, flagged, refused, visited
from wellness_checks import service as w
from wellness_checks.case import Refused

__all__ = ["conn"]


def orders(conn: Connection, kind: str) -> list[str]:
    return list(conn.scalars(select(outbox.c.id).where(outbox.c.kind == kind).order_by(outbox.c.id)))


def test_what_is_overdue_climbs_once_a_quarter_of_an_hour_until_somebody_takes_it(conn: Connection) -> None:
    case = flagged(conn)

    assert w.climb(conn, SATURDAY + HOUR) == []
    late = SATURDAY + 2 * HOUR
    assert [one.climbed for one in w.climb(conn, late)] == [1]
    assert w.climb(conn, late) == []
    assert [one.climbed for one in w.climb(conn, late + DAY)] == [2]
    assert len(orders(conn, "ring_supervisor")) == 2
    assert len(tasks.open_tasks(conn, "case_overdue")) == 2
    taken = w.take_case(conn, case.id, late + DAY, by="boss")
    assert isinstance(taken, CaseRow)
    assert tasks.open_tasks(conn, "case_overdue") == []
    assert w.climb(conn, late + DAY + HOUR) == []
    assert refused(w.take_case(conn, case.id, late, by="other")) == "by"
    assert w.take_case(conn, case.id, late, by="boss") == taken
    assert refused(w.take_case(conn, case.id, late, by="")) == "by"
    assert refused(w.take_case(conn, "none", late, by="boss")) == "case"


def test_where_nobody_is_answerable_that_is_a_task_of_its_own(conn: Connection) -> None:
    flagged(conn)
    save_accounts(conn, [Account(person=Staff(id=StaffId("boss"), name="b", role=Role.SUPERVISOR), active=False)])

    w.climb(conn, SATURDAY + DAY)

    assert len(tasks.open_tasks(conn, "nobody_answerable")) == 1


def test_a_visit_goes_from_visitor_to_visitor_every_five_minutes(conn: Connection) -> None:
    visit = visited(conn)

    for minutes, who in ((0, "li"), (5, "wu"), (10, "li")):
        (offered,) = w.offer_visits(conn, SATURDAY + minutes * MINUTE)
        assert offered.offered_to == who
        assert w.offer_visits(conn, SATURDAY + (minutes + 4) * MINUTE) == []
    assert [one.answer for one in visits.offers(conn, visit.id)] == ["no_answer", "no_answer", ""]
    assert len(tasks.open_tasks(conn, "no_visitor")) == 1
    assert len(orders(conn, "ring_visitor")) == 3


def test_whoever_declines_lets_the_next_one_be_rung_at_once_and_the_first_to_accept_has_it(conn: Connection) -> None:
    visit = visited(conn)
    w.offer_visits(conn, SATURDAY)

    assert refused(w.decline_visit(conn, visit.id, SATURDAY, by="wu")) == "by"
    assert refused(w.decline_visit(conn, "none", SATURDAY, by="wu")) == "visit"
    w.decline_visit(conn, visit.id, SATURDAY, by="li")
    w.offer_visits(conn, SATURDAY)
    assert isinstance(w.accept_visit(conn, visit.id, SATURDAY, by="wu"), VisitRow)
    assert refused(w.accept_visit(conn, visit.id, SATURDAY, by="li")) == "by"
    assert w.offer_visits(conn, SATURDAY + HOUR) == []
    on_the_way = w.set_out(conn, visit.id, SATURDAY, by="wu")
    assert isinstance(on_the_way, VisitRow)
    assert on_the_way.on_the_way_at == SATURDAY
    assert [one.answer for one in visits.offers(conn, visit.id)] == ["declined", "accepted"]
    assert isinstance(w.give_back(conn, visit.id, SATURDAY, by="wu"), VisitRow)
    assert len(w.offer_visits(conn, SATURDAY)) == 1


def test_two_who_close_one_visit_the_first_one_stands_and_the_second_sees_it(conn: Connection) -> None:
    visit = visited(conn)
    assert isinstance(w.sign_in(conn, visit.id, SATURDAY, by="li", plate="h0"), VisitRow)
    assert refused(w.sign_in(conn, visit.id, SATURDAY, by="li", plate="h0")) == "state"
    assert refused(w.sign_in(conn, "none", SATURDAY, by="li", plate="h0")) == "visit"

    w.close_visit(conn, visit.id, SATURDAY, outcome="found_well", by="li")
    second = w.close_visit(conn, visit.id, SATURDAY, outcome="emergency", by="wu")

    assert isinstance(second, Refused)
    assert second.reason == "the visit was closed by li at 2026-03-07 02:00 UTC: found_well"
    assert [one.split("-")[-1] for one in orders(conn, "tell_family_of_visit")] == ["found_well", "visit_due"]
    assert refused(w.accept_visit(conn, visit.id, SATURDAY, by="wu")) == "state"


def test_an_emergency_found_opens_the_ladder_of_the_red_key(conn: Connection) -> None:
    visit = visited(conn)

    w.close_visit(conn, visit.id, SATURDAY, outcome="emergency", by="li")

    assert orders(conn, "open_emergency") == [f"emergency-{visit.id}"]


def test_her_family_is_asked_first_where_the_site_says_so(conn: Connection) -> None:
    from wellness_checks.others import ask_others

    patient = w.WatchSettings(ask_within=30 * MINUTE)
    case = replace(flagged(conn), state="not_answered")
    cases.save(conn, case)

    asked = ask_others(conn, case, SATURDAY, patient)

    assert asked.state == "others_due"
    assert len(orders(conn, "ring_contact")) == 1
    assert w.others_answered(conn, case.id, SATURDAY, by="daughter", seen=False) == asked
    assert w.stop_asking(conn, SATURDAY + 29 * MINUTE, patient) == []
    (sent,) = w.stop_asking(conn, SATURDAY + 30 * MINUTE, patient)
    assert sent.state == "visit_due"
    seen = w.others_answered(conn, case.id, SATURDAY + HOUR, by="daughter", seen=True, note="she is with me")
    assert isinstance(seen, CaseRow)
    assert (seen.outcome, seen.closed_by) == ("seen_by_contact", "daughter")
    assert refused(w.others_answered(conn, case.id, SATURDAY, by="son", seen=True)) == "state"
    assert refused(w.others_answered(conn, "none", SATURDAY, by="son", seen=True)) == "case"


def test_half_a_house_silent_at_once_waits_as_one_outage_and_high_risk_goes_on(conn: Connection) -> None:
    her = load_seniors(conn, ["s0"])[SeniorId("s0")]
    save_seniors(conn, [replace(her, tags=frozenset({"high_risk"}), silent_after_days=5)])
    w.offer(conn, HOUSE, MONDAY)

    opened = w.sweep(conn, SATURDAY, w.WatchSettings(calls_at_once=9)).opened

    (outage,) = outages.not_released(conn)
    assert {case.outage_id for case in opened} == {outage.id}
    assert [case.senior_id for case in opened if case.waits_until is None] == ["s0"]
    assert len(w.ring_due(conn, SATURDAY, w.WatchSettings(calls_at_once=9))) == 1
    freed = w.release(conn, outage.id, SATURDAY, by="boss", seniors=["s1"])
    assert isinstance(freed, list)
    assert [case.senior_id for case in freed] == ["s1"]
    assert w.release_due(conn, SATURDAY + 3 * HOUR) == 0
    assert w.release_due(conn, SATURDAY + 4 * HOUR) == 4
    assert w.release_due(conn, SATURDAY + 4 * HOUR) == 0
    assert outages.not_released(conn) == []
    assert refused(w.release(conn, "none", SATURDAY, by="boss")) == "outage"
    assert refused(w.release(conn, outage.id, SATURDAY, by="")) == "by"


def test_a_day_that_the_exchange_was_out_does_not_count_and_asks_who_pressed_in_vain(conn: Connection) -> None:
    w.offer(conn, ["s0"], MONDAY)
    began = MONDAY + DAY

    backwards = w.record_outage(conn, began, kind="exchange", subject="x", started_at=began, ended_at=MONDAY)
    w.record_outage(conn, began + 6 * HOUR, kind="exchange", subject="x", started_at=began, ended_at=began + 6 * HOUR)

    assert refused(backwards) == "ended_at"
    assert len(tasks.open_tasks(conn, "after_outage")) == 1
    assert w.sweep(conn, SATURDAY).opened == ()
    assert len(w.sweep(conn, SATURDAY + DAY).opened) == 1
