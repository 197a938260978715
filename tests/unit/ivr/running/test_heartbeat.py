"""The controller's file says that it lives, and how far the exchange's clock is moved."""

from datetime import UTC, datetime, timedelta

import pytest

from ivr.clock import OffsetClock
from ivr.running.heartbeat import beat, now_of

SOON = timedelta(seconds=5)


@pytest.mark.parametrize("offset", [timedelta(), timedelta(days=5, seconds=7), timedelta(hours=-3)])
def test_whoever_runs_beside_the_controller_lives_on_its_morning(tmp_path, offset):
    file = tmp_path / "alive"

    beat(file, offset)

    assert abs(now_of(file) - OffsetClock(offset)()) < SOON


@pytest.mark.parametrize("text", [None, "", "not a number\n", "\xff"])
def test_without_a_word_of_it_the_machines_clock_holds(tmp_path, text):
    file = tmp_path / "alive"
    if text is not None:
        file.write_text(text, encoding="latin-1")

    assert abs(now_of(file) - datetime.now(UTC)) < SOON


def test_whoever_reads_while_it_is_written_reads_the_whole_of_the_one_before(tmp_path):
    file = tmp_path / "alive"
    beat(file, timedelta(days=1))
    with file.open(encoding="ascii") as reading:
        beat(file, timedelta(days=2))

        assert reading.read() == "86400\n"
    assert [path.name for path in tmp_path.iterdir()] == ["alive"]
