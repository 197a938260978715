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
from db.lost_telephones import how_lost
from ivr.attempt import BROADCAST, ENDED, Attempt

NOT_MEASURED = "not_measured"
LONGEST_ATTEMPT = timedelta(minutes=10)
"""From the commit of an attempt to the fault that ended it, at most."""
MADE_BY_FAULTS = ("not_dialled", "not_reached")
"""All that an attempt prevented by our lines can have left as evidence."""


def excuse(conn: Connection, *made: Attempt) -> int:
    """After attempts that may have ended in a fault: how many deliveries are not measured because of it."""
    ends = [one.ended_at or one.committed_at for one in made if _in_a_fault(one)]
    if not ends:
        return 0
    since = min(ends) - WITHIN
    near = attempts.ended_since(conn, since - LONGEST_ATTEMPT, since, FAULTS)
    rows = campaigns.load_deliveries(conn, [row.delivery_id for row, _ in near if row.delivery_id])
    homes = {row.id: _home(row, rows) for row, _ in near}
    lost = how_lost(conn, [(row.terminal_id, row.committed_at) for row, _ in near if row.terminal_id])
    shared = shared_fault(_fault(row, order, homes[row.id], lost.get(row.terminal_id or "", "")) for row, order in near)
    excused = {row.delivery_id for row, _ in near if row.id in shared and row.delivery_id}
    return _keep(conn, [rows[key] for key in excused])


def _in_a_fault(attempt: Attempt) -> bool:
    ours = attempt.kind == BROADCAST and is_ours(attempt)
    return ours and attempt.state == ENDED and attempt.outcome in FAULTS


def _keep(conn: Connection, rows: Sequence[DeliveryRow]) -> int:
    """A proof from another attempt stays; one that is under way again, or has been heard, is left alone."""
    changed = [
        replace(row, why=NOT_MEASURED, evidence="" if row.evidence in MADE_BY_FAULTS else row.evidence)
        for row in rows
        if row.heard_at is None and row.why != NOT_MEASURED and row.state != "trying"
    ]
    campaigns.save_deliveries(conn, changed)
    return len(changed)


def _fault(row: AttemptRow, order: str, home: str, lost: str) -> Fault:
    return Fault(
        attempt=row.id,
        home=home,
        way=json.loads(order or "{}").get("trunk", ""),
        outcome=row.outcome or "",
        at=row.ended_at or row.committed_at,
        lost=lost,
    )


def _home(row: AttemptRow, rows: Mapping[str, DeliveryRow]) -> str:
    delivery = rows.get(row.delivery_id or "")
    return (delivery.household_id if delivery else None) or row.terminal_id or row.id
