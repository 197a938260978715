"""What can Bigbutton ask of Asterisk while it runs? `Ami`: one user's actions over one supervised line.

Everything raises AmiDown where nothing was sent, and ReplyUnknown where the outcome is not known (never
"failed"); a refusal by Asterisk is a return value. Nothing is ever sent twice.
"""

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from datetime import timedelta
from types import TracebackType
from typing import Self, TypeVar

from ivr.asterisk import ami_actions
from ivr.asterisk.ami_actions import Order, Originate, OriginateReply, Row, RowResult, row_result
from ivr.asterisk.ami_inbox import Inbox
from ivr.asterisk.ami_line import STATUS, Account, Line, Timings
from ivr.asterisk.ami_link import Outcome
from ivr.asterisk.ami_picture import (
    Channel,
    ChannelStatus,
    CoreStatus,
    EndpointState,
    channel_of,
    channel_status_of,
    core_status_of,
    endpoint_detail_of,
    endpoint_state_of,
)
from ivr.asterisk.ami_replies import accepted, understood
from ivr.asterisk.ami_wire import Action, AmiDown, AmiRefused, Fields, Reply, ReplyUnknown, Unsendable, check

T = TypeVar("T")
BATCH = 500
"""Rows on their way at once: bounds what a stalled link can hold."""


Dialled = OriginateReply | ReplyUnknown | AmiDown | Unsendable
"""What is known of one dial."""


class Ami:
    """One AMI user. `events` has one consumer: `async for event in ami.events`."""

    def __init__(self, account: Account, *, timings: Timings | None = None, inbox_size: int = 10_000) -> None:
        self.timings = timings or Timings()
        self.events = Inbox(inbox_size)
        self._line = Line(account, self.timings, self.events)
        self._upkeep: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to connect; returns at once (Asterisk may be away for hours)."""
        self._upkeep = asyncio.create_task(self._line.keep_up(), name="ami")

    async def stop(self) -> None:
        """End the link; every waiting action becomes ReplyUnknown, and `events` ends."""
        if self._upkeep is not None:
            self._upkeep.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._upkeep
        self.events.end()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    @property
    def ready(self) -> bool:
        """Logged in, Asterisk booted, link alive as far as known."""
        return self._line.ready

    async def until_ready(self, within: timedelta = timedelta(seconds=10)) -> None:
        """AmiDown with the last reason when that takes too long; LoginRefused as soon as Asterisk says no."""
        await self._line.until_ready(within.total_seconds())

    async def send(self, action: Action, within: timedelta | None = None) -> Reply:
        """Any action with one reply. Unsendable, AmiDown, ReplyUnknown: see the module."""
        return await self._line.link().ask(action, self._seconds(within))

    async def originate(self, order: Originate) -> OriginateReply:
        """Dial once. After ReplyUnknown: look for its id in `channels()` and in the log; never dial again."""
        reply = await self.send(order.action())
        return OriginateReply(accepted=reply.accepted, message=reply.message)

    async def originate_all(self, orders: Sequence[Order]) -> list[Dialled]:
        """Dial each once, all of them sent before the first reply is waited for. One that is Unsendable is left out."""
        actions = [_action_of(order) for order in orders]
        sendable = [one for one in actions if isinstance(one, Action)]
        outcomes = iter(await self._ask_all(sendable) if sendable else [])
        told = [next(outcomes) if isinstance(one, Action) else one for one in actions]
        return [OriginateReply(accepted=one.accepted, message=one.message) if isinstance(one, Reply) else one
                for one in told]  # fmt: skip

    async def db_put(self, family: str, key: str, value: str) -> Reply:
        """Write one row of AstDB (needs `system`)."""
        return await self.send(Row(family=family, key=key, value=value).action())

    async def db_del(self, family: str, key: str) -> Reply:
        """Take one row away; refused also where there is none."""
        return await self.send(Action(name="DBDel", headers=ami_actions.place(family, key)))

    async def db_get(self, family: str, key: str) -> str | None:
        """The value of a row; None without one."""
        get = Action(name="DBGet", headers=ami_actions.place(family, key))
        try:
            values = await self._list(get, lambda row: row.text("Val"))
        except AmiRefused as refused:
            if "not found" in str(refused):
                return None
            raise
        return values[0]

    async def db_put_many(self, rows: Sequence[Row]) -> tuple[RowResult, ...]:
        """Write rows without waiting for each; one result a row. Unsendable (nothing sent) if any row is."""
        actions = [row.action() for row in rows]
        for action in actions:
            check(action)
        results: list[RowResult] = []
        for at in range(0, len(rows), BATCH):
            outcomes = await self._ask_all(actions[at : at + BATCH])
            results += [row_result(row, outcome) for row, outcome in zip(rows[at : at + BATCH], outcomes, strict=True)]
        return tuple(results)

    async def core_status(self) -> CoreStatus:
        """Needs `reporting` or `system`."""
        fields = accepted(STATUS, await self.send(STATUS)).fields
        return understood(STATUS, lambda: core_status_of(fields))

    async def channels(self) -> tuple[Channel, ...]:
        """Every channel of this moment, complete or ReplyUnknown."""
        return await self._list(Action(name="CoreShowChannels"), channel_of)

    async def endpoints(self) -> tuple[EndpointState, ...]:
        """Every telephone, desk and trunk as it stands (needs `system`); 14,000 take seconds: not to be asked often."""
        return await self._list(Action(name="PJSIPShowEndpoints"), endpoint_state_of)

    async def endpoint(self, name: str) -> EndpointState | None:
        """One of them; None where there is none of this name (needs `system`)."""
        ask = Action(name="PJSIPShowEndpoint", headers=(("Endpoint", name),))
        try:
            told = await self._list(ask, endpoint_detail_of)
        except AmiRefused as refused:
            if "Unable to retrieve" in str(refused):
                return None
            raise
        return next((each for each in told if each is not None), None)

    async def status(self, variables: Sequence[str] = ()) -> tuple[ChannelStatus, ...]:
        """Every channel with the values of these variables."""
        return await self._list(ami_actions.status(variables), channel_status_of)

    async def listed(self, action: Action, reader: Callable[[Fields], T]) -> tuple[T, ...]:
        """Any action that is answered with a list: each row of it, complete or ReplyUnknown."""
        return await self._list(action, reader)

    async def set_global(self, name: str, value: str) -> Reply:
        """A global variable of the dialplan (needs `call`)."""
        return await self.send(ami_actions.setvar(name, value))

    async def get_global(self, name: str) -> str:
        """Its value; empty without one (needs `call` or `reporting`)."""
        get = Action(name="Getvar", headers=(("Variable", name),))
        fields = accepted(get, await self.send(get)).fields
        return understood(get, lambda: fields.text("Value"))

    async def _list(self, action: Action, reader: Callable[[Fields], T]) -> tuple[T, ...]:
        reply, rows = await self._line.link().ask_list(action, self._seconds(None))
        accepted(action, reply)
        return understood(action, lambda: tuple(reader(row) for row in rows))

    async def _ask_all(self, actions: Sequence[Action]) -> list[Outcome]:
        try:
            return await self._line.link().ask_all(actions, self._seconds(None))
        except AmiDown as down:
            return [down] * len(actions)

    def _seconds(self, within: timedelta | None) -> float:
        return (within or self.timings.reply_within).total_seconds()


def _action_of(order: Order) -> Action | Unsendable:
    try:
        action = order.action()
        check(action)
    except Unsendable as wrong:
        return wrong
    return action
