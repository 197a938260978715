"""Are drills dialled one by one, once each, settled whatever happens, and missed aloud, once?"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from db import drills as rows
from db import outbox, tasks
from db.engine import open_engine, reading, writing
from db.schema.reports import drills as marks
from db.tasks import TaskRow
from ivr import events as e
from ivr.commands import RingDrillDesk
from ivr.drills.drill import Drill, DrillRules
from ivr.drills.drilling import follow, keep_drilling, want
from ivr.perform import command_of
from tests.contract.homes import new_database

NOON = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
RULES = DrillRules(ways=("a", "b"), number="+8613910000011")


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(new_database(tmp_path))
    yield engine
    engine.dispose()


def tick(engine: Engine, at: datetime, rules: DrillRules = RULES) -> int:
    with writing(engine) as conn:
        return keep_drilling(conn, at, rules)


def tell(engine: Engine, *events: e.Event) -> None:
    with writing(engine) as conn:
        follow(conn, events)


def states(engine: Engine) -> dict[str, str]:
    with reading(engine) as conn:
        return {way: drill.outcome or drill.state for way, drill in rows.last_of_each(conn).items()}


def standing(engine: Engine) -> Drill:
    with reading(engine) as conn:
        return next(drill for drill in rows.standing(conn) if drill.state != "wanted")


def accepted(drill: Drill, at: datetime) -> list[e.Event]:
    said = [(what, at) for what in ("answered", "accepted", "ended")]
    return [e.DrillTold(at=when, channel="c", drill=drill.id, what=what, status="ANSWER") for what, when in said]


def open_tasks(engine: Engine) -> list[TaskRow]:
    with reading(engine) as conn:
        return tasks.open_tasks(conn)


def test_every_way_is_drilled_one_after_the_other_and_each_dial_is_committed_once(engine: Engine) -> None:
    tick(engine, NOON)
    first = standing(engine)
    tick(engine, NOON + SECOND)
    assert states(engine) == {"a": "intended", "b": "wanted"}

    tell(engine, *accepted(first, NOON + 9 * SECOND))
    tick(engine, NOON + 10 * SECOND)

    assert states(engine) == {"a": "accepted", "b": "intended"}
    with reading(engine) as conn:
        orders = [outbox.load(conn, drill.id) for drill in (first, standing(engine))]
    assert [command_of(order) for order in orders if order] == [
        RingDrillDesk(drill=first.id, way="a", number=RULES.number),
        RingDrillDesk(drill=standing(engine).id, way="b", number=RULES.number),
    ]


def test_a_drill_wanted_twice_stands_once_and_each_after_the_other(engine: Engine) -> None:
    with writing(engine) as conn:
        once, again = (want(conn, NOON, ["a"], by="li") for _ in range(2))

    assert ([drill.way for drill in once], again) == (["a"], [])


def test_a_proven_way_is_left_alone_for_a_week(engine: Engine) -> None:
    only_a = replace(RULES, ways=("a",))
    tick(engine, NOON, only_a)
    tell(engine, *accepted(standing(engine), NOON + SECOND))

    assert tick(engine, NOON + 6 * DAY, only_a) == 0
    assert tick(engine, NOON + 7 * DAY, only_a) == 2  # wanted, and begun


def test_a_drill_that_failed_is_a_task_at_once_until_one_gets_through(engine: Engine) -> None:
    only_a = replace(RULES, ways=("a",))
    tick(engine, NOON, only_a)
    key = standing(engine).id
    tell(engine, e.DrillTold(at=NOON + SECOND, channel="c", drill=key, what="ended", tried="a.CONGESTION.34+"))

    [task] = open_tasks(engine)
    assert (task.kind, task.note) == ("drill_failed", "drill of the way out a: CONGESTION.34")

    with writing(engine) as conn:
        want(conn, NOON + DAY, ["a"], by="li")
    tick(engine, NOON + DAY, only_a)
    tell(engine, *accepted(standing(engine), NOON + DAY + SECOND))
    assert open_tasks(engine) == []


def test_a_drill_that_was_refused_or_of_which_nothing_is_told_has_failed_and_is_never_dialled_again(
    engine: Engine,
) -> None:
    tick(engine, NOON)
    refused = standing(engine)
    with writing(engine) as conn:
        outbox.finish(conn, refused.id, state="failed", result="not sent")
    tick(engine, NOON + SECOND)
    silent = standing(engine)
    tick(engine, NOON + SECOND + RULES.patience)

    with reading(engine) as conn:
        known = rows.load(conn, [refused.id, silent.id])
        order = outbox.load(conn, silent.id)
    assert [known[drill.id].fault for drill in (refused, silent)] == ["REFUSED", "NOTHING_TOLD"]
    assert order and order.state == "failed"


def test_a_drill_wanted_where_nobody_takes_them_says_so(engine: Engine) -> None:
    with writing(engine) as conn:
        want(conn, NOON, ["a"], by="li")
    tick(engine, NOON, replace(RULES, number=""))

    with reading(engine) as conn:
        assert rows.last_of_each(conn)["a"].fault == "NO_DESK"


def test_a_missed_drill_is_a_task_once_for_each_success_that_is_missing(engine: Engine) -> None:
    asleep = replace(RULES, ways=("a",), hours=())
    with writing(engine) as conn:
        want(conn, NOON, ["a"], by="li")
    tick(engine, NOON, asleep)
    tell(engine, *accepted(standing(engine), NOON + SECOND))

    for days in (7, 9, 10):
        tick(engine, NOON + days * DAY, asleep)

    [task] = open_tasks(engine)
    assert (task.kind, task.note) == ("drill_overdue", "no drill of the way out a since 2026-03-10 04:00 UTC")
    with writing(engine) as conn:
        want(conn, NOON + 11 * DAY, ["a"], by="li")
    tick(engine, NOON + 11 * DAY, asleep)
    tell(engine, *accepted(standing(engine), NOON + 11 * DAY))
    assert open_tasks(engine) == []


def test_a_drill_is_noted_for_the_reports_and_takes_no_telephones_presses_with_it(engine: Engine) -> None:
    tick(engine, NOON)
    drill = standing(engine)
    tell(engine, *accepted(drill, NOON + 9 * SECOND))

    with reading(engine) as conn:
        [mark] = conn.execute(select(marks.c.kind, marks.c.terminal_id, marks.c.starts_at, marks.c.ends_at)).all()
    assert mark == ("drill", drill.id, NOON, NOON + 9 * SECOND)


def test_what_is_told_of_another_call_concerns_no_drill(engine: Engine) -> None:
    tick(engine, NOON)
    tell(
        engine,
        e.HungUp(at=NOON, channel="x-1", cause=16, by_itself=False),
        e.HungUp(at=NOON, channel="bb-drill-nobodys", cause=16, by_itself=False),
        e.NumberRefused(at=NOON, channel="x-1", terminal="t1"),
    )

    assert states(engine)["a"] == "intended"
