"""What does a kill cost the watch? The morning of a dozen silent people, its controller killed at random statements.

Beside it the same morning without a kill, and one with two controllers on one database: who was opened, rung, visited
and closed must be the same, each once, no step later than one tick.
"""

import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import func, select

from db.engine import open_engine, reading, writing
from db.schema.care import cases, visits
from db.schema.work import attempts, audit, outbox, tasks
from tests.chaos.verdict import Verdict
from tests.chaos.watch_ticking import MORNING, TICK, TICKS, fate
from tests.contract.homes import new_database
from tests.contract.sweeps import lay_out, move_in
from wellness_checks.service import offer, record_sign

PEOPLE = 18
FURTHEST = 400
"""Statements within which a controller is killed: about three ticks."""
FIRST_ACT = 40
"""Whoever is started again lives for as many: killed in every sweep, nobody could keep within a tick."""
CHECKOUT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, kw_only=True)
class Told:
    """What the rows say of one senior's case."""

    opened_at: datetime
    closed_at: datetime | None
    outcome: str
    calls: int
    visits: int


def rounds(folder: Path, count: int, seed: int) -> Verdict:
    chance, lost, doubled, worst, opened = Random(seed), list[str](), list[str](), timedelta(), 0
    _live(_quiet(folder, "calm"), lambda _: 0)
    calm = _told(folder, "calm")
    for number in range(count):
        name = f"round{number}"
        url = _quiet(folder, name)
        if number % 2:
            _two_at_once(url)
        else:
            _live(url, lambda tick: chance.randrange(FIRST_ACT if tick else 1, FURTHEST))
        told = _told(folder, name)
        lost += [f"{name}: {fault}" for fault in _missing(calm, told)]
        doubled += [f"{name}: {fault}" for fault in _twice(folder, name, len(told))]
        late = max(_late(calm, told), default=timedelta())
        lost += [f"{name}: a case came {late} late"] if late > TICK else []
        worst, opened = max(worst, late), opened + len(told)
    return Verdict(presses=opened, lost=tuple(lost), doubled=tuple(doubled), worst_s=worst.total_seconds())


def _quiet(folder: Path, name: str) -> str:
    """Everybody was offered a message on Monday; a third pressed a key since."""
    url = new_database(folder, f"{name}.db")
    people = [f"s{number}" for number in range(PEOPLE)]
    engine = open_engine(url)
    with writing(engine) as conn:
        lay_out(conn)
        move_in(conn, *people)
        offer(conn, people, MORNING - timedelta(days=4, hours=22))
        for one in people:
            if fate(one) == "heard":
                record_sign(conn, at=MORNING - timedelta(hours=9), kind="press", source=f"{one}/press", senior=one)
    engine.dispose()
    return url


def _live(url: str, statement: Callable[[int], int]) -> None:
    """Killed and started again, a tick later each time, until the morning is over."""
    tick = 0
    while tick < TICKS:
        ended = subprocess.run(_program(url, tick, statement(tick)), cwd=CHECKOUT, stdout=subprocess.PIPE, check=False)
        if ended.returncode not in (0, -9):
            raise RuntimeError(f"the watch ended with {ended.returncode}")
        tick += len(ended.stdout.split()) + (1 if ended.returncode else 0)


def _two_at_once(url: str) -> None:
    both = [subprocess.Popen(_program(url, 0, 0), cwd=CHECKOUT, stdout=subprocess.DEVNULL) for _ in range(2)]
    if any([one.wait() for one in both]):
        raise RuntimeError("two controllers on one database did not both live")


def _program(url: str, tick: int, statement: int) -> Sequence[str]:
    return [sys.executable, "-m", "tests.chaos.watch_ticking", url, str(tick), str(statement)]


def _told(folder: Path, name: str) -> Mapping[str, Told]:
    with reading(open_engine(f"sqlite:///{folder / name}.db")) as conn:
        calls = Counter(conn.scalars(select(attempts.c.senior_id)))
        orders = conn.scalar(select(func.count()).select_from(outbox).where(outbox.c.kind == "originate_staff_call"))
        assert orders == calls.total(), f"{orders} orders for {calls.total()} calls"
        walks = Counter(conn.scalars(select(visits.c.case_id)))
        found = conn.execute(select(cases))
        return {
            row.senior_id: Told(
                opened_at=row.opened_at, closed_at=row.closed_at, outcome=row.outcome,
                calls=calls[row.senior_id], visits=walks[row.id],
            )
            for row in found
        }  # fmt: skip


def _missing(calm: Mapping[str, Told], told: Mapping[str, Told]) -> Iterator[str]:
    for senior in sorted(calm.keys() ^ told.keys()):
        yield f"{senior} has a case only {'without' if senior in calm else 'with'} a kill"
    for senior in sorted(calm.keys() & told.keys()):
        was, now = calm[senior], told[senior]
        if (was.outcome, was.calls, was.visits) != (now.outcome, now.calls, now.visits):
            yield f"{senior}: {was} became {now}"


def _twice(folder: Path, name: str, people: int) -> Iterator[str]:
    """More cases, tasks or lines than people are doubles; fewer tasks or lines than cases were torn apart."""
    with reading(open_engine(f"sqlite:///{folder / name}.db")) as conn:
        counts = {
            "cases": conn.scalar(select(func.count()).select_from(cases)),
            "tasks": conn.scalar(select(func.count()).where(tasks.c.kind == "wellness_call")),
            "lines": conn.scalar(select(func.count()).where(audit.c.action == "case_opened")),
        }
    for what, number in counts.items():
        if number != people:
            yield f"{number} {what} for {people} people"


def _late(calm: Mapping[str, Told], told: Mapping[str, Told]) -> Iterator[timedelta]:
    for senior in calm.keys() & told.keys():
        yield told[senior].opened_at - calm[senior].opened_at
