"""Is a message refused that could never ring?"""

from datetime import UTC, datetime, timedelta

from broadcasts.campaign import Refused
from broadcasts.fitting import NEVER, fault_of_moment
from broadcasts.windows import EVERY_DAY
from people.windows import Window, parse_windows

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
"""In Beijing."""


def fault(windows: tuple[Window, ...], ends: datetime | None = None) -> Refused | None:
    return fault_of_moment(begins=NOON, ends=ends, openings=windows, zone="Asia/Shanghai", calendar=EVERY_DAY)


def test_a_message_that_opens_before_its_end_is_fine() -> None:
    afternoon = parse_windows("14:30-18:00")

    assert fault(afternoon) is None
    assert fault(afternoon, NOON + timedelta(hours=2, minutes=31)) is None


def test_a_message_that_ends_before_it_opens_is_refused_with_both_moments() -> None:
    refused = fault(parse_windows("14:30-18:00"), NOON + timedelta(hours=2, minutes=30))

    reason = "does not open between 2026-03-02T04:00:00+00:00 and 2026-03-02T06:30:00+00:00"
    assert refused == Refused(field="windows", reason=reason)


def test_a_message_whose_windows_never_open_is_refused() -> None:
    assert fault(()) == Refused(field="windows", reason=NEVER)
