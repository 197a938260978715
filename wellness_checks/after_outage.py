"""Who may have pressed in vain while something of ours was out, and who was not measured? A list, by risk."""

from sqlalchemy import Connection

from db import outages
from db.histories import Resident, not_seen_since
from wellness_checks.case import Refused
from wellness_checks.guard import Home
from wellness_checks.unmeasured import touches


def may_have_pressed_in_vain(conn: Connection, outage_id: str) -> tuple[Resident, ...] | Refused:
    """Everybody who was cut off and has given no sign of life since it ended; a home with two telephones once."""
    row = outages.load(conn, outage_id)
    if row is None:
        return Refused(field="outage", reason="there is no such outage")
    people = not_seen_since(conn, row.started_at, row.ended_at or row.started_at)
    cut_off = [one for one in people if touches(row, Home(area=one.area_id, address=one.address, number=one.number))]
    return tuple({one.senior_id: one for one in cut_off}.values())
