"""A neighbourhood of two homes in a fresh database, and presses as short to write as to say."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, Engine, insert

from db.calls import CallRow, LegRow, save, save_legs
from db.engine import open_engine, writing
from db.schema.calls import incidents
from tests.contract.homes import new_database, settle_in
from tests.postgres import databases
from tests.postgres.databases import KINDS, POSTGRESQL

ZONE = "Asia/Shanghai"
MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo(ZONE))
"""A Monday."""


@pytest.fixture(params=KINDS if databases.EVERY else KINDS[:1])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """On both databases where told so; tests/contract/test_reports.py always asks both."""
    with ExitStack() as stack:
        if request.param == POSTGRESQL:
            stack.enter_context(databases.on_postgresql(request.getfixturevalue("postgresql")))
        engine = open_engine(new_database(tmp_path))
        stack.callback(engine.dispose)
        with writing(engine) as conn:
            settle_in(conn)
        yield engine


@pytest.fixture
def conn(engine: Engine) -> Iterator[Connection]:
    with writing(engine) as conn:
        yield conn


def press(
    conn: Connection, name: str, *, after: timedelta = timedelta(), at: datetime = MORNING, home: int = 1,
    service: str = "meals", waited: int | None = 5_000, why: str = "open", outcome: str = "nobody",
    target: str = "prov-canteen-1", incident: str | None = None, state: str = "ended", talked: int = 60_000,
    rungs: int = 1, at_desk: str = "",
) -> None:  # fmt: skip
    """A press that a person took after `waited` ms, or that ended with `outcome`; with its one rung."""
    pressed = at + after
    reached = None if waited is None else pressed + timedelta(milliseconds=waited)
    save(conn, [CallRow(
        id=name, terminal_id=f"t100{home}", household_id=f"h{home}", service_id=service, state=state,
        pressed_at=pressed, ring_at=pressed + timedelta(milliseconds=300), ms_to_ring=300,
        reached_at=reached, ms_to_person=waited, target=target if reached else "", rungs=rungs,
        talk_ms=talked if reached else None, incident_id=incident,
        outcome=None if state != "ended" else "reached" if reached else outcome,
    )])  # fmt: skip
    status = "joined" if reached else "NOANSWER"
    save_legs(conn, [LegRow(call_id=name, position=1, target=target, seconds=25, why=why, status=status,
                            started_at=pressed, answered_by=at_desk)])  # fmt: skip


def emergency(conn: Connection, name: str, *, at: datetime = MORNING, accepted: timedelta | None = None) -> None:
    """Pressed and hung up at once; the ladder goes on, and somebody takes it after `accepted`."""
    press(conn, name, at=at, service="emergency", waited=None, outcome="gave_up", incident=name)
    conn.execute(insert(incidents).values(
        id=name, terminal_id="t1001", state="open", opened_at=at, presses=1,
        accepted_at=None if accepted is None else at + accepted, accepted_by="" if accepted is None else "desk-centre",
    ))  # fmt: skip
