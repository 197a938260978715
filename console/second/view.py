"""What is there to see of the second exchange? Who carries, what lies there, and when its last call would begin."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from db import second_exchange as rows
from db.second_exchange import SwitchRow
from ivr.failover import Purpose
from ivr.second_exchange import switch
from ivr.twilio.pace import forecast
from ivr.ways.switching import Side


@dataclass(frozen=True, kw_only=True)
class Carrier:
    """`pace`: calls a second of the second exchange; 0: there is none. `last`: when the last of each kind begins.

    `without_number`: homes that our own exchange alone reaches, of `homes` that have a telephone.
    """

    row: SwitchRow
    pace: float
    lying: int = 0
    counts: Mapping[Purpose, int]
    last: Mapping[Purpose, datetime]
    without_number: int = 0
    homes: int = 0

    @property
    def is_there(self) -> bool:
        return self.pace > 0

    @property
    def is_over(self) -> bool:
        return self.row.side == Side.TWILIO

    @property
    def by_hand(self) -> bool:
        return self.row.by != switch.HEALTH


def carrier(conn: Connection, now: datetime, pace: float) -> Carrier:
    messages, wellness = rows.waiting_calls(conn)
    counts = {Purpose.WELLNESS: wellness, Purpose.BROADCAST: messages}
    last = forecast(counts, per_second=pace, now=now) if pace > 0 else {}
    lying = len(rows.open_orders(conn))
    without, homes = rows.homes_without_number(conn) if pace > 0 else (0, 0)
    return Carrier(
        row=switch.standing(conn, now), pace=pace, lying=lying, counts=counts, last=last, without_number=without,
        homes=homes,
    )  # fmt: skip
