"""What the database counts equals a recount of the rows one by one, to the millisecond and beyond, in every zone."""

from collections import Counter
from datetime import date, timedelta

import pytest
from sqlalchemy import insert

from db.schema.queue import queue_waits
from db.schema.reports import drills
from reports import queue_events, waits
from reports.periods import By, Period, day_of, named
from reports.presses import EVERYBODY, Filter
from reports.queue_rows import Group
from tests.unit.reports.conftest import MORNING, press

US = timedelta(microseconds=1)
LENGTHS_US = (
    0, 1, 499, 500, 99_499, 99_500, 100_499, 100_500, 15_000_499, 15_000_500, 60_000_000, 60_000_600, 61_999_999, -1,
    -70_000_000, None,
)  # fmt: skip
HOWS = ("TAKEN", "TAKEN", "TAKEN", "ABANDON", "RETURN", "TIMEOUT", None)


@pytest.fixture
def waited(conn):
    """Every length with every end, at odd instants through days and across midnights; some in a test."""
    for n in range(len(LENGTHS_US) * len(HOWS)):
        us, how = LENGTHS_US[n % len(LENGTHS_US)], HOWS[n % len(HOWS)]
        at = MORNING + n * timedelta(minutes=97, microseconds=333_457)
        press(conn, f"c{n}", at=at, home=1 + n % 2, service="hotline" if n % 3 else "meals")
        conn.execute(insert(queue_waits).values(call_id=f"c{n}", queue=f"q{n % 2}", urgency=1, since=at, how=how,
                                                left_at=None if us is None else at + us * US))  # fmt: skip
    conn.execute(insert(drills).values(id="d", kind="test", terminal_id="t1002", starts_at=MORNING,
                                       ends_at=MORNING + timedelta(days=1)))  # fmt: skip
    return conn


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Asia/Kathmandu", "Europe/Berlin", "America/St_Johns"])
@pytest.mark.parametrize("by", By)
@pytest.mark.parametrize("only", [EVERYBODY, Filter(services=frozenset({"meals"}))], ids=["all", "meals"])
def test_alike_ones_are_counted_together_as_one_by_one(waited, zone, by, only):
    period = Period(first=date(2026, 3, 3), last=date(2026, 3, 31), zone=zone)
    events = queue_events.events(waited, period, only)

    found = queue_events.counted(waited, period, by, only, within_s=15)

    lengths: Counter[Group] = Counter()
    for group in found.groups:
        took = None if group.took is None else waits.rounded(group.took)
        lengths[group._replace(took=took, test=bool(group.test), number=0)] += group.number
    assert lengths == Counter(one_by_one(event, zone, by) for event in events)
    over = [one for one in events if not one.test and one.how != "waiting"]
    in_time = sum(one.took_ms is not None and one.took_ms <= 15_000 for one in over)
    assert [sum(numbers) for numbers in zip(*found.hours.values(), strict=True)] == [in_time, len(over)]
    assert 0 < in_time < len(over)


def one_by_one(event, zone, by):
    took = None if event.took_ms is None else waits.length(event.took_ms)
    part = named(day_of(event.at, zone), by)
    return Group(part, event.kind, event.queue, event.how, event.test, took, 0)
