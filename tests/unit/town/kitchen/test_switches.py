"""When does closing the dining halls change anything at the exchange?"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from people.hours import parse_hours
from town.kitchen.switches import is_shut, opens, today_is

ZONE = ZoneInfo("Asia/Shanghai")
TUESDAY = date(2026, 11, 24)
HALL = parse_hours("; ".join(f"{day} 08:00-20:00" for day in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")))


@pytest.mark.parametrize(
    ("hour", "now", "later"), [(7, False, True), (8, True, True), (19, True, True), (20, False, False)]
)
def test_a_hall_opens_by_its_usual_hours_and_after_them_not_again_today(hour: int, now: bool, later: bool):
    local = datetime(2026, 11, 24, hour, 0, tzinfo=ZONE)

    assert opens(HALL, local, 1) is now
    assert opens(HALL, local) is later


def test_a_hall_that_is_shut_today_would_open_on_a_usual_day():
    shut = today_is(HALL, TUESDAY, opens=False)

    assert is_shut(shut, TUESDAY)
    assert opens(shut, datetime(2026, 11, 24, 10, 0, tzinfo=ZONE))
    assert today_is(shut, TUESDAY, opens=True) == HALL
