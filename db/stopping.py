"""Which dials of a campaign are written down and not yet made? Taken back at once, before anybody sends them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select, update

from db.records import batches
from db.schema.care import campaigns, deliveries
from db.schema.work import attempts, outbox

DIAL = "dial-"
"""Begins the id of the outbox row of a dial; its attempt follows."""
STOPPED = "stopped"


def pull_dials(conn: Connection, campaign: str, now: datetime) -> Sequence[str]:
    """Attempts that will never be dialled: refused, their deliveries due again as if nobody had tried.

    What a performer has claimed is not touched: it may be on the wire.
    """
    written = (
        select(DIAL + attempts.c.id).join(deliveries, deliveries.c.id == attempts.c.delivery_id)
        .where(attempts.c.state == "intended", deliveries.c.campaign_id == campaign)
    )  # fmt: skip
    waiting = (outbox.c.state == "intended", outbox.c.performed_at.is_(None))
    pulled = update(outbox).where(*waiting, outbox.c.id.in_(written)).values(state="failed", result=STOPPED)
    ids = [row.removeprefix(DIAL) for row in conn.scalars(pulled.returning(outbox.c.id))]
    for part in batches(ids):
        _refuse(conn, part, now)
    return ids


def stopped_among(conn: Connection, ids: Sequence[str]) -> list[str]:
    """Of these attempts: those not dialled yet whose message is not going out any more."""
    statement = (
        select(attempts.c.id)
        .join(deliveries, deliveries.c.id == attempts.c.delivery_id)
        .join(campaigns, campaigns.c.id == deliveries.c.campaign_id)
        .where(attempts.c.state == "intended", campaigns.c.state != "running")
    )
    return [key for part in batches(ids) for key in conn.scalars(statement.where(attempts.c.id.in_(part)))]


def _refuse(conn: Connection, ids: Sequence[str], now: datetime) -> None:
    of_these = attempts.c.id.in_(ids)
    conn.execute(update(attempts).where(of_these).values(state="ended", outcome="refused", ended_at=now))
    theirs = deliveries.c.id.in_(select(attempts.c.delivery_id).where(of_these))
    again = {"state": "due", "next_try_at": now, "tries": deliveries.c.tries - 1}
    conn.execute(update(deliveries).where(theirs, deliveries.c.state == "trying").values(**again))
