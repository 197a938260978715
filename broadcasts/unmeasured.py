"""Which deliveries did our own lines prevent? They are tried again, and are never "not listened"."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Connection

from broadcasts.attempts import is_ours
from broadcasts.faults import FAULTS, WITHIN, Fault, shared_fault
from db import attempts, campaigns
from db.attempts import AttemptRow
from db.campaigns import DeliveryRow
from ivr.attempt import BROADCAST, ENDED, Attempt

NOT_MEASURED = "not_measured"
LONGEST_ATTEMPT = timedelta(minutes=10)
"""From the commit of an attempt to the fault that ended it, at most."""
MADE_BY_FAULTS = ("not_dialled", "not_reached")
"""All that an attempt prevented by our lines can have left as evidence."""


def excuse(conn: Connection, attempt: Attempt) -> int:
    """After each attempt that ended in a fault: how many deliveries are not measured because of it."""
    if attempt.kind != BROADCAST or attempt.state != ENDED or attempt.outcome not in FAULTS or not is_ours(attempt):
        return 0
    ended = attempt.ended_at or attempt.committed_at
    near = attempts.ended_since(conn, ended - WITHIN - LONGEST_ATTEMPT, ended - WITHIN, FAULTS)
    rows = campaigns.load_deliveries(conn, [row.delivery_id for row, _ in near if row.delivery_id])
    homes = {row.id: _home(row, rows) for row, _ in near}
    shared = shared_fault(_fault(row, order, homes[row.id]) for row, order in near)
    excused = {row.delivery_id for row, _ in near if row.id in shared and row.delivery_id}
    return _keep(conn, [rows[key] for key in excused])


def _keep(conn: Connection, rows: Sequence[DeliveryRow]) -> int:
    """A proof from another attempt stays; one that is under way again, or has been heard, is left alone."""
    changed = [
        replace(row, why=NOT_MEASURED, evidence="" if row.evidence in MADE_BY_FAULTS else row.evidence)
        for row in rows
        if row.heard_at is None and row.why != NOT_MEASURED and row.state != "trying"
    ]
    campaigns.save_deliveries(conn, changed)
    return len(changed)


def _fault(row: AttemptRow, order: str, home: str) -> Fault:
    return Fault(
        attempt=row.id,
        home=home,
        way=json.loads(order or "{}").get("trunk", ""),
        outcome=row.outcome or "",
        at=row.ended_at or row.committed_at,
    )


def _home(row: AttemptRow, rows: Mapping[str, DeliveryRow]) -> str:
    delivery = rows.get(row.delivery_id or "")
    return (delivery.household_id if delivery else None) or row.terminal_id or row.id
