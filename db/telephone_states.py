"""How does each telephone stand, and since when? Told by the exchange; kept so that a day can be counted."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, select

from db.records import batches, fetch, put, selecting, values
from db.schema.care import telephone_states
from db.schema.site import households, terminals
from wellness_checks.guard import Home
from wellness_checks.lost_together import Telephone
from wellness_checks.telephones import UNREGISTERED

_REGISTERING = (terminals.c.kind == "sip", terminals.c.active)


@dataclass(frozen=True, kw_only=True)
class TelephoneStateRow:
    """`state`: reachable, unregistered, refusing, in_use. `seen_at`: when it was told last."""

    terminal_id: str
    state: str
    since: datetime
    seen_at: datetime


def load(conn: Connection, terminals: Collection[str]) -> Mapping[str, TelephoneStateRow]:
    """Those that have been told of."""
    found: dict[str, TelephoneStateRow] = {}
    for part in batches(terminals):
        statement = selecting(TelephoneStateRow, telephone_states).where(telephone_states.c.terminal_id.in_(part))
        found |= {row.terminal_id: row for row in fetch(conn, TelephoneStateRow, statement)}
    return found


def save(conn: Connection, row: TelephoneStateRow) -> None:
    save_all(conn, [row])


def save_all(conn: Connection, rows: Sequence[TelephoneStateRow]) -> None:
    put(conn, telephone_states, [values(row) for row in rows])


def registering(conn: Connection) -> frozenset[str]:
    """Ids of telephones of ours in service; a fixed line registers nowhere."""
    return frozenset(conn.scalars(select(terminals.c.id).where(*_REGISTERING)))


def of_ours(conn: Connection) -> list[Telephone]:
    """Every telephone of ours in service with its home, and since when it is unregistered."""
    out = telephone_states.c.terminal_id == terminals.c.id, telephone_states.c.state == UNREGISTERED
    statement = (
        select(terminals.c.id, terminals.c.household_id, households.c.area_id, households.c.address,
               telephone_states.c.since)
        .join(households, households.c.id == terminals.c.household_id)
        .outerjoin(telephone_states, and_(*out))
        .where(*_REGISTERING)
        .order_by(terminals.c.id)
    )  # fmt: skip
    return [
        Telephone(id=key, household=household, home=Home(area=area, address=address), out_since=since)
        for key, household, area, address, since in conn.execute(statement)
    ]


def troubled_since(conn: Connection, before: datetime) -> list[TelephoneStateRow]:
    """Not reachable since this instant or earlier."""
    out = telephone_states.c.state.in_(["unregistered", "refusing", "in_use"]), telephone_states.c.since <= before
    statement = selecting(TelephoneStateRow, telephone_states).where(*out)
    return fetch(conn, TelephoneStateRow, statement.order_by(telephone_states.c.since))
