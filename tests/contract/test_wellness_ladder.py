"""Do overdue cases climb, visits go round, outages hold cases back; and does nothing happen twice?"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Connection, select

from db import cases, outages, tasks, visits
from db.areas import save_areas
from db.cases import CaseRow
from db.engine import open_engine, writing
from db.homes import load_seniors, save_contacts, save_households, save_seniors
from db.schema.work import outbox
from db.staff import Account, save_accounts
from db.terminals import SecretTerminal, save_terminals
from db.visits import VisitRow
from people.areas import Area, AreaKind
from people.holds import Hold
from people.ids import AreaId, ContactId, HouseholdId, SeniorId, StaffId, TerminalId
from people.seniors import Household, Senior
from people.staff import Role, Staff
from people.terminals import Contact, Terminal
from tests.contract.homes import new_database
from wellness_checks import service as w
from wellness_checks.case import Refused

MONDAY = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
SATURDAY = MONDAY + timedelta(days=5)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
HOUSE = [f"s{n}" for n in range(6)]


@pytest.fixture
def conn(tmp_path) -> Iterator[Connection]:
    """Six people of one house, each alone with a telephone; visitors li and wu, supervisor boss; a daughter."""
    engine = open_engine(new_database(tmp_path))
    try:
        with writing(engine) as conn:
            settle_in(conn)
            yield conn
    finally:
        engine.dispose()


def settle_in(conn: Connection) -> None:
    save_areas(conn, [Area(id=AreaId("laoshan"), name="老山", kind=AreaKind.COMMUNITY)])
    homes = [HouseholdId(f"h{n}") for n in range(len(HOUSE))]
    area = AreaId("laoshan")
    save_households(conn, [Household(id=h, area=area, address=f"和平路9号楼{h}") for h in homes])
    save_seniors(conn, [Senior(id=SeniorId(s), household=h, name=s) for s, h in zip(HOUSE, homes, strict=True)])
    save_terminals(
        conn, [SecretTerminal(terminal=Terminal(id=TerminalId(f"t{h}"), household=h), secret="s") for h in homes]
    )
    daughter = Contact(id=ContactId("daughter"), household=homes[0], position=1, name="王芳", number="+8613900000001")
    save_contacts(conn, [daughter])
    roles = {"li": Role.VISITOR, "wu": Role.VISITOR, "boss": Role.SUPERVISOR}
    save_accounts(conn, [Account(person=Staff(id=StaffId(k), name=k, role=role)) for k, role in roles.items()])


def flagged(conn: Connection, senior: str = "s0") -> CaseRow:
    w.offer(conn, [senior], MONDAY)
    (case,) = w.sweep(conn, SATURDAY).opened
    return case


def visited(conn: Connection) -> VisitRow:
    w.send_visitor(conn, replace(flagged(conn)), SATURDAY, why="test")
    (visit,) = visits.open_visits(conn)
    return visit


def orders(conn: Connection, kind: str) -> list[str]:
    return list(conn.scalars(select(outbox.c.id).where(outbox.c.kind == kind).order_by(outbox.c.id)))


def refused(outcome: object) -> str:
    assert isinstance(outcome, Refused), outcome
    return outcome.field


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


def test_a_hold_is_refused_with_what_to_mend_and_an_overdue_return_is_a_task(conn: Connection) -> None:
    def hold(first: int, last: int, reason: str = "hospital", by: str = "li") -> Hold | Refused:
        days = [date(2026, 3, 2) + n * DAY for n in (first, last)]
        return w.put_on_hold(conn, MONDAY, "s0", starts_on=days[0], ends_on=days[1], reason=reason, asked_by=by)

    faults = [hold(2, 1), hold(-3, -1), hold(0, 400), hold(0, 1, by=""), hold(0, 1, reason="")]
    assert [refused(one) for one in faults] == ["ends_on", "ends_on", "ends_on", "asked_by", "reason"]
    assert isinstance(hold(0, 1), Hold)
    assert refused(hold(1, 3)) == "starts_on"
    assert w.flag_overdue_returns(conn, MONDAY + DAY) == []
    assert len(w.flag_overdue_returns(conn, MONDAY + 2 * DAY)) == 1
    w.flag_overdue_returns(conn, MONDAY + 3 * DAY)
    assert len(tasks.open_tasks(conn, "overdue_return")) == 1
    told = w.explain(conn, "s0", MONDAY + 3 * DAY)
    assert told is not None and told.overdue is not None
    w.record_sign(conn, at=MONDAY + 2 * DAY, kind="press", source="1", senior="s0")
    assert w.flag_overdue_returns(conn, MONDAY + 3 * DAY) == []


def test_a_hold_ends_when_she_is_back(conn: Connection) -> None:
    w.put_on_hold(
        conn, MONDAY, "s0", starts_on=date(2026, 3, 1) + DAY, ends_on=date(2026, 3, 9), reason="travel", asked_by="li"
    )

    ended = w.end_hold(conn, MONDAY + 2 * DAY, "s0", by="li")

    assert isinstance(ended, Hold)
    assert ended.ends_on == date(2026, 3, 3)
    assert refused(w.end_hold(conn, MONDAY + 3 * DAY, "s0", by="li")) == "senior"
    assert refused(w.end_hold(conn, MONDAY, "s0", by="")) == "by"


def test_only_who_is_registered_may_say_that_she_is_well(conn: Connection) -> None:
    assert refused(w.check_in(conn, MONDAY, "s0", by="stranger", reason="seen")) == "by"
    assert refused(w.check_in(conn, MONDAY, "s1", by="daughter", reason="seen")) == "by"
    assert refused(w.check_in(conn, MONDAY, "s0", by="daughter", reason="")) == "reason"
    assert refused(w.check_in(conn, MONDAY, "nobody", by="daughter", reason="seen")) == "senior"
    case = flagged(conn)

    assert w.check_in(conn, SATURDAY + HOUR, "s0", by="daughter", reason="we had lunch") == SATURDAY + HOUR

    assert [one.id for one in w.sweep(conn, SATURDAY + 2 * HOUR).closed] == [case.id]


def test_a_deadline_starts_the_ladder_the_same_day(conn: Connection) -> None:
    assert refused(w.set_deadline(conn, MONDAY, "s0", minute=1440, by="li")) == "minute"
    w.set_deadline(conn, MONDAY, "s0", minute=9 * 60, by="li")

    assert w.sweep(conn, MONDAY + timedelta(hours=22)).opened == ()
    (case,) = w.sweep(conn, MONDAY + timedelta(hours=23)).opened
    assert (case.trigger, case.reason) == ("deadline", "no sign of life by 09:00 on 2026-03-03")


def test_a_telephone_out_for_a_day_is_a_task_until_it_is_reachable(conn: Connection) -> None:
    w.telephone_is(conn, "th0", "unregistered", MONDAY)
    w.telephone_is(conn, "th0", "unregistered", MONDAY + HOUR)

    assert w.report_broken_telephones(conn, MONDAY + DAY - MINUTE) == []
    assert len(w.report_broken_telephones(conn, MONDAY + DAY)) == 1
    w.report_broken_telephones(conn, MONDAY + 2 * DAY)
    assert len(tasks.open_tasks(conn, "telephone_out")) == 1
    w.telephone_is(conn, "th0", "reachable", MONDAY + 3 * DAY)
    assert tasks.open_tasks(conn, "telephone_out") == []
    assert refused(w.telephone_is(conn, "th0", "asleep", MONDAY)) == "state"


def test_two_controllers_a_clock_that_steps_back_and_a_night_asleep_open_one_case(conn: Connection) -> None:
    w.offer(conn, ["s0"], MONDAY)

    opened = [len(w.sweep(conn, at).opened) for at in (SATURDAY + 2 * DAY, SATURDAY + 2 * DAY, MONDAY, SATURDAY)]

    assert opened == [1, 0, 0, 0]


def test_after_an_outage_those_not_seen_since_are_listed_those_of_high_risk_first(conn: Connection) -> None:
    her = load_seniors(conn, ["s3"])[SeniorId("s3")]
    save_seniors(conn, [replace(her, tags=frozenset({"high_risk"}))])
    ended = MONDAY + HOUR
    outage = w.record_outage(conn, ended, kind="exchange", subject="x", started_at=MONDAY, ended_at=ended)
    assert not isinstance(outage, Refused)
    w.record_sign(conn, at=ended + MINUTE, kind="press", source="1", senior="s1")

    listed = w.may_have_pressed_in_vain(conn, outage.id)

    assert not isinstance(listed, Refused)
    assert [one.senior_id for one in listed] == ["s3", "s0", "s2", "s4", "s5"]
    assert refused(w.may_have_pressed_in_vain(conn, "none")) == "outage"


def test_the_history_of_a_person_tells_everything_newest_first(conn: Connection) -> None:
    visit = visited(conn)
    w.put_on_hold(
        conn, SATURDAY, "s0", starts_on=date(2026, 3, 20), ends_on=date(2026, 3, 21), reason="travel", asked_by="li"
    )
    w.sign_in(conn, visit.id, SATURDAY + HOUR, by="li", plate="h0")
    w.close_visit(conn, visit.id, SATURDAY + HOUR, outcome="found_well", by="li")

    told = w.history(conn, "s0")

    assert told is not None
    assert [one.kind for one in told[:3]] == ["hold", "sign", "audit"]
    assert {(one.kind, one.what) for one in told[3:]} == {("visit", "found_well"), ("case", "found_well")}
    assert w.history(conn, "nobody") is None
