"""How is the hotline filled in? Every press for it waited in the queue; what came of it is told from the call itself.

Run when all presses are there: one walk through them for each table.
"""

import sqlite3
from dataclasses import asdict

from ivr.services import HOTLINE
from reports.bulk_calls import DESK
from reports.rates import HotlineShares


def _later(at: str, seconds: str) -> str:
    return f"strftime('%Y-%m-%d %H:%M:%f000', {at}, ({seconds}) || ' seconds')"


def _some(share: str, stride: int) -> str:
    """So many of a thousand rows; another prime for every question, so that no answer follows from another."""
    return f"rowid * {stride} % 1000 < :{share} * 1000"


_AT = DESK.format(number="substr(id, 2)")
_OURS = f"kind = 'press' AND service_id = '{HOTLINE}'"
_TAKEN = f"FROM calls WHERE {_OURS} AND outcome = 'reached'"
_WAITS = f"""
    INSERT INTO queue_waits (call_id, terminal_id, queue, urgency, since, left_at, how)
    SELECT id, terminal_id, 'hotline', 1, ring_at, coalesce(reached_at, ended_at),
           CASE WHEN outcome = 'reached' THEN 'TAKEN'
                WHEN outcome = 'gave_up' THEN CASE WHEN {_some("at_home", 271)} THEN 'RETURN' ELSE 'ABANDON' END
                WHEN rowid % 5 = 0 THEN 'JOINEMPTY' ELSE 'TIMEOUT' END
    FROM calls WHERE {_OURS}
"""
_RETURNED = f"{_later('w.left_at', '200 + w.rowid % 400')}"
_RETURNS = """
    INSERT INTO queue_returns (attempt_id, call_id, queue, priority, asked_at)
    SELECT 'r' || call_id, call_id, queue, 1, left_at FROM queue_waits WHERE how = 'RETURN'
"""
_RUNG_BACK = f"""
    INSERT INTO attempts (id, kind, terminal_id, call_id, state, outcome, committed_at, dialled_at, answered_at,
                          ended_at)
    SELECT 'r' || w.call_id, 'missed_press', w.terminal_id, w.call_id, 'ended',
           CASE WHEN w.rowid % 10 THEN 'spoke' ELSE 'no_answer' END, w.left_at, {_later("w.left_at", "190")},
           CASE WHEN w.rowid % 10 THEN {_RETURNED} END, {_later("w.left_at", "900")}
    FROM queue_waits w WHERE w.how = 'RETURN'
"""
_WORDS = f"""
    INSERT INTO left_words (call_id, terminal_id, file, language, left_at)
    SELECT call_id, terminal_id, '', 'zh', {_later("left_at", "30")} FROM queue_waits
    WHERE how IN ('JOINEMPTY', 'TIMEOUT') AND {_some("words", 577)}
"""
_HEARD = f"""
    INSERT INTO tasks (id, kind, subject, terminal_id, call_id, opened_at, state, closed_at)
    SELECT 'm' || call_id, 'message_left', call_id, terminal_id, call_id, left_at, 'done',
           {_later("left_at", "60 + rowid * 97 % 3000")} FROM left_words
"""
_PASSED_ON = f"""
    INSERT INTO hand_acts (id, call_id, kind, target, asked_by, asked_at, rang_at, joined_at, ended_at, state, status)
    SELECT 'a' || id, id, kind, target, desk, {_later("reached_at", "20")}, {_later("reached_at", "21")},
           CASE WHEN took THEN {_later("reached_at", "24 + n % 20")} END, {_later("reached_at", "50")},
           CASE WHEN took THEN 'done' ELSE 'failed' END, CASE WHEN took THEN '' ELSE 'NOANSWER' END
    FROM (SELECT id, reached_at, rowid / 7 AS n, rowid % 9 > 0 AS took, {_AT} AS desk,
                 CASE rowid % 4 WHEN 0 THEN 'attended' WHEN 1 THEN 'conference' ELSE 'blind' END AS kind,
                 'prov-' || CASE rowid % 3 WHEN 0 THEN 'clinic' WHEN 1 THEN 'repairs' ELSE 'housekeeping' END || '-' ||
                 (SELECT substr(parent_id, 3) FROM areas JOIN households h ON h.area_id = areas.id
                  WHERE h.id = household_id) || '-1' AS target {_TAKEN} AND {_some("passed_on", 701)})
"""
_KEPT = f"""
    INSERT INTO calls_in_hand (call_id, place, outcome, closed_at, closed_by)
    SELECT id, 'over',
           CASE WHEN id IN (SELECT call_id FROM hand_acts) THEN 'transferred'
                ELSE (CASE rowid % 20 WHEN 0 THEN 'complaint' WHEN 1 THEN 'wrong_number' WHEN 2 THEN 'silent_line'
                      WHEN 3 THEN 'family_told' WHEN 4 THEN 'other' WHEN 5 THEN 'request_opened'
                      WHEN 6 THEN 'request_opened' WHEN 7 THEN 'request_opened' ELSE 'served' END) END,
           {_later("ended_at", "5 + rowid % 40")}, {_AT} {_TAKEN} AND {_some("kept", 811)}
"""


def fill(conn: sqlite3.Connection, shares: HotlineShares) -> None:
    known = asdict(shares)
    for statement in (_WAITS, _RETURNS, _RUNG_BACK, _WORDS, _HEARD, _PASSED_ON, _KEPT):
        conn.execute(statement, known)
