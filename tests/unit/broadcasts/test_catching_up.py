"""Which of the runs that were missed is still made?"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from broadcasts.catching_up import Due, due, first_run
from broadcasts.recurrence import Recurrence, Repeat
from broadcasts.windows import EVERY_DAY

NINE = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
"""Nine in the morning in Beijing."""
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
MIDNIGHT = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)
DAILY = Recurrence(repeat=Repeat.DAILY, minute=9 * 60)


def found(now: datetime, recurrence: Recurrence = DAILY, until: datetime | None = None) -> Due:
    return due(recurrence, NINE, now, "Asia/Shanghai", until=until, calendar=EVERY_DAY)


def test_a_run_that_has_come_is_made_and_the_next_is_known() -> None:
    assert found(NINE) == Due(run=NINE, ends_at=MIDNIGHT, skipped=(), next_at=NINE + DAY)


def test_of_several_the_latest_is_made_and_the_others_are_told() -> None:
    late = found(NINE + 2 * DAY + HOUR)

    assert (late.run, late.skipped, late.next_at) == (NINE + 2 * DAY, (NINE, NINE + DAY), NINE + 3 * DAY)


def test_a_run_whose_end_has_come_is_skipped() -> None:
    late = found(NINE + HOUR, replace(DAILY, lasts=60))

    assert late == Due(run=None, ends_at=None, skipped=(NINE,), next_at=NINE + DAY)


def test_no_run_is_later_than_the_end_of_the_schedule_and_the_last_one_ends_with_it() -> None:
    last = found(NINE + HOUR, until=NINE + 2 * HOUR)
    over = found(NINE + 3 * DAY, until=NINE + DAY)

    assert (last.run, last.ends_at, last.next_at) == (NINE, NINE + 2 * HOUR, None)
    assert (over.run, over.skipped, over.next_at) == (None, (NINE,), None)


def test_what_goes_out_once_has_no_next_run() -> None:
    once = Recurrence(repeat=Repeat.ONCE, minute=9 * 60, on=date(2026, 3, 2))

    assert found(NINE, once).next_at is None


def test_the_first_run_is_after_now_and_not_before_the_start() -> None:
    zone = "Asia/Shanghai"

    assert first_run(DAILY, NINE, None, zone, calendar=EVERY_DAY) == NINE + DAY
    assert first_run(DAILY, NINE, NINE + 3 * DAY, zone, calendar=EVERY_DAY) == NINE + 3 * DAY
    assert first_run(DAILY, NINE, NINE - DAY, zone, calendar=EVERY_DAY) == NINE + DAY
