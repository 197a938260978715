"""Is somebody who says each day that she is well missed the same day, and by nobody's mistake?"""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from people.holds import Hold
from people.ids import SeniorId
from wellness_checks.deadline import deadline
from wellness_checks.flag import DEADLINE, SILENCE, flag, next_look
from wellness_checks.silence import Watched

BEIJING = ZoneInfo("Asia/Shanghai")
MONDAY = date(2026, 3, 2)
DAY = timedelta(days=1)
HER = Watched(zone="Asia/Shanghai", clock_from=None, well_by=10 * 60)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(MONDAY + day * DAY, time(hour, minute), BEIJING)


def missed(her: Watched, now: datetime) -> bool:
    found = deadline(her, now)
    assert found is not None
    return found.missed


def test_no_sign_by_her_hour_raises_the_flag_at_that_minute_of_the_same_day() -> None:
    yesterday = replace(HER, last_sign_at=at(0, 9))

    assert not missed(yesterday, at(1, 9, 59))
    assert missed(yesterday, at(1, 10))
    found = flag(yesterday, at(1, 10))
    assert found is not None
    assert (found.trigger, found.reason) == (DEADLINE, "no sign of life by 10:00 on 2026-03-03")


def test_a_sign_of_that_day_keeps_the_deadline_also_one_that_comes_late() -> None:
    assert not missed(replace(HER, last_sign_at=at(1, 0, 5)), at(1, 10))
    assert not missed(replace(HER, last_sign_at=at(1, 11)), at(1, 12))


def test_a_look_that_comes_a_day_late_finds_the_deadline_that_was_missed() -> None:
    assert missed(replace(HER, last_sign_at=at(0, 9)), at(2, 9))


def test_days_away_not_measured_and_before_it_was_agreed_have_no_deadline() -> None:
    away = Hold(senior=SeniorId("s1"), starts_on=MONDAY + DAY, ends_on=MONDAY + DAY)

    assert not missed(replace(HER, holds=(away,)), at(1, 12))
    assert not missed(replace(HER, holds=(away,)), at(2, 9))
    assert not missed(replace(HER, not_measured=frozenset({MONDAY + DAY})), at(1, 12))
    assert not missed(replace(HER, well_by_since=at(1, 10, 1)), at(1, 12))
    assert missed(replace(HER, well_by_since=at(1, 9)), at(1, 12))


def test_whoever_has_not_agreed_has_no_deadline_and_nothing_to_be_looked_at() -> None:
    nobody = replace(HER, well_by=None)

    assert deadline(nobody, at(0, 12)) is None
    assert flag(nobody, at(0, 12)) is None
    assert next_look(nobody, at(0, 12)) is None


def test_the_next_look_is_the_first_moment_at_which_her_flag_can_fall() -> None:
    silent = Watched(zone="Asia/Shanghai", clock_from=at(0, 10))

    assert next_look(silent, at(0, 11)) == at(5, 8)
    assert next_look(silent, at(5, 7)) == at(5, 8)
    assert next_look(silent, at(5, 9)) == at(6, 8)
    assert next_look(silent, at(6, 7)) == at(6, 8)
    assert next_look(replace(silent, well_by=600), at(0, 11)) == at(1, 10)


def test_the_five_days_come_first_where_both_have_fallen() -> None:
    found = flag(replace(HER, clock_from=at(0, 10)), at(5, 12))

    assert found is not None
    assert (found.trigger, found.reason) == (SILENCE, "5 silent days, 2026-03-02 to 2026-03-06")


ZONES = st.sampled_from(["Asia/Shanghai", "Europe/London", "America/St_Johns"])
MOMENTS = st.integers(0, 24 * 60 * 60)


@given(
    zone=ZONES, minute=st.integers(0, 1439), sign=st.none() | MOMENTS, now=MOMENTS, since=st.integers(0, 60 * 24 * 9)
)
def test_the_deadline_agrees_with_a_walk_through_the_days(zone, minute, sign, now, since) -> None:
    start = datetime.combine(date(2026, 3, 20), time(), ZoneInfo("UTC"))
    instants = [None if n is None else start + timedelta(minutes=n) for n in (sign, now, since)]
    her = Watched(zone=zone, clock_from=None, last_sign_at=instants[0], well_by=minute, well_by_since=instants[2])
    moment = instants[1]
    assert moment is not None

    assert missed(her, moment) is by_hand(her, moment)


def by_hand(her: Watched, now: datetime) -> bool:
    assert her.well_by is not None and her.well_by_since is not None
    zone = ZoneInfo(her.zone)
    day, last = date(2026, 3, 18), None
    while day <= now.astimezone(zone).date():
        due = datetime.combine(day, time(her.well_by // 60, her.well_by % 60), zone)
        if due.timestamp() <= now.timestamp():
            last = due
        day += DAY
    if last is None or last.timestamp() < her.well_by_since.timestamp():
        return False
    begin = datetime.combine(last.date(), time(), zone)
    return her.last_sign_at is None or her.last_sign_at.timestamp() < begin.timestamp()


@given(
    first=st.integers(0, 400),
    later=st.integers(0, 400),
    needed=st.integers(1, 6),
    minute=st.none() | st.integers(0, 1439),
)
def test_no_flag_falls_before_the_look_that_was_planned(first, later, needed, minute) -> None:
    her = Watched(zone="Asia/Shanghai", clock_from=at(0, 10), after_days=needed, well_by=minute, last_sign_at=at(0, 10))
    looked = at(0, 10) + timedelta(hours=first)
    if flag(her, looked):
        return
    planned = next_look(her, looked)
    assert planned is not None

    between = looked + timedelta(hours=later)

    assert flag(her, between) is None or between >= planned
