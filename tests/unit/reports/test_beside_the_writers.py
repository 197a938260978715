"""Counting reads beside the writers: what comes in, or is counted by somebody else, between its steps is not lost."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from sqlalchemy import Connection, Engine, select, update

from db.engine import reading, writing
from db.schema.care import deliveries
from db.schema.reports import report_months, report_stale
from reports import counting, messages, presses
from reports.keeping import Store, apart, refresh, refreshing
from reports.periods import By
from reports.reading import press_lines
from tests.unit.reports.conftest import MORNING, ZONE, press
from tests.unit.reports.test_keeping import DAY, MARCH, recounted, told
from tests.unit.reports.test_messages import offer


def interrupted(engine: Engine, by: Callable[[], None], *, at: int) -> Store:
    """`by` happens between the reading and the writing of the `at`th part."""
    step = apart(engine)
    read = 0

    @contextmanager
    def reading_() -> Iterator[Connection]:
        nonlocal read
        with step.reading() as conn:
            yield conn
        read += 1
        if read == at:
            by()

    return Store(reading=reading_, writing=step.writing)


def counted(engine: Engine, by: Callable[[], None], *, at: int) -> None:
    for _ in refreshing(interrupted(engine, by, at=at), ZONE):
        pass


def pressed(engine: Engine, name: str, *, at: datetime = MORNING) -> None:
    with writing(engine) as conn:
        press(conn, name, at=at)


DAY_READ = 3
"""Which reading that is: the zone and the marked days come before."""


def test_a_press_that_comes_while_its_day_is_counted_leaves_the_day_marked(engine):
    pressed(engine, "one")

    counted(engine, lambda: pressed(engine, "two"), at=DAY_READ)

    with reading(engine) as conn:
        assert conn.scalars(select(report_stale.c.part)).all() == ["2026-03-02 01"]
        assert told(conn).presses == 2


def test_of_two_who_count_one_day_the_later_is_kept(engine):
    pressed(engine, "one")

    def somebody_else() -> None:
        pressed(engine, "two")
        with writing(engine) as conn:
            refresh(conn, ZONE)

    counted(engine, somebody_else, at=DAY_READ)

    with reading(engine) as conn:
        assert conn.scalars(select(report_stale.c.part)).all() == []
        assert told(conn) == recounted(conn)


def test_a_count_that_died_half_way_is_made_by_the_next(engine):
    pressed(engine, "one")

    def dies() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        counted(engine, dies, at=DAY_READ)

    with writing(engine) as conn:
        assert told(conn).presses == 1
        assert refresh(conn, ZONE).left == 0
        assert told(conn).presses == 1


def test_a_month_one_of_whose_days_is_counted_meanwhile_is_not_summed_from_what_it_was(engine):
    for month in (0, 40):
        pressed(engine, str(month), at=MORNING + month * DAY)

    def late() -> None:
        pressed(engine, "late", at=MORNING + DAY)
        with writing(engine) as conn:
            refresh(conn, ZONE, at_once=1)

    # zone, days, two days, messages, months, the month's days
    counted(engine, late, at=7)

    with writing(engine) as conn:
        assert conn.scalars(select(report_months.c.start)).all() == []
        assert refresh(conn, ZONE).left == 0
        assert conn.scalars(select(report_months.c.start)).all() == ["2026-03-01"]
        lines = press_lines(conn, MARCH, By.MONTH, "none")
        assert [line.tally.presses for line in lines] == [2]
        assert lines[0].tally == counting.count(presses.between(conn, MARCH.start, MARCH.end))


def test_a_message_heard_while_it_is_counted_stays_marked(engine):
    with writing(engine) as conn:
        offer(conn, "m1", at=MORNING)
        refresh(conn, ZONE)
        conn.execute(update(deliveries).values(tries=2))

    def heard() -> None:
        with writing(engine) as conn:
            conn.execute(update(deliveries).values(evidence="heard", heard_at=MORNING))

    counted(engine, heard, at=4)  # zone, days, messages, the message

    with reading(engine) as conn:
        assert conn.scalars(select(report_stale.c.part)).all() == ["m1"]
        assert messages.add(messages.report(conn, MARCH, By.TOTAL).values()).heard == 1
