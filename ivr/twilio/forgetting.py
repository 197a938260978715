"""What do the webhooks forget, and when? Numbers and words lie with them only as long as somebody may ask for them.

W1. A fact goes when our controller has read it (it asks for what lies behind) and `KEPT` has passed.
W2. An order that is over, refused or cancelled goes after `KEPT`; one that is not stays until it is settled.
W3. An incident goes with the last of its orders.
"""

import sqlite3
from datetime import datetime, timedelta

KEPT = timedelta(days=30)
EVERY = timedelta(days=1)


def forget(conn: sqlite3.Connection, read_until: int, now: datetime) -> int:
    """How many rows went. `read_until`: the number of the last fact that the controller has kept."""
    before = (now - KEPT).isoformat()
    gone = conn.execute("DELETE FROM facts WHERE n <= ? AND at < ?", (read_until, before)).rowcount
    gone += conn.execute(
        "DELETE FROM orders WHERE due_at < ? AND state IN ('over', 'refused', 'cancelled')", (before,)
    ).rowcount
    gone += conn.execute(
        "DELETE FROM incidents WHERE opened_at < ? AND NOT EXISTS "
        "(SELECT 1 FROM orders AS o WHERE o.incident = incidents.id)", (before,),
    ).rowcount  # fmt: skip
    return gone
