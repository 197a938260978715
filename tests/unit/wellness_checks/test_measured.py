"""Is a day taken out of the count only for a fault that several homes shared?"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from wellness_checks.measured import Chance, Daytime, Outage, not_measured
from wellness_checks.telephones import Tried, trouble

BEIJING = ZoneInfo("Asia/Shanghai")
TUESDAY = date(2026, 3, 3)
HOURS = Daytime()


def at(hour: int, day: int = 3) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=BEIJING)


def out(first: datetime, last: datetime | None) -> Outage:
    return Outage(started_at=first, ended_at=last)


def lost(*outages: Outage, chances: tuple[Chance, ...] = (), now: datetime | None = None) -> frozenset[date]:
    return not_measured(outages, chances, "Asia/Shanghai", now or at(23, 9), HOURS)


def test_four_hours_of_her_day_make_it_unmeasured_and_three_do_not() -> None:
    assert lost(out(at(9), at(13))) == {TUESDAY}
    assert lost(out(at(9), at(12))) == frozenset()


def test_the_night_does_not_count() -> None:
    assert lost(out(at(20), at(8, day=4))) == frozenset()


def test_outages_of_one_day_add_up_but_no_hour_counts_twice() -> None:
    assert lost(out(at(9), at(11)), out(at(14), at(16))) == {TUESDAY}
    assert lost(out(at(9), at(11)), out(at(10), at(12))) == frozenset()


def test_one_that_lasts_counts_up_to_now_and_takes_every_day_it_covers() -> None:
    assert lost(out(at(9), None), now=at(12)) == frozenset()
    assert lost(out(at(9), None), now=at(13, day=4)) == {TUESDAY, date(2026, 3, 4)}


def test_a_day_on_which_every_try_was_prevented_is_unmeasured_and_one_proper_try_measures_it() -> None:
    prevented, proper = Chance(at=at(10), prevented=True), Chance(at=at(15), prevented=False)

    assert lost(chances=(prevented,)) == {TUESDAY}
    assert lost(chances=(prevented, proper)) == frozenset()


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 30)), max_size=5))
def test_the_hours_agree_with_counting_minute_quarters_one_by_one(spans: list[tuple[int, int]]) -> None:
    start = at(0)
    outages = [out(start + timedelta(hours=first), start + timedelta(hours=first + length)) for first, length in spans]

    found = lost(*outages)

    for number in range(6):
        day = TUESDAY + timedelta(days=number)
        quarters = [
            datetime(day.year, day.month, day.day, 8, tzinfo=BEIJING) + n * timedelta(minutes=15) for n in range(48)
        ]
        down = sum(any(one.started_at <= q < one.ended_at for one in outages if one.ended_at) for q in quarters)
        assert (day in found) is (down >= 16)


NOW, DAY = at(12), timedelta(hours=24)


def test_an_unplugged_telephone_is_out_after_a_day_and_not_before() -> None:
    found = trouble("unregistered", NOW - DAY, (), NOW, after=DAY)

    assert found is not None
    assert (found.what, found.since) == ("unregistered", NOW - DAY)
    assert trouble("unregistered", NOW - DAY + timedelta(seconds=1), (), NOW, after=DAY) is None
    assert trouble("reachable", NOW - 9 * DAY, (), NOW, after=DAY) is None
    assert trouble("in_use", None, (), NOW, after=DAY) is None


def tried(*ended: tuple[str, int]) -> list[Tried]:
    return [Tried(outcome=outcome, at=NOW - timedelta(hours=hours)) for outcome, hours in ended]


def test_a_handset_beside_the_telephone_is_busy_at_every_try_of_a_day() -> None:
    found = trouble(
        "reachable", NOW, tried(("busy", 1), ("busy", 12), ("failed", 25), ("no_answer", 48)), NOW, after=DAY
    )

    assert found is not None
    assert (found.what, found.since) == ("busy", NOW - timedelta(hours=25))


def test_one_try_that_rang_or_a_single_busy_one_is_no_fault_of_the_telephone() -> None:
    assert trouble("reachable", NOW, tried(("busy", 1), ("no_answer", 12), ("busy", 25)), NOW, after=DAY) is None
    assert trouble("reachable", NOW, tried(("busy", 30)), NOW, after=DAY) is None
