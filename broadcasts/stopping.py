"""What is under way for a message that was stopped? What is not sent yet is never sent; what rings may be ended.

S1. Looked at again in the transaction in which a dial is taken up, right before it is sent: after a stop nothing
    leaves any more. Such a dial used up no try, and the delivery stands as before it.
S2. A pause leaves what rings or speaks; a cancellation ends what nobody has answered yet.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, select

from broadcasts import attempts as kept
from broadcasts.campaign import State
from broadcasts.dialling import KIND
from db import attempts, campaigns
from db.campaigns import DeliveryRow
from db.outbox import OutboxRow
from db.schema import care, work
from db.stopping import stopped_among
from ivr.attempt import ENDED, settle

STOPPED = "stopped"


def no_longer_wanted(conn: Connection, orders: Sequence[OutboxRow], now: datetime) -> Mapping[str, str]:
    """Outbox id -> why: dials whose message is not going out any more. Their attempts end here, as never made."""
    ours = {json.loads(order.payload).get("attempt", ""): order.id for order in orders if order.kind == KIND}
    rows = attempts.load(conn, stopped_among(conn, list(ours)))
    deliveries = campaigns.load_deliveries(conn, [row.delivery_id for row in rows.values() if row.delivery_id])
    states = {key: _state(conn, key) for key in {row.campaign_id for row in deliveries.values()}}
    attempts.save(conn, [kept.to_row(settle(kept.of_row(row), now, "refused")) for row in rows.values()])
    tried = [deliveries[row.delivery_id or ""] for row in rows.values()]
    campaigns.save_deliveries(
        conn, [_as_before(row, states[row.campaign_id]) for row in tried if row.state == "trying"]
    )
    return {ours[key]: f"the message is {STOPPED}" for key in rows}


def ringing_of_stopped(conn: Connection) -> list[str]:
    """Attempts of cancelled messages that nobody has answered, as far as we know."""
    statement = (
        select(work.attempts.c.id)
        .join(care.deliveries, care.deliveries.c.id == work.attempts.c.delivery_id)
        .join(care.campaigns, care.campaigns.c.id == care.deliveries.c.campaign_id)
        .where(work.attempts.c.state != ENDED, work.attempts.c.answered_at.is_(None),
               care.campaigns.c.state == State.CANCELLED.value)
    )  # fmt: skip
    return list(conn.scalars(statement))


def _as_before(row: DeliveryRow, campaign: str) -> DeliveryRow:
    """It goes out at once when the message is resumed; of a cancelled one it is done."""
    if campaign == State.CANCELLED.value:
        return replace(row, state="done", why=campaign, tries=max(0, row.tries - 1), next_try_at=None)
    return replace(row, state="waiting" if row.tries <= 1 else "due", tries=max(0, row.tries - 1), next_try_at=None)


def _state(conn: Connection, campaign: str) -> str:
    found = campaigns.load_campaign(conn, campaign)
    return found.state if found else ""
