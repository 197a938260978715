"""How did our tries to ring a telephone end, the newest first? For telling which one is out of order."""

from datetime import datetime

from sqlalchemy import Connection, select

from db.schema.care import deliveries
from db.schema.work import attempts
from db.ulid import first_ulid

NOT_MEASURED = "not_measured"


def of_terminal(conn: Connection, terminal: str, limit: int = 20) -> list[tuple[str, datetime]]:
    """(outcome, when it was dialled) of those that have ended and that no shared fault prevented."""
    statement = (
        select(attempts.c.outcome, attempts.c.committed_at, deliveries.c.why)
        .outerjoin(deliveries, deliveries.c.id == attempts.c.delivery_id)
        .where(attempts.c.terminal_id == terminal, attempts.c.state == "ended")
        .order_by(attempts.c.committed_at.desc())
        .limit(limit)
    )
    return [(outcome or "unknown", at) for outcome, at, why in conn.execute(statement) if why != NOT_MEASURED]


def unlucky_terminals(conn: Connection, since: datetime) -> frozenset[str]:
    """On which a try made since ended busy, refused or failed."""
    statement = select(attempts.c.terminal_id).where(
        attempts.c.id >= f"bb-{first_ulid(since)}", attempts.c.id < "bb-8",
        attempts.c.outcome.in_(["busy", "rejected", "failed", "congestion", "unallocated"]),
        attempts.c.terminal_id.is_not(None),
    )  # fmt: skip
    return frozenset(terminal for terminal in conn.scalars(statement.distinct()) if terminal)
