"""Is whoever lives alone and falls silent flagged, rung, visited; and nobody else?"""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Connection

from broadcasts.service import load_attempt, save_attempt
from db import audit, cases, outbox, tasks, visits, watch
from db.staff import save_holds
from ivr import events as e
from ivr.attempt import settle
from people.holds import Hold
from people.ids import SeniorId
from tests.contract.silent_home import (
    DAY,
    MINUTE,
    MONDAY,
    SATURDAY,
    conn,
    in_vain,
    staff_call,
    told,
    upgraded,
    visit_of,
)
from wellness_checks.service import (
    WatchSettings,
    explain,
    offer,
    record_sign,
    ring_due,
    settle_attempt,
    sweep,
)

__all__ = ["conn", "upgraded"]


def test_on_the_sixth_morning_a_case_and_a_task_stand_once_however_often_it_is_swept(
    conn: Connection,
) -> None:
    before, swept, again = sweep(conn, SATURDAY - DAY), sweep(conn, SATURDAY), sweep(conn, SATURDAY + DAY)

    assert (before.opened, again.opened) == ((), ())
    (case,) = swept.opened
    assert (case.senior_id, case.state) == ("wang", "wellness_call_due")
    assert case.reason == "5 silent days, 2026-03-02 to 2026-03-06"
    (task,) = tasks.open_tasks(conn, "wellness_call")
    assert (task.case_id, task.subject) == (case.id, case.id)
    assert task.note.endswith("no sign of life on record")


def test_a_sweep_that_comes_days_late_flags_her_all_the_same(conn: Connection) -> None:
    assert len(sweep(conn, SATURDAY + 3 * DAY).opened) == 1


def test_a_sign_of_life_starts_the_count_again(conn: Connection) -> None:
    seen = record_sign(conn, at=MONDAY + DAY, kind="press", source="1.1/press", terminal="t1")

    assert seen == ("wang",)
    assert sweep(conn, SATURDAY + 9 * DAY).opened == ()
    assert watch.last_signs(conn, "wang")[0].kind == "press"


def test_a_telephone_of_two_is_a_sign_of_both(conn: Connection) -> None:
    assert record_sign(conn, at=MONDAY, kind="press", source="1.1/press", terminal="t2") == ("qian", "zhao")
    assert record_sign(conn, at=MONDAY, kind="press", source="1.2/press", terminal="unknown") == ()
    assert record_sign(conn, at=MONDAY, kind="visit", source="v", senior="zhao") == ("zhao",)


def test_an_old_sign_told_late_does_not_hide_a_newer_one(conn: Connection) -> None:
    record_sign(conn, at=MONDAY + DAY, kind="press", source="1.2/press", senior="wang")

    record_sign(conn, at=MONDAY, kind="well", source="1.1/well", senior="wang")

    row = watch.load_watch(conn, ["wang"])["wang"]
    assert (row.last_sign_at, row.last_sign_kind) == (MONDAY + DAY, "press")


def test_a_hold_keeps_the_flag_from_falling(conn: Connection) -> None:
    hospital = Hold(senior=SeniorId("wang"), starts_on=date(2026, 3, 5), ends_on=date(2026, 3, 6))
    save_holds(conn, [hospital])

    assert sweep(conn, SATURDAY + DAY).opened == ()
    assert len(sweep(conn, SATURDAY + 2 * DAY).opened) == 1


def test_a_wellness_call_is_written_down_before_it_is_made_and_made_once(conn: Connection) -> None:
    sweep(conn, SATURDAY)

    (intent,), again = ring_due(conn, SATURDAY), ring_due(conn, SATURDAY)

    assert again == []
    attempt = load_attempt(conn, intent.attempt)
    assert attempt is not None
    assert (attempt.kind, attempt.case_id, attempt.state) == ("wellness", intent.case, "intended")
    (row,) = outbox.claim(conn, at=SATURDAY, kind="originate_staff_call")
    assert json.loads(row.payload) == {"attempt": intent.attempt, "terminal": "t1", "why": "wellness"}


def test_nobody_is_rung_by_the_watch_at_night(conn: Connection) -> None:
    sweep(conn, SATURDAY)
    ten_at_night = SATURDAY + timedelta(hours=12)

    assert ring_due(conn, ten_at_night) == []
    assert len(ring_due(conn, ten_at_night + timedelta(hours=10))) == 1


def test_spoken_with_closes_the_case_with_who_and_is_a_sign_of_life(conn: Connection) -> None:
    sweep(conn, SATURDAY)
    (intent,) = ring_due(conn, SATURDAY)

    case = staff_call(conn, intent, SATURDAY, "taken", "answered", "ANSWER", "1")

    assert case is not None
    assert (case.state, case.outcome, case.closed_at) == ("closed", "spoke", SATURDAY)
    closed = next(row for row in audit.latest(conn, subject=case.id) if row.action == "case_closed")
    assert (closed.actor, closed.detail) == ("desk-hotline", "spoke")
    assert tasks.open_tasks(conn) == []
    assert watch.last_signs(conn, "wang")[0].kind == "spoke"
    assert sweep(conn, SATURDAY + DAY).opened == ()


def test_an_operator_who_took_the_task_by_hand_is_who_closed_it(conn: Connection) -> None:
    sweep(conn, SATURDAY)
    (task,) = tasks.open_tasks(conn, "wellness_call")
    tasks.take(conn, task.id, "zhang")
    (intent,) = ring_due(conn, SATURDAY)

    case = staff_call(conn, intent, SATURDAY, "taken", "answered", "1")

    assert case is not None
    assert {row.actor for row in audit.latest(conn, subject=case.id)} == {"system", "zhang"}


def test_two_calls_in_vain_half_an_hour_apart_send_somebody_to_the_door(conn: Connection) -> None:
    sweep(conn, SATURDAY)

    first = in_vain(conn, SATURDAY)
    too_early = ring_due(conn, SATURDAY + 29 * MINUTE)
    second = in_vain(conn, SATURDAY + 30 * MINUTE)

    assert first is not None and second is not None
    assert (first.state, too_early, second.state) == ("not_answered", [], "visit_due")
    visit = visit_of(conn)
    assert visit.code is not None
    assert (len(visit.code), visit.state, visit.senior_id) == (6, "due", "wang")
    assert [task.kind for task in tasks.open_tasks(conn)] == ["visit"]
    assert ring_due(conn, SATURDAY + DAY) == []


def test_a_telephone_picked_up_without_a_report_is_no_proof(conn: Connection) -> None:
    sweep(conn, SATURDAY)
    (intent,) = ring_due(conn, SATURDAY)

    case = staff_call(conn, intent, SATURDAY, "taken", "answered", "ANSWER")

    assert case is not None
    assert case.state == "not_answered"
    assert watch.last_signs(conn, "wang") == []


def test_calls_that_no_member_of_staff_takes_are_made_again_and_become_an_alarm(conn: Connection) -> None:
    sweep(conn, SATURDAY)
    now = SATURDAY

    for _ in range(3):
        assert tasks.open_tasks(conn, "staff_unavailable") == []
        (intent,) = ring_due(conn, now)
        case = staff_call(conn, intent, now)
        now += 2 * MINUTE

    assert case is not None
    assert case.state == "wellness_call_due"
    assert len(tasks.open_tasks(conn, "staff_unavailable")) == 1
    assert len(ring_due(conn, now)) == 1


def test_a_report_that_is_read_late_still_closes_the_case_and_the_visit(conn: Connection) -> None:
    sweep(conn, SATURDAY)
    in_vain(conn, SATURDAY)
    (intent,) = ring_due(conn, SATURDAY + 30 * MINUTE)
    lost = load_attempt(conn, intent.attempt)
    assert lost is not None
    failed = settle(lost, SATURDAY + 60 * MINUTE, "failed")
    save_attempt(conn, failed)
    settle_attempt(conn, failed, SATURDAY + 60 * MINUTE)
    sent = visit_of(conn)

    late = e.StaffReported(
        at=SATURDAY + 31 * MINUTE, channel=intent.attempt, attempt=e.AttemptId(intent.attempt),
        terminal="t1", key="1",
    )  # fmt: skip
    case = told(conn, late)

    assert case is not None
    assert (case.state, case.outcome) == ("closed", "spoke")
    closed = visits.load(conn, sent.id)
    assert closed is not None
    assert (closed.state, closed.outcome) == ("closed", "not needed: spoke")


def test_whoever_gives_a_sign_before_the_visit_is_left_in_peace(conn: Connection) -> None:
    (opened,) = sweep(conn, SATURDAY).opened
    record_sign(conn, at=SATURDAY + MINUTE, kind="press", source="1.1/press", terminal="t1")

    rung = ring_due(conn, SATURDAY + 2 * MINUTE)

    case = cases.load(conn, [opened.id])[opened.id]
    assert (rung, case.state, case.outcome) == ([], "closed", "sign_of_life")
    assert audit.latest(conn, subject=case.id)[0].actor == "wang"


def test_a_sign_from_before_the_silence_closes_nothing(conn: Connection) -> None:
    record_sign(conn, at=MONDAY + MINUTE, kind="press", source="1.1/press", terminal="t1")
    offer(conn, ["wang"], MONDAY + 2 * MINUTE)
    (opened,) = sweep(conn, SATURDAY).opened

    assert sweep(conn, SATURDAY + MINUTE).closed == ()
    assert len(ring_due(conn, SATURDAY + MINUTE)) == 1
    assert cases.load(conn, [opened.id])[opened.id].state == "calling"


def test_the_end_of_a_call_told_twice_takes_the_task_from_nobody(conn: Connection) -> None:
    sweep(conn, SATURDAY)
    (intent,) = ring_due(conn, SATURDAY)
    staff_call(conn, intent, SATURDAY, "taken", "NOANSWER")
    (task,) = tasks.open_tasks(conn, "wellness_call")
    tasks.take(conn, task.id, "zhang")

    told(conn, e.HungUp(at=SATURDAY, channel=intent.attempt, cause=16, by_itself=True))

    assert task.owner_id is None
    assert [one.owner_id for one in tasks.open_tasks(conn, "wellness_call")] == ["zhang"]


def test_a_sign_of_a_home_of_two_closes_nothing(conn: Connection) -> None:
    offer(conn, ["zhao"], MONDAY)
    (opened,) = (case for case in sweep(conn, SATURDAY).opened if case.senior_id == "zhao")

    record_sign(conn, at=SATURDAY + MINUTE, kind="press", source="1.1/press", terminal="t2")

    assert sweep(conn, SATURDAY + 2 * MINUTE).closed == ()
    assert cases.load(conn, [opened.id])[opened.id].state == "wellness_call_due"


def test_explain_tells_the_days_the_signs_and_when_the_flag_would_fall(conn: Connection) -> None:
    record_sign(conn, at=MONDAY - DAY, kind="press", source="1.1/press", terminal="t1")

    told_early = explain(conn, "wang", MONDAY + 2 * DAY)
    sweep(conn, SATURDAY)
    told_late = explain(conn, "wang", SATURDAY)

    assert told_early is not None and told_late is not None
    assert told_early.silence.falls_at == datetime(2026, 3, 7, 0, 0, tzinfo=UTC)
    assert told_early.case is None
    assert (told_early.last_sign_kind, len(told_early.signs)) == ("press", 1)
    assert told_late.silence.flagged
    assert told_late.case is not None
    assert explain(conn, "nobody", MONDAY) is None


def test_settings_of_the_site_hold(conn: Connection) -> None:
    impatient = WatchSettings(after_days=2, tries=1)
    sweep(conn, MONDAY + 2 * DAY, impatient)
    (intent,) = ring_due(conn, MONDAY + 2 * DAY, impatient)
    attempt = load_attempt(conn, intent.attempt)
    assert attempt is not None

    case = settle_attempt(conn, settle(attempt, MONDAY + 2 * DAY, "busy"), MONDAY + 2 * DAY, impatient)

    assert case is not None
    assert case.state == "visit_due"


def test_an_attempt_of_something_else_and_of_a_closed_case_change_nothing(conn: Connection) -> None:
    sweep(conn, SATURDAY)
    (intent,) = ring_due(conn, SATURDAY)
    closed = staff_call(conn, intent, SATURDAY, "taken", "answered", "1")
    attempt = load_attempt(conn, intent.attempt)
    assert attempt is not None

    assert settle_attempt(conn, attempt, SATURDAY + DAY) == closed
    assert settle_attempt(conn, replace(attempt, case_id=None), SATURDAY) is None
