"""Does a sweep by sets say of everybody what the rule says of each, and look only where something is due?"""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine

from bench.sweep_plan import plans_of_a_sweep
from db import audit, tasks, watch
from db.engine import writing
from db.homes import save_seniors
from db.staff import save_holds
from db.watch import AT_ONCE, WatchRow
from people.holds import Hold
from people.ids import HouseholdId, SeniorId
from people.seniors import Senior
from tests.contract.sweeps import DAY, MONDAY, SATURDAY, conn, engine, lay_out, move_in
from wellness_checks.explaining import explain
from wellness_checks.guarding import record_outage
from wellness_checks.service import WatchSettings, offer, record_sign, sweep

__all__ = ["conn", "engine"]
MINUTE = timedelta(minutes=1)
HOURS = st.integers(0, 24 * 9)
LIVES = st.lists(
    st.fixed_dictionaries({
        "clock": HOURS | st.none(),
        "sign": HOURS | st.none(),
        "zone": st.sampled_from(["Asia/Shanghai", "Asia/Kolkata", "America/St_Johns"]),
        "risk": st.booleans(),
        "days": st.none() | st.integers(1, 6),
        "line": st.sampled_from(["", "+86108888"]),
        "away": st.none() | st.integers(0, 8),
        "well_by": st.none() | st.integers(0, 1439),
    }),
    max_size=6,
)  # fmt: skip
OUTAGES = st.lists(
    st.tuples(
        st.sampled_from([("exchange", "town"), ("trunk", "lines"), ("line", "+86108888"), ("area", "laoshan")]),
        HOURS, st.integers(1, 60),
    ),
    max_size=2,
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LIVES, OUTAGES, HOURS)
def test_a_case_is_opened_for_exactly_those_whom_the_rule_flags(
    engine: Engine, lives: list[dict[str, object]], outages: list[tuple[tuple[str, str], int, int]], later: int
) -> None:
    now, rules = MONDAY + timedelta(hours=later), WatchSettings(guard_share=2)
    with writing(engine) as conn:
        _settle(conn, lives, outages, now)
        flagged = {one for one in _names(lives) if _flagged(conn, one, now, rules)}

        swept, again = sweep(conn, now, rules), sweep(conn, now, rules)

        assert {case.senior_id for case in swept.opened} == flagged
        assert (len(swept.opened), len(again.opened)) == (len(flagged), 0)
        conn.rollback()


def test_a_day_lost_to_an_outage_excuses_a_deadline_whether_others_wait_or_not(conn: Connection) -> None:
    both = {"sign": 0, "zone": "Asia/Shanghai", "risk": False, "days": None, "line": "", "away": None}
    waits, has_an_hour = both | {"clock": 0, "well_by": None}, both | {"clock": None, "well_by": 0}
    now = MONDAY + timedelta(hours=171)
    _settle(conn, [waits, has_an_hour], [(("exchange", "town"), 110, 60)], now)

    assert not _flagged(conn, "s1", now, WatchSettings())
    assert "s1" not in {case.senior_id for case in sweep(conn, now, WatchSettings(guard_share=2)).opened}


def test_a_morning_lost_to_an_outage_is_no_measured_day_of_hers_whoever_else_waits(conn: Connection) -> None:
    """It was over an hour before her message became available: the day was lost all the same."""
    both = {"sign": 0, "zone": "Asia/Shanghai", "days": None, "line": "", "away": None, "well_by": None}
    waits, hers = both | {"clock": 0, "risk": False}, both | {"clock": 99, "risk": True}
    now, rules = MONDAY + timedelta(hours=118), WatchSettings(guard_share=2)
    for lives in ([hers], [waits, hers]):
        with conn.begin_nested() as alone:
            _settle(conn, lives, [(("exchange", "town"), 38, 60)], now)

            assert not _flagged(conn, _names(lives)[-1], now, rules)
            assert not sweep(conn, now, rules).opened
            alone.rollback()


def test_a_sweep_looks_at_nobody_where_nothing_is_due(conn: Connection) -> None:
    move_in(conn, *(f"s{n}" for n in range(50)))
    offer(conn, [f"s{n}" for n in range(50)], MONDAY)
    sweep(conn, MONDAY)
    if conn.dialect.name == "sqlite":
        conn.exec_driver_sql("ANALYZE")

        plans = [plan for plan in plans_of_a_sweep(conn, MONDAY + DAY) if " watch" in plan]

        assert len(plans) >= 3
        assert all(plan.startswith("SEARCH watch USING") for plan in plans)


def test_each_case_has_its_task_and_its_line_with_the_same_words(conn: Connection) -> None:
    move_in(conn, "wang")
    move_in(conn, "zhao", risk=True, days=5)
    offer(conn, ["wang", "zhao"], MONDAY)
    record_sign(conn, at=MONDAY - DAY, kind="press", source="1/press", senior="zhao")

    opened = list(sweep(conn, SATURDAY).opened)

    by_person = {case.senior_id: case for case in opened}
    assert [by_person[one].risk for one in ("wang", "zhao")] == ["", "high_risk"]
    assert [by_person[one].step_due_at for one in ("wang", "zhao")] == [
        SATURDAY + timedelta(hours=2), SATURDAY + timedelta(minutes=30),
    ]  # fmt: skip
    told = {task.case_id: task for task in tasks.open_tasks(conn, "wellness_call")}
    assert told[by_person["wang"].id].note == f"{opened[0].reason}; no sign of life on record"
    assert told[by_person["zhao"].id].note.endswith("; last sign of life 2026-03-01 02:00 UTC (press)")
    for case in opened:
        assert (told[case.id].subject, told[case.id].due_at) == (case.id, case.step_due_at)
        (line,) = audit.latest(conn, subject=case.id)
        assert (line.at, line.actor, line.action, line.detail) == (SATURDAY, "system", "case_opened", case.reason)


def test_whoever_may_have_proved_to_be_well_is_looked_at_until_her_case_is_closed(conn: Connection) -> None:
    move_in(conn, "wang")
    save_seniors(conn, [Senior(id=SeniorId("li"), household=HouseholdId("h-wang"), name="李强")])
    offer(conn, ["wang"], MONDAY)
    sweep(conn, SATURDAY)
    record_sign(conn, at=SATURDAY + DAY, kind="press", source="2/press", terminal="t-wang")

    assert sweep(conn, SATURDAY + DAY).closed == ()

    assert watch.load_watch(conn, ["wang"])["wang"].look_at == AT_ONCE


def test_asleep_for_two_days_it_finds_everybody_at_its_first_look(conn: Connection) -> None:
    move_in(conn, "wang", "zhao")
    offer(conn, ["wang"], MONDAY)
    offer(conn, ["zhao"], MONDAY + DAY)
    sweep(conn, MONDAY + DAY)

    swept = [len(sweep(conn, SATURDAY + n * DAY).opened) for n in (2, 2, 3)]

    assert swept == [2, 0, 0]


def test_a_clock_set_back_and_on_again_flags_nobody_early_or_twice(conn: Connection) -> None:
    move_in(conn, "wang", "zhao")
    offer(conn, ["wang", "zhao"], MONDAY)
    record_sign(conn, at=MONDAY + DAY, kind="press", source="1/press", senior="zhao")

    swept = [len(sweep(conn, MONDAY + n * DAY).opened) for n in (1, 5, 2, 5, 4, 6, 9)]

    assert swept == [0, 1, 0, 0, 0, 0, 0]


@pytest.mark.parametrize(("month", "day"), [(3, 6), (10, 30)])
def test_the_flag_falls_at_eight_by_her_clock_on_both_sides_of_a_change_of_it(
    conn: Connection, month: int, day: int
) -> None:
    zone = ZoneInfo("America/New_York")
    first = datetime(2026, month, day, 10, 0, tzinfo=zone)
    eight = datetime.combine(first.date() + 5 * DAY, time(8), zone)
    move_in(conn, "wang", zone="America/New_York")
    offer(conn, ["wang"], first.astimezone(UTC))

    swept = [len(sweep(conn, at.astimezone(UTC)).opened) for at in (first, eight - MINUTE, eight)]

    assert first.utcoffset() != eight.utcoffset()
    assert swept == [0, 0, 1]


def test_what_one_sweep_opened_can_be_asked_for(conn: Connection) -> None:
    move_in(conn, "wang", "zhao")
    offer(conn, ["wang"], MONDAY)

    opened = sweep(conn, SATURDAY).opened

    (case,) = opened
    assert case in opened
    assert replace(case, senior_id="zhao") not in opened


def _settle(
    conn: Connection, lives: list[dict[str, object]], outages: list[tuple[tuple[str, str], int, int]], now: datetime
) -> None:
    lay_out(conn)
    for name, life in zip(_names(lives), lives, strict=True):
        move_in(conn, name, line=life["line"], zone=life["zone"], risk=life["risk"], days=life["days"])  # type: ignore[arg-type]
        clock, sign = (None if life[k] is None else MONDAY + timedelta(hours=life[k]) for k in ("clock", "sign"))  # type: ignore[arg-type]
        row = WatchRow(
            senior_id=name, oldest_unheard_at=clock, last_sign_at=sign, look_at=AT_ONCE,
            well_by=life["well_by"],  # type: ignore[arg-type]
        )  # fmt: skip
        watch.save_watch(conn, [row])
        if life["away"] is not None:
            day = date(2026, 3, 2) + timedelta(days=life["away"])  # type: ignore[arg-type]
            save_holds(conn, [Hold(senior=SeniorId(name), starts_on=day, ends_on=day + DAY)])
    for (kind, subject), begins, lasts in outages:
        begun = MONDAY + timedelta(hours=begins)
        record_outage(
            conn, now, kind=kind, subject=subject, started_at=begun, ended_at=begun + lasts * timedelta(hours=1)
        )


def _names(lives: list[dict[str, object]]) -> list[str]:
    return [f"s{number}" for number in range(len(lives))]


def _flagged(conn: Connection, senior: str, now: datetime, rules: WatchSettings) -> bool:
    told = explain(conn, senior, now, rules)
    return told is not None and (told.silence.flagged or (told.deadline is not None and told.deadline.missed))
