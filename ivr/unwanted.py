"""Which orders are not to be carried out any more? Those of stopped messages, of a watch that has moved on, and of
emergencies that are closed."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection

from broadcasts import service as broadcasts
from db.outbox import OutboxRow
from ivr.findings import by_hand
from wellness_checks import service as wellness


def no_longer_wanted(conn: Connection, rows: Sequence[OutboxRow], now: datetime) -> Mapping[str, str]:
    """Outbox id -> why."""
    return {
        **broadcasts.no_longer_wanted(conn, rows, now), **wellness.no_longer_wanted(conn, rows, now),
        **by_hand.no_longer_wanted(conn, rows, now),
    }  # fmt: skip
