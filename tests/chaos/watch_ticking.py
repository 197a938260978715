"""A controller's watch under a virtual clock, which may kill itself (SIGKILL) at its n-th statement.

Arguments: database, first tick, n (0: never). Each tick looks for what is due, one transaction an act as the controller
does it, and is told on standard output once it is over. What she does is fixed by her number: see `fate`.
"""

import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Engine

from broadcasts.service import save_attempt
from db import attempts, visits
from db.engine import open_engine, reading, writing
from ivr.attempt import ENDED, Attempt
from tests.unit.db.dies_while_writing import die_at
from wellness_checks.service import WatchSettings, climb, close_visit, release_due, ring_due, settle_attempt, sweep

MORNING = datetime(2026, 3, 6, 23, 40, tzinfo=UTC)
"""Twenty to eight in Beijing, on the day on which the flags fall."""
TICK, TICKS = timedelta(minutes=10), 14
RULES = WatchSettings(calls_at_once=1000, guard_share=2)


def at(tick: int) -> datetime:
    return MORNING + tick * TICK


def fate(senior: str) -> str:
    """Of three one answers the telephone and one is found at home; the third was heard of all the time."""
    return ("spoke", "found_well", "heard")[int(senior.removeprefix("s")) % 3]


def one_tick(engine: Engine, now: datetime) -> None:
    with writing(engine) as conn:
        sweep(conn, now, RULES)
    with writing(engine) as conn:
        ring_due(conn, now, RULES)
    for key in _of(engine, lambda conn: [row.id for row in attempts.open_attempts(conn)]):
        with writing(engine) as conn:
            _ended(conn, key, now)
    with writing(engine) as conn:
        release_due(conn, now, RULES)
        climb(conn, now, RULES)
    for key in _of(engine, lambda conn: [row.id for row in visits.open_visits(conn) if row.opened_at < now]):
        with writing(engine) as conn:
            close_visit(conn, key, now, outcome="found_well", by="visitor")


def _ended(conn: Connection, key: str, now: datetime) -> None:
    row = attempts.load(conn, [key]).get(key)
    if row is None or row.state == ENDED or row.senior_id is None:
        return
    ended = Attempt(
        id=row.id, kind=row.kind, state=ENDED, terminal_id=row.terminal_id, case_id=row.case_id,
        outcome="spoke" if fate(row.senior_id) == "spoke" else "no_answer", committed_at=row.committed_at, ended_at=now,
    )  # fmt: skip
    save_attempt(conn, ended)
    settle_attempt(conn, ended, now, RULES)


def _of(engine: Engine, ids: Callable[[Connection], list[str]]) -> list[str]:
    with reading(engine) as conn:
        return ids(conn)


if __name__ == "__main__":
    url, first, statement = sys.argv[1:]
    engine = open_engine(url)
    if int(statement):
        die_at(engine, int(statement))
    for tick in range(int(first), TICKS):
        one_tick(engine, at(tick))
        print(tick, flush=True)
