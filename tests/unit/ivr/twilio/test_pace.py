"""Which call goes next, when the last is out, and what a cap holds back."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from ivr.failover import Purpose
from ivr.twilio.pace import Spending, Waiting, forecast, in_order, why_not_paid

NOON = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
CAPPED = Spending(spent=Decimal(8), committed=Decimal("0.9"), cap=Decimal(10))


def waiting(token: str, purpose: Purpose, minutes: int = 0) -> Waiting:
    return Waiting(token=token, purpose=purpose, since=NOON - timedelta(minutes=minutes))


def test_the_most_urgent_goes_first_and_within_it_the_longest_waiting() -> None:
    found = in_order([
        waiting("d", Purpose.BROADCAST, 60), waiting("c", Purpose.WELLNESS), waiting("b", Purpose.WELLNESS, 5),
        waiting("a", Purpose.EMERGENCY),
    ])  # fmt: skip

    assert [one.token for one in found] == ["a", "b", "c", "d"]


def test_forty_thousand_messages_at_one_a_second_take_eleven_hours_behind_what_is_urgent() -> None:
    counts = {Purpose.BROADCAST: 40_000, Purpose.WELLNESS: 60, Purpose.PRESS: 0}

    told = forecast(counts, per_second=1, now=NOON)

    assert told == {
        Purpose.WELLNESS: NOON + timedelta(minutes=1),
        Purpose.BROADCAST: NOON + timedelta(hours=11, minutes=7, seconds=40),
    }


def test_a_pace_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="more than 0"):
        forecast({}, per_second=0, now=NOON)


@pytest.mark.parametrize("purpose", [Purpose.EMERGENCY, Purpose.PRESS])
def test_no_cap_ever_binds_an_emergency_or_a_press(purpose: Purpose) -> None:
    assert why_not_paid(purpose, Spending(spent=Decimal(99), cap=Decimal(0)), Decimal(5)) == ""


def test_messages_leave_the_last_tenth_to_wellness_calls() -> None:
    assert "broadcast" in why_not_paid(Purpose.BROADCAST, CAPPED, Decimal("0.2"))
    assert why_not_paid(Purpose.WELLNESS, CAPPED, Decimal("0.2")) == ""
    assert why_not_paid(Purpose.BROADCAST, CAPPED, Decimal("0.1")) == ""


def test_wellness_calls_stop_at_the_cap() -> None:
    assert why_not_paid(Purpose.WELLNESS, CAPPED, Decimal("1.2")) != ""


def test_without_a_cap_everything_is_paid_for() -> None:
    assert why_not_paid(Purpose.BROADCAST, Spending(spent=Decimal(10**6)), Decimal(1)) == ""
