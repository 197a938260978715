"""How are the messages of a day filled in? So many people each, exactly the given share of whom listened."""

import sqlite3
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from db.ulid import new_ulid
from reports.rates import Numbers

AFTER = timedelta(hours=9)
"""They go out in the morning."""
LENGTH_MS = 30_000
_STEP = 12
"""One in so many who listened also pressed a key."""
_DELIVERIES = f"""
    INSERT INTO deliveries (id, campaign_id, senior_id, household_id, terminal_id, state, available_at, evidence,
                            heard_ms, total_ms, heard_at, tries, way, area_id, dialled_at)
    SELECT :campaign || '-' || i, :campaign, 's' || home, 'h' || home, 't' || home, 'done', :at,
           CASE WHEN heard AND i % {_STEP} = 0 THEN 'confirmed' WHEN heard THEN 'heard'
                ELSE (CASE i % 4 WHEN 0 THEN 'answered' WHEN 1 THEN 'not_reached' ELSE 'rang' END) END,
           CASE WHEN heard THEN {LENGTH_MS} ELSE 0 END, {LENGTH_MS}, CASE WHEN heard THEN :later END,
           CASE WHEN heard THEN 1 ELSE 3 END, 'called', 'a' || (home / 100), :at
    FROM (SELECT i, (:offset + i) % :people AS home,
                 (:before + i + 1) * :heard / :pushed > (:before + i) * :heard / :pushed AS heard
          FROM (WITH n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < :size - 1) SELECT i FROM n))
"""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is to be pushed in all, and how many messages and deliveries are there already."""

    numbers: Numbers
    people: int
    campaigns: int = 0
    pushed: int = 0


def fill(conn: sqlite3.Connection, midnight: datetime, plan: Plan, campaigns: int) -> Plan:
    for _ in range(campaigns):
        plan = _one(conn, midnight + AFTER, plan)
    return plan


def _one(conn: sqlite3.Connection, at: datetime, plan: Plan) -> Plan:
    n = plan.numbers
    size = n.pushed * (plan.campaigns + 1) // n.campaigns - plan.pushed
    campaign, began, later = new_ulid(at), _stored(at), _stored(at + timedelta(minutes=20))
    conn.execute(
        "INSERT INTO campaigns (id, title, text, audio, language, created_at, starts_at, state) "
        "VALUES (?, ?, ?, '', 'zh', ?, ?, 'done')",
        (campaign, f"通知 {plan.campaigns + 1}", "通知", began, began),
    )
    values = {"campaign": campaign, "at": began, "later": later, "people": plan.people, "size": size,
              "offset": plan.pushed, "before": plan.pushed, "heard": n.heard, "pushed": n.pushed}  # fmt: skip
    conn.execute(_DELIVERIES, values)
    return replace(plan, campaigns=plan.campaigns + 1, pushed=plan.pushed + size)


def _stored(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S.%f")
