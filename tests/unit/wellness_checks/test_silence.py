"""Does the flag fall on the sixth morning, and only then? The rule beside a slow and obvious model."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from people.holds import Hold
from people.ids import HouseholdId, SeniorId
from people.seniors import Senior
from wellness_checks.settings import WatchSettings
from wellness_checks.silence import Silence, Watched, Why, clock_after_sign, silence

BEIJING = ZoneInfo("Asia/Shanghai")
MONDAY = date(2026, 3, 2)
DAY = timedelta(days=1)


def moment(day: int, hour: int = 10, minute: int = 0) -> datetime:
    """On the n-th day after Monday, by her own clock."""
    return datetime.combine(MONDAY + day * DAY, time(hour, minute), BEIJING)


def her(*, since: datetime | None = None, **more: object) -> Watched:
    return replace(Watched(zone="Asia/Shanghai", clock_from=since or moment(0)), **more)  # type: ignore[arg-type]


def hold(first: int, last: int, reason: str = "hospital") -> Hold:
    return Hold(senior=SeniorId("s1"), starts_on=MONDAY + first * DAY, ends_on=MONDAY + last * DAY, reason=reason)


def reasons(state: Silence) -> list[Why]:
    return [day.why for day in state.days]


def test_one_message_never_heard_and_nothing_after_it_is_flagged_on_the_sixth_morning() -> None:
    monday_to_friday = tuple(MONDAY + n * DAY for n in range(5))

    state = silence(her(), moment(5, 8))

    assert state.flagged
    assert state.silent_days == monday_to_friday
    assert reasons(state) == [Why.SILENT] * 5 + [Why.NOT_OVER]


def test_the_night_before_it_is_not() -> None:
    state = silence(her(), moment(5, 7, 59))

    assert not state.flagged
    assert state.falls_at == moment(5, 8)


def test_a_sign_of_life_starts_the_five_days_after_it() -> None:
    since = moment(2, 15)

    seen = her(since=since, last_sign_at=since)

    assert silence(seen, moment(3)).falls_at == moment(8, 8)
    assert reasons(silence(seen, moment(4)))[:2] == [Why.SIGN_OF_LIFE, Why.SILENT]


def test_a_sign_before_the_message_came_takes_no_day_from_the_watch() -> None:
    state = silence(her(last_sign_at=moment(0, 9)), moment(1))

    assert state.falls_at == moment(5, 8)


def test_days_in_hospital_do_not_count_and_say_so() -> None:
    state = silence(her(holds=(hold(1, 3),)), moment(5))

    assert not state.flagged
    assert state.falls_at == moment(8, 8)
    assert [day.reason for day in state.days if day.why is Why.HOLD] == ["hospital"] * 3


def test_nobody_is_flagged_while_away_however_silent_before() -> None:
    away = her(holds=(hold(5, 6),))

    assert not silence(away, moment(5)).flagged
    assert silence(away, moment(7)).flagged
    left_later = her(holds=(hold(6, 9),))
    assert silence(left_later, moment(5)).flagged
    assert not silence(left_later, moment(6)).flagged


def test_days_that_were_not_measured_do_not_count() -> None:
    state = silence(her(not_measured=frozenset({MONDAY + DAY})), moment(5))

    assert (state.flagged, state.falls_at) == (False, moment(6, 8))
    assert Why.NOT_MEASURED in reasons(state)


def test_whoever_was_offered_nothing_is_not_watched() -> None:
    state = silence(Watched(zone="Asia/Shanghai", clock_from=None, after_days=1), moment(30))

    assert (state.watched, state.flagged, state.days, state.needed) == (False, False, (), 1)


def test_a_message_that_becomes_available_tomorrow_has_no_days_yet() -> None:
    state = silence(her(since=moment(1)), moment(0))

    assert (state.days, state.flagged, state.falls_at) == ((), False, moment(6, 8))


def test_a_hold_without_end_foretells_nothing() -> None:
    for_ever = Hold(senior=SeniorId("s1"), starts_on=MONDAY, ends_on=date.max)

    assert silence(her(holds=(for_ever,)), moment(1)).falls_at is None


def test_the_days_are_those_of_her_own_zone() -> None:
    same_instant = datetime(2026, 3, 2, 23, 0, tzinfo=UTC)

    in_beijing = silence(her(since=same_instant), same_instant)
    in_london = silence(her(since=same_instant, zone="Europe/London"), same_instant)

    assert in_beijing.days[0].day == date(2026, 3, 3)
    assert in_london.days[0].day == date(2026, 3, 2)


def test_thresholds_are_hers_then_those_of_high_risk_then_the_sites() -> None:
    wang = Senior(id=SeniorId("s1"), household=HouseholdId("h1"), name="王秀英")
    rules = WatchSettings()

    assert rules.days_for(wang) == 5
    assert rules.days_for(replace(wang, tags=frozenset({"high_risk"}))) == 1
    assert rules.days_for(replace(wang, tags=frozenset({"high_risk"}), silent_after_days=3)) == 3


def test_a_sign_stops_the_clock_where_nothing_waits_and_restarts_it_where_something_does() -> None:
    assert clock_after_sign(moment(0), moment(2), []) is None
    assert clock_after_sign(moment(0), moment(2), [moment(0), moment(1)]) == moment(2)
    assert clock_after_sign(moment(0), moment(2), [moment(3)]) == moment(3)


def test_an_old_sign_told_late_and_a_sign_of_nobody_watched_change_nothing() -> None:
    assert clock_after_sign(moment(2), moment(1), []) == moment(2)
    assert clock_after_sign(None, moment(1), [moment(0)]) is None


ZONES = st.sampled_from(["Asia/Shanghai", "Europe/London", "America/St_Johns", "Asia/Kathmandu"])
DAYS = st.integers(0, 12)
HOLDS = st.lists(st.builds(lambda first, length: hold(first, first + length), DAYS, st.integers(0, 4)), max_size=3)


def slow_model(seen: Watched, now: datetime) -> bool:
    """Walk through the days one at a time, with a finger on the calendar."""
    zone = ZoneInfo(seen.zone)
    assert seen.clock_from is not None
    day, counted = seen.clock_from.astimezone(zone).date(), 0
    while day < now.astimezone(zone).date() or now.astimezone(zone).time() >= seen.morning:
        away = on_hold(seen.holds, day)
        if day == now.astimezone(zone).date():
            return counted >= seen.after_days and not away
        if counted >= seen.after_days and not away and not on_hold(seen.holds, now.astimezone(zone).date()):
            return True
        if not away and day not in seen.not_measured:
            counted += 1
        day += DAY
    return False


def on_hold(holds: Sequence[Hold], day: date) -> bool:
    return any(one.starts_on <= day <= one.ends_on for one in holds)


@given(
    zone=ZONES, hour=st.integers(0, 23), later=st.integers(0, 24 * 14), holds=HOLDS, needed=st.integers(1, 6),
    lost=st.frozensets(DAYS.map(lambda n: MONDAY + n * DAY), max_size=3),
)  # fmt: skip
def test_the_rule_agrees_with_the_model_at_every_hour(zone, hour, later, holds, needed, lost) -> None:
    since = datetime.combine(MONDAY, time(hour), ZoneInfo(zone))
    seen = Watched(zone=zone, clock_from=since, holds=holds, not_measured=lost, after_days=needed)
    now = since.astimezone(UTC) + timedelta(hours=later)

    state = silence(seen, now)

    assert state.flagged is slow_model(seen, now)


@given(zone=ZONES, hour=st.integers(0, 23), needed=st.integers(1, 10), start=st.dates(MONDAY, date(2026, 12, 31)))
def test_without_holds_the_flag_falls_exactly_so_many_days_later(zone, hour, needed, start) -> None:
    since = datetime.combine(start, time(hour, 30), ZoneInfo(zone))
    morning = datetime.combine(start + needed * DAY, time(8), ZoneInfo(zone))

    seen = Watched(zone=zone, clock_from=since, after_days=needed)

    assert silence(seen, morning).flagged
    assert not silence(seen, morning.astimezone(UTC) - timedelta(seconds=1)).flagged
