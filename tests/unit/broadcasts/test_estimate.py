"""When will the last of them have been rung?"""

from datetime import UTC, datetime, timedelta

from broadcasts.estimate import finish_at
from broadcasts.windows import ALWAYS, EVERY_DAY, Windows
from people.windows import parse_windows

ELEVEN = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
"""Eleven in the morning in Beijing."""
HOUR = timedelta(hours=1)


def finish(work: timedelta, channels: int, windows: Windows) -> datetime | None:
    return finish_at(ELEVEN, work, channels, openings=windows, zone="Asia/Shanghai", calendar=EVERY_DAY)


def test_the_channels_share_the_work() -> None:
    assert finish(10 * HOUR, 10, ALWAYS) == ELEVEN + HOUR


def test_the_nap_and_the_night_do_not_count() -> None:
    site = parse_windows("09:00-11:30 14:30-18:00")

    assert finish(HOUR, 1, site) == ELEVEN + 4 * HOUR
    assert finish(HOUR / 4, 1, site) == ELEVEN + HOUR / 4
    assert finish(5 * HOUR, 1, site) == ELEVEN + 23 * HOUR


def test_nothing_to_do_is_over_now() -> None:
    assert finish(timedelta(0), 1, ALWAYS) == ELEVEN


def test_what_never_ends_is_not_told() -> None:
    assert finish(HOUR, 1, ()) is None
    assert finish(2_000 * HOUR, 1, parse_windows("09:00-10:00")) is None
