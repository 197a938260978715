"""Whom need nobody ring any more for the watch? The visit has somebody, the case was taken, or it is over.

Asked when an order is about to be carried out: minutes may lie between, if the exchange was away.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection

from db import cases, visits
from db.outbox import OutboxRow
from wellness_checks.case import State


def no_longer_wanted(conn: Connection, rows: Sequence[OutboxRow], _: datetime) -> Mapping[str, str]:
    """Outbox id -> why it is not to be sent."""
    asked = [(row.id, WHY[row.kind](conn, json.loads(row.payload))) for row in rows if row.kind in WHY]
    return {key: why for key, why in asked if why}


def _visitor(conn: Connection, told: Mapping[str, str]) -> str:
    row = visits.load(conn, told["visit"])
    return (
        "" if row and row.state == "due" and row.offered_to == told["staff"] else "it is not offered to them any more"
    )


def _contact(conn: Connection, told: Mapping[str, str]) -> str:
    case = cases.load(conn, [told["case"]]).get(told["case"])
    return "" if case and case.state == State.OTHERS_DUE else "nobody is asked about her any more"


def _supervisor(conn: Connection, told: Mapping[str, str]) -> str:
    case = cases.load(conn, [told["case"]]).get(told["case"])
    return "" if case and not case.closed_at and not case.taken_by else "somebody has it, or it is over"


WHY: Mapping[str, Callable[[Connection, Mapping[str, str]], str]] = {
    "ring_visitor": _visitor,
    "ring_contact": _contact,
    "ring_supervisor": _supervisor,
}
