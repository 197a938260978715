"""What does the browser telephone ask of the exchange? One port; `ivr/asterisk/operators.py` is it in service."""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol


class ExchangeAway(Exception):
    """The exchange does not answer, or nobody knows whether it did what was asked."""


@dataclass(frozen=True, kw_only=True)
class Seen:
    """The other side's view of an operator's telephone."""

    reachable: bool
    """It is registered, and answers when the exchange asks."""
    in_call: bool = False
    at_desk: bool = False
    """It is the operator's desk telephone that is rung."""


class Exchange(AbstractAsyncContextManager["Exchange"], Protocol):
    """Asked for one operator at a time, by the id of the member of staff. Every call raises ExchangeAway."""

    @property
    def socket(self) -> str:
        """Where it takes SIP over WebSocket."""
        ...

    async def admit(self, staff: str) -> str:
        """A new secret for this operator's telephone, in force when it is returned; the one before is not any more."""
        ...

    async def shut_out(self, staff: str) -> None:
        """Nobody registers as this operator until somebody is admitted again."""
        ...

    async def ring_at(self, staff: str, desk: str) -> None:
        """Where the operator is rung from now on: the desk telephone of this name, or (empty) the browser."""
        ...

    async def seen(self, staff: str) -> Seen:
        """What the exchange itself says of this telephone."""
        ...
