"""How does the console give an operator's browser its telephone? Rows of the overlay, put over AMI.

Needs the user that only fills AstDB. A secret lives as long as one page's connection, and is in no file and no log.
"""

import secrets
from types import TracebackType
from typing import Self

from console.telephone.exchange import ExchangeAway, Seen
from ivr.asterisk.ami import Ami
from ivr.asterisk.ami_wire import AmiDown, AmiRefused, ReplyUnknown, Unsendable
from ivr.operators.phones import aor_row, endpoint_of, endpoint_row, secret_row
from ivr.tables.rows import Row

_TROUBLES = (AmiDown, AmiRefused, ReplyUnknown, Unsendable)


class OperatorPhones:
    """`socket`: Asterisk's WebSocket, on this machine. The link lives while it is entered."""

    def __init__(self, ami: Ami, socket: str) -> None:
        self._ami = ami
        self.socket = socket

    async def __aenter__(self) -> Self:
        await self._ami.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._ami.stop()

    async def admit(self, staff: str) -> str:
        secret = secrets.token_urlsafe(24)
        await self._put(aor_row(staff), endpoint_row(staff), secret_row(staff, secret))
        return secret

    async def shut_out(self, staff: str) -> None:
        await self._put(secret_row(staff, secrets.token_urlsafe(24)))

    async def ring_at(self, staff: str, desk: str) -> None:
        await self._put(aor_row(staff), endpoint_row(staff, desk))

    async def seen(self, staff: str) -> Seen:
        try:
            found = await self._ami.endpoint(endpoint_of(staff))
            row = await self._ami.db_get(*_place(endpoint_row(staff)))
        except _TROUBLES as why:
            raise ExchangeAway(str(why)) from why
        return Seen(
            reachable=found is not None and found.reachable, in_call=found is not None and found.in_use,
            at_desk=row is not None and row != endpoint_row(staff).value,
        )  # fmt: skip

    async def _put(self, *rows: Row) -> None:
        try:
            for row in rows:
                reply = await self._ami.db_put(row.at.family, row.at.key, row.value)
                if not reply.accepted:
                    raise ExchangeAway(reply.message)
        except _TROUBLES as why:
            raise ExchangeAway(type(why).__name__) from why  # never its text: it may hold the row


def _place(row: Row) -> tuple[str, str]:
    return row.at.family, row.at.key
