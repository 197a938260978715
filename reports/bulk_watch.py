"""How are silences filled in? A case for every four of five wellness calls, a visit for every twentieth case."""

import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta

CALLS_A_CASE = 1.25
CASES_A_VISIT = 20
_CASE = "INSERT INTO cases (id, senior_id, state, opened_at, reason, closed_at, outcome) VALUES (?,?,'closed',?,?,?,?)"
_CALL = (
    "INSERT INTO attempts (id, kind, terminal_id, senior_id, case_id, state, outcome, committed_at, dialled_at, "
    "answered_at, ended_at) VALUES (?, 'wellness', ?, ?, ?, 'ended', ?, ?, ?, ?, ?)"
)
_VISIT = (
    "INSERT INTO visits (id, case_id, senior_id, state, opened_at, arrived_at, closed_at, outcome) "
    "VALUES (?, ?, ?, 'closed', ?, ?, ?, 'found_well')"
)


def fill(conn: sqlite3.Connection, days: Sequence[datetime], calls: int, people: int) -> None:
    """`days`: their midnights in UTC; the cases are spread over them evenly."""
    cases = round(calls / CALLS_A_CASE) or min(calls, 1)
    for case in range(cases):
        _one(conn, days[case * len(days) // cases] + timedelta(hours=8, minutes=case % 60), case, people)
    for call in range(calls):
        _call(conn, days, call, calls, cases, people)


def _one(conn: sqlite3.Connection, at: datetime, case: int, people: int) -> None:
    senior, visited = f"s{case * 61 % people}", case % CASES_A_VISIT == 0
    closed = _stored(at + timedelta(hours=3))
    outcome = "found_well" if visited else "spoke"
    conn.execute(_CASE, (f"case{case}", senior, _stored(at), "5 days", closed, outcome))
    if visited:
        arrived = _stored(at + timedelta(hours=2, minutes=30 + case % 20))
        conn.execute(_VISIT, (f"visit{case}", f"case{case}", senior, _stored(at + timedelta(hours=2)), arrived, closed))


def _call(conn: sqlite3.Connection, days: Sequence[datetime], call: int, calls: int, cases: int, people: int) -> None:
    again = call >= cases
    case = (call - cases) * cases // (calls - cases) if again else call
    first = days[case * len(days) // cases] + timedelta(hours=8, minutes=case % 60)
    at = first + timedelta(minutes=50 if again else 10)
    spoke = case % CASES_A_VISIT != 0
    values = (f"w{call}", f"t{case * 61 % people}", f"s{case * 61 % people}", f"case{case}",
              "spoke" if spoke else "no_answer", _stored(at), _stored(at),
              _stored(at + timedelta(seconds=12)) if spoke else None, _stored(at + timedelta(minutes=1)))  # fmt: skip
    conn.execute(_CALL, values)


def _stored(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S.%f")
