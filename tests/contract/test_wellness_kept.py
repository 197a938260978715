"""Do holds, deadlines, outages and the history of a person hold over days?"""

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import Connection

from db import tasks
from db.homes import load_seniors, save_seniors
from people.holds import Hold
from people.ids import SeniorId
from tests.contract.silent_house import DAY, HOUR, MINUTE, MONDAY, SATURDAY, conn, flagged, refused, visited
from wellness_checks import service as w
from wellness_checks.case import Refused

__all__ = ["conn"]


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
