"""What does `*20` play on each telephone? The newest message not heard in its home, kept in Asterisk's tables."""

from collections.abc import Mapping

from sqlalchemy import Connection, select

from db.schema.care import campaigns, deliveries
from ivr.asterisk.ami_actions import Row, RowState
from ivr.asterisk.tables import TableWriter

FAMILY = "waiting"


def waiting(conn: Connection) -> dict[str, str]:
    """Terminal -> the file of the newest message that waits there."""
    found = (
        select(deliveries.c.terminal_id, campaigns.c.audio)
        .join(campaigns, campaigns.c.id == deliveries.c.campaign_id)
        .where(deliveries.c.heard_at.is_(None), campaigns.c.audio != "", campaigns.c.state != "cancelled")
        .order_by(deliveries.c.available_at)
    )
    return {row.terminal_id: row.audio for row in conn.execute(found) if row.terminal_id}


class WaitingRows:
    """Puts what changed. `forget` after Asterisk may have lost its tables."""

    def __init__(self, writer: TableWriter) -> None:
        self._writer = writer
        self._held: Mapping[str, str] = {}

    def forget(self) -> None:
        self._held = {}

    async def put(self, wanted: Mapping[str, str]) -> None:
        """Bring the rows to this; what could not be written is tried at the next call."""
        changed = [Row(family=FAMILY, key=k, value=v) for k, v in wanted.items() if self._held.get(k) != v]
        written = {result.row.key for result in await self._writer.write(changed) if result.state is RowState.WRITTEN}
        gone = [key for key in self._held if key not in wanted and await self._writer.delete(FAMILY, key)]
        kept = {key: value for key, value in self._held.items() if key not in gone}
        self._held = kept | {key: wanted[key] for key in written}
