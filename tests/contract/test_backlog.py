"""Is what waits counted as it stands, by indexes alone?"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, Select
from sqlalchemy.dialects import sqlite

from db import incidents, outbox, tasks, telephone_states, ways
from db.backlog import Tasks, backlog, slow, slow_statements, statements
from db.engine import open_engine, reading, writing
from db.incidents import IncidentRow
from db.outbox import OutboxRow
from db.tasks import TaskRow
from db.telephone_states import TelephoneStateRow
from db.ways import WayRow
from tests.contract.homes import new_database, settle_in

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(new_database(tmp_path))
    with writing(engine) as conn:
        settle_in(conn)
    yield engine
    engine.dispose()


def test_an_empty_site_waits_for_nothing(engine: Engine) -> None:
    with reading(engine) as conn:
        found, rest = backlog(conn, NOON), slow(conn)

    assert (found.incidents, found.tasks, found.intended, found.intended_since) == ({}, {}, 0, None)
    assert (rest.deliveries, rest.unspoken, rest.telephones) == ({}, 0, {})


def test_what_is_closed_done_or_fit_is_not_among_what_waits(engine: Engine) -> None:
    with writing(engine) as conn:
        told = (("a", "open", 5), ("b", "open", 9), ("c", "accepted", 20), ("d", "closed", 60))
        incidents.save(conn, [IncidentRow(id=i, state=s, opened_at=NOON - n * MINUTE) for i, s, n in told])
        for n, (late, done) in enumerate([(True, False), (False, False), (True, True)]):
            due = NOON - MINUTE if late else NOON + MINUTE
            tasks.open_task(conn, TaskRow(id=f"{n}", kind="visit", subject=f"{n}", opened_at=NOON, due_at=due))
            if done:
                tasks.finish(conn, f"{n}", None, at=NOON, outcome="seen")
        outbox.intend(conn, [OutboxRow(id=f"{n}", kind="dial", payload="{}", created_at=NOON - n * MINUTE)
                             for n in range(3)])  # fmt: skip
        outbox.finish(conn, "2", state="done")
        for name, fitness in (("trunka", "fit"), ("trunkb", "resting")):
            ways.save(conn, WayRow(name=name, fitness=fitness, since=NOON))

    with reading(engine) as conn:
        found = backlog(conn, NOON)

    assert (found.incidents, found.untaken_since) == ({"open": 2, "accepted": 1}, NOON - 9 * MINUTE)
    assert found.tasks == {"visit": Tasks(open=2, overdue=1)}
    assert (found.intended, found.intended_since) == (2, NOON - MINUTE)
    assert found.ways == {"trunka": True, "trunkb": False}


def test_only_telephones_that_are_out_of_reach_are_counted(engine: Engine) -> None:
    with writing(engine) as conn:
        for terminal, state in (("t1001", "unregistered"), ("t1002", "reachable")):
            row = TelephoneStateRow(terminal_id=terminal, state=state, since=NOON, seen_at=NOON)
            telephone_states.save(conn, row)

    with reading(engine) as conn:
        assert slow(conn).telephones == {"unregistered": 1}


@pytest.mark.parametrize(
    ("name", "index"),
    [
        ("incidents", "ix_incidents_open"), ("tasks", "ix_tasks_open"), ("outbox", "ix_outbox_intended"),
        ("cases", "uq_cases_one_open|ix_cases_overdue"), ("deliveries", "ix_deliveries_open"),
        ("telephones", r"ix_telephone_states_state_since \(state=\?\)"),
    ],
)  # fmt: skip
def test_only_what_is_open_is_read(engine: Engine, name: str, index: str) -> None:
    """By the index that holds nothing else, however many rows lie beside it."""
    statement: Select[tuple[object]] = {**statements(NOON), **slow_statements()}[name]
    dialect = sqlite.dialect()
    compiled = str(statement.compile(dialect=dialect, compile_kwargs={"render_postcompile": True}))
    with reading(engine) as conn:
        rows = conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", ("any",) * compiled.count("?"))
        first = str(next(iter(rows))[-1])

    assert re.search(index, first), first
