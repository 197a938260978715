"""Was a telephone unregistered when it was rung, alone or with its whole place?"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Connection, select

from broadcasts.faults import OWN, SHARED
from db import outages
from db.records import batches
from db.schema.care import telephone_states
from db.schema.site import households, terminals
from wellness_checks.guard import Home, places
from wellness_checks.telephones import UNREGISTERED


def how_lost(conn: Connection, rung: Iterable[tuple[str, datetime]]) -> Mapping[str, str]:
    """By terminal, of those rung at these moments; whoever was registered, or is not known, is left out."""
    at = dict(rung)
    lost = {key: home for key, (since, home) in _unregistered(conn, at).items() if since <= at[key]}
    if not lost:
        return {}
    out = {(row.kind, row.subject) for row in outages.since(conn, min(at.values()))}
    return {key: SHARED if out.intersection(places(home)) else OWN for key, home in lost.items()}


def _unregistered(conn: Connection, ids: Iterable[str]) -> Mapping[str, tuple[datetime, Home]]:
    found = dict[str, tuple[datetime, Home]]()
    statement = (
        select(terminals.c.id, telephone_states.c.since, households.c.area_id, households.c.address)
        .join(telephone_states, telephone_states.c.terminal_id == terminals.c.id)
        .join(households, households.c.id == terminals.c.household_id)
        .where(telephone_states.c.state == UNREGISTERED)
    )
    for part in batches(ids):
        for key, since, area, address in conn.execute(statement.where(terminals.c.id.in_(part))):
            found[key] = since, Home(area=area, address=address)
    return found
