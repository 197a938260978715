"""How are the presses of a day filled in? Each is a walk through the patterns, with its rungs beside it."""

import sqlite3
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import datetime

from reports.bulk_people import STREET
from reports.rates import PATTERNS, Pattern

WALK, OTHER = 7_919, 48_611
"""Strides: when and how by the one, whose home by the other."""
TRIP = 9_973


@dataclass(frozen=True, kw_only=True)
class Done:
    """Presses and emergencies filled in before."""

    presses: int = 0
    trips: int = 0


_TABLE = """
    CREATE TEMP TABLE patterns (n INTEGER PRIMARY KEY, second REAL, service TEXT, ring_ms INT, wait_ms INT,
                                talk_ms INT, fate TEXT, why TEXT, place REAL)
"""
_NUMBERS = """
    INSERT INTO n (i) WITH n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ? - 1) SELECT i FROM n
"""
_AT = "strftime('%Y-%m-%d %H:%M:%f000', at + {later}, 'unixepoch')"
_CHOSEN = f"""
    SELECT :done + n.i AS number, :start + p.second AS at, p.service, p.ring_ms, p.wait_ms, p.talk_ms, p.fate, p.why,
           CAST(q.place * :people AS INT) AS home, CAST(q.place * :people AS INT) / {STREET} AS street
    FROM (SELECT i FROM n WHERE i < :count) n
    JOIN patterns p ON p.n = (:done + n.i) * {WALK} % {PATTERNS}
    JOIN patterns q ON q.n = (:done + n.i) * {OTHER} % {PATTERNS}
"""
_TARGET = "iif(service = 'hotline', 'desk-hotline', 'prov-' || service || '-' || street || '-' || ({n}))"
DESK = "'desk' || ({number} % 6 + 1)"
"""The telephone of ours that took one of the hotline's calls."""
_BY = f"iif(service = 'hotline' AND fate = '{{fate}}', {DESK.format(number='number')}, '')"
_CALLS = f"""
    INSERT INTO calls (id, kind, terminal_id, household_id, service_id, via, confirmed, state, pressed_at, ring_at,
                       reached_at, ended_at, target, rungs, exhausted, ms_to_ring, ms_to_person, talk_ms, ended_by,
                       outcome)
    SELECT 'c' || number, 'press', 't' || home, 'h' || home, service, 'terminal', 1, 'ended',
           {_AT.format(later="0")}, {_AT.format(later="ring_ms / 1000.0")},
           CASE WHEN taken THEN {_AT.format(later="wait_ms / 1000.0")} END,
           {_AT.format(later="(wait_ms + taken * talk_ms) / 1000.0")},
           CASE WHEN taken THEN {_TARGET.format(n="1 + (fate = 'second')")} ELSE '' END,
           CASE WHEN fate IN ('second', 'nobody') THEN 2 ELSE 1 END, fate = 'nobody', ring_ms,
           CASE WHEN taken THEN wait_ms END, CASE WHEN taken THEN talk_ms END, 'her',
           CASE WHEN taken THEN 'reached' ELSE fate END
    FROM (SELECT *, fate IN ('taken', 'second') AS taken FROM ({_CHOSEN}))
"""
_LEGS = f"""
    INSERT INTO legs (call_id, position, target, seconds, why, status, started_at, answered_by)
    SELECT 'c' || number, 1, {_TARGET.format(n=1)}, 25, why,
           CASE fate WHEN 'taken' THEN 'joined' WHEN 'gave_up' THEN 'CANCEL' ELSE 'NOANSWER' END,
           {_AT.format(later="ring_ms / 1000.0")}, {_BY.format(fate="taken")} FROM ({_CHOSEN})
    UNION ALL
    SELECT 'c' || number, 2, {_TARGET.format(n=2)}, 25, 'next',
           CASE fate WHEN 'second' THEN 'joined' ELSE 'NOANSWER' END,
           {_AT.format(later="25")}, {_BY.format(fate="second")} FROM ({_CHOSEN}) WHERE fate IN ('second', 'nobody')
"""
_TRIPS = f"""
    SELECT :done + n.i AS number, :start + p.second AS at, p.ring_ms, p.ring_ms + p.wait_ms % 12000 AS wait_ms,
           p.talk_ms,
           (:done + n.i) % :known * 131 % :people AS home
    FROM (SELECT i FROM n WHERE i < :count) n JOIN patterns p ON p.n = (:done + n.i) * {TRIP} % {PATTERNS}
"""
_INCIDENTS = f"""
    INSERT INTO incidents (id, terminal_id, state, opened_at, accepted_at, accepted_by, closed_at, closed_by, presses)
    SELECT 'e' || number, 't' || home, 'closed', {_AT.format(later="0")}, {_AT.format(later="wait_ms / 1000.0")},
           'desk-centre', {_AT.format(later="(wait_ms + talk_ms) / 1000.0")}, 'desk-centre', 1 FROM ({_TRIPS})
"""
_LINES = """
    INSERT INTO incident_events (incident_id, seq, at, what, detail)
    SELECT id, 1, opened_at, 'pressed', 'terminal' FROM incidents WHERE id IN ({chosen})
    UNION ALL SELECT id, 2, accepted_at, 'accepted', accepted_by FROM incidents WHERE id IN ({chosen})
    UNION ALL SELECT id, 3, closed_at, 'closed', closed_by FROM incidents WHERE id IN ({chosen})
""".format(chosen="SELECT 'e' || (:done + i) FROM n WHERE i < :count")
_URGENT = f"""
    INSERT INTO calls (id, kind, terminal_id, household_id, service_id, via, confirmed, state, pressed_at, ring_at,
                       reached_at, ended_at, target, rungs, exhausted, ms_to_ring, ms_to_person, talk_ms, ended_by,
                       outcome, incident_id)
    SELECT 'e' || number, 'press', 't' || home, 'h' || home, 'emergency', 'terminal', 1, 'ended',
           {_AT.format(later="0")}, {_AT.format(later="ring_ms / 1000.0")}, {_AT.format(later="wait_ms / 1000.0")},
           {_AT.format(later="(wait_ms + talk_ms) / 1000.0")}, 'desk-centre', 1, 0, ring_ms, wait_ms, talk_ms, 'them',
           'reached', 'e' || number FROM ({_TRIPS})
"""


def prepare(conn: sqlite3.Connection, patterns: Sequence[Pattern], most: int) -> None:
    """What a day of at most so many presses is made from; for this connection alone."""
    conn.execute(_TABLE)
    conn.execute("CREATE TEMP TABLE n (i INTEGER PRIMARY KEY)")
    conn.execute(_NUMBERS, (max(most, 1),))
    rows = ((n, *astuple(pattern)) for n, pattern in enumerate(patterns))
    conn.executemany("INSERT INTO patterns VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)


def fill(
    conn: sqlite3.Connection, midnight: datetime, done: Done, presses: int, trips: int, people: int, known: int
) -> Done:
    """`known`: how many people have emergencies at all."""
    values = {"start": midnight.timestamp(), "people": people, "known": max(known, 1)}
    for statement in (_CALLS, _LEGS):
        conn.execute(statement, {**values, "done": done.presses, "count": presses})
    for statement in (_INCIDENTS, _URGENT, _LINES):
        conn.execute(statement, {**values, "done": done.trips, "count": trips})
    return Done(presses=done.presses + presses, trips=done.trips + trips)
