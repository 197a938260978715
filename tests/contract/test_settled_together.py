"""Do the facts of many attempts taken together leave the same rows as one by one, however they are cut?"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event, select

from broadcasts.dialling import dial_due
from db.homes import save_seniors
from db.schema import care, work
from ivr import events as e
from ivr import outcomes
from people.ids import HouseholdId, SeniorId
from people.seniors import Senior
from tests.contract.messages import MINUTE, NINE, SECOND, fixed_line, lines, neighbourhood, offer

HOMES = 6
BY_CHANCE = {"tasks": {"id"}, "signs": {"seq"}}


def made(conn: Connection) -> list[str]:
    """Six homes are rung; two people live in the first; three are reached through a trunk."""
    save_seniors(conn, [Senior(id=SeniorId("s9"), household=HouseholdId("h1"), name="李明")])
    offer(conn, *(f"s{n}" for n in range(1, HOMES + 1)))
    for n in (4, 5, 6):
        fixed_line(conn, n)
    intents = {intent.terminal: intent.attempt for intent in dial_due(conn, NINE, lines())}
    return [intents[f"t{n}"] for n in range(1, HOMES + 1)]


def a_morning(ids: Sequence[str]) -> list[e.Event]:
    """Heard, a key, not well, and three homes that our trunk did not reach; she listens to the same once more."""
    told: list[e.Event] = [e.AttemptRang(at=NINE, channel=key, attempt=e.AttemptId(key)) for key in ids]
    for n, key in enumerate(ids[:3], start=1):
        about: dict[str, Any] = {"channel": key, "attempt": e.AttemptId(key), "terminal": f"t{n}"}
        told.append(e.AttemptAnswered(at=NINE + SECOND, sip_call_id="s", **about))
        told.append(e.MessageHeard(at=NINE + n * SECOND, ms=None if n == 1 else 1_000, measured=True, key="", **about))
        told += [e.KeyPressed(at=NINE + 9 * SECOND, key="3", **about)] if n == 2 else []
        told.append(e.HungUp(at=NINE + MINUTE, channel=key, cause=16, by_itself=True))
    told += [e.HungUp(at=NINE + n * SECOND, channel=key, cause=34, by_itself=False) for n, key in enumerate(ids[3:])]
    own: dict[str, Any] = {"channel": "x-7", "attempt": e.AttemptId("x-7-1"), "terminal": "t3"}
    told.append(e.AttemptAnswered(at=NINE + 2 * MINUTE, sip_call_id="s", **own))
    told.append(e.MessageHeard(at=NINE + 3 * MINUTE, ms=None, measured=True, key="", **own))
    return told


def everything(conn: Connection, ids: Sequence[str]) -> dict[str, list[str]]:
    """Every table that an attempt changes; our ids by their place."""
    found = dict[str, list[str]]()
    for table in (work.attempts, work.tasks, care.deliveries, care.signs, care.watch):
        columns = [column for column in table.c if column.name not in BY_CHANCE.get(table.name, set())]
        rows = [str(tuple(row)) for row in conn.execute(select(*columns))]
        found[table.name] = sorted(_anonymous(row, ids) for row in rows)
    return found


def _anonymous(row: str, ids: Sequence[str]) -> str:
    for place, key in enumerate(ids):
        row = row.replace(key, f"attempt {place}")
    return row


def told_in(folder: Path, parts: Iterable[slice]) -> dict[str, list[str]]:
    folder.mkdir()
    with neighbourhood(folder, HOMES) as conn:
        ids = made(conn)
        events = a_morning(ids)
        for part in parts:
            outcomes.follow(conn, events[part], None, None)
        return everything(conn, ids)


@pytest.mark.parametrize("cut", [1, 4, 9, 17])
def test_the_same_rows_however_the_facts_are_cut(tmp_path: Path, cut: int) -> None:
    one_by_one = told_in(tmp_path / "one", [slice(n, n + 1) for n in range(40)])

    assert told_in(tmp_path / "two", [slice(cut), slice(cut, None)]) == one_by_one
    assert any("not_well" in row for row in one_by_one["tasks"])
    assert sum("not_measured" in row for row in one_by_one["deliveries"]) == 3


def test_many_attempts_are_settled_with_no_more_questions_than_few(tmp_path: Path) -> None:
    def asked(homes: int) -> int:
        folder = tmp_path / str(homes)
        folder.mkdir()
        with neighbourhood(folder, homes) as conn:
            intents = dial_due(conn, NINE, lines(channels=homes))
            ends: list[Any] = [e.HungUp(at=NINE, channel=one.attempt, cause=17, by_itself=False) for one in intents]
            counted: list[str] = []
            event.listen(conn, "before_cursor_execute", lambda *told: counted.append(told[2]))
            outcomes.follow(conn, ends, None, None)
            return len(counted)

    assert asked(40) == asked(2)
