"""How much waits to be done, counted? Read every few seconds by whoever watches the site: never a whole table.

Each statement names the condition of a partial index in the index's own words, or asks an index for the few rows there
are; where 400,000 deliveries are open, counting them takes a moment, so `slow` is to be asked for once a minute.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, select
from sqlalchemy import text as sql

from db import due
from db.schema.calls import incidents
from db.schema.care import cases, deliveries, telephone_states
from db.schema.ways import ways
from db.schema.work import outbox, tasks

TROUBLED = ("unregistered", "refusing", "in_use")
_CASE_OPEN = sql("closed_at IS NULL")
_DELIVERY_OPEN = sql("state <> 'done'")
_INCIDENT_OPEN = sql("state <> 'closed'")
_INTENDED = sql("state = 'intended'")
_TASK_OPEN = sql("state <> 'done'")


@dataclass(frozen=True, kw_only=True)
class Tasks:
    open: int
    overdue: int


@dataclass(frozen=True, kw_only=True)
class Backlog:
    """`incidents`: by state, without closed ones; `untaken_since`: the oldest that nobody has accepted.

    `tasks` by kind, `cases` (silent people) by state; `intended`: acts written down and not settled; `ways`: name ->
    whether it is fit.
    """

    incidents: Mapping[str, int]
    untaken_since: datetime | None
    tasks: Mapping[str, Tasks]
    cases: Mapping[str, int]
    intended: int
    intended_since: datetime | None
    ways: Mapping[str, bool]


@dataclass(frozen=True, kw_only=True)
class Slow:
    """`deliveries` by state, without those that are done; `telephones`: those out of reach, by state."""

    deliveries: Mapping[str, int]
    unspoken: int
    telephones: Mapping[str, int]


def backlog(conn: Connection, now: datetime) -> Backlog:
    """`now` decides which tasks are overdue."""
    found = {name: conn.execute(statement).all() for name, statement in statements(now).items()}
    intended, since = found["outbox"][0]
    return Backlog(
        incidents={state: count for state, count, _ in found["incidents"]},
        untaken_since=next((first for state, _, first in found["incidents"] if state == "open"), None),
        tasks={kind: Tasks(open=count, overdue=late or 0) for kind, count, late in found["tasks"]},
        cases={state: count for state, count in found["cases"]},
        intended=intended,
        intended_since=since,
        ways={name: fitness == "fit" for name, fitness in found["ways"]},
    )


def slow(conn: Connection) -> Slow:
    found = {name: conn.execute(statement).all() for name, statement in slow_statements().items()}
    return Slow(
        deliveries={state: count for state, count in found["deliveries"]},
        unspoken=due.count_unspoken(conn),
        telephones={state: count for state, count in found["telephones"]},
    )


def statements(now: datetime) -> Mapping[str, Select[Any]]:
    t = tasks.c
    kind = t.kind.concat("")  # by the index of those open: not by that of all kinds there ever were
    late = func.count(t.due_at).filter(t.due_at <= now)
    return {
        "incidents": _by(incidents.c.state, func.min(incidents.c.opened_at)).where(_INCIDENT_OPEN),
        "tasks": _by(kind, late).where(_TASK_OPEN),
        "cases": _by(cases.c.state).where(_CASE_OPEN),
        "outbox": select(func.count(), func.min(outbox.c.created_at)).where(_INTENDED),
        "ways": select(ways.c.name, ways.c.fitness),
    }


def slow_statements() -> Mapping[str, Select[Any]]:
    troubled = telephone_states.c.state.in_(TROUBLED)
    return {
        "deliveries": _by(deliveries.c.state).where(_DELIVERY_OPEN),
        "telephones": _by(telephone_states.c.state).where(troubled),
    }


def _by(column: Any, *more: Any) -> Select[Any]:
    return select(column, func.count(), *more).group_by(column)
