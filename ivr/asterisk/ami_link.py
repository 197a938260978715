"""How is one TCP connection to Asterisk used, from its opening to its end? A new link is a new object."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from ivr.asterisk.ami_panoramisk import AmiWire, open_wire, wire_action
from ivr.asterisk.ami_replies import fields_of, messages_of, reply_of, rows_of
from ivr.asterisk.ami_wire import Action, AmiDown, Fields, Reply, ReplyUnknown, check

Outcome = Reply | ReplyUnknown | AmiDown


class Link:
    """One connection. `closed` is set once for all and `reason` says why; `booted` is set by FullyBooted."""

    def __init__(self, *, on_event: Callable[[Fields], None], heard_events: frozenset[str]) -> None:
        self.heard = asyncio.Event()
        self.booted = asyncio.Event()
        self.closed = asyncio.Event()
        self.reason = ""
        self._on_event = on_event
        self._heard_events = heard_events
        self._wire: AmiWire | None = None

    async def open(self, host: str, port: int) -> None:
        """Connect; OSError where nobody listens."""
        self._wire = await open_wire(host, port, self)

    async def ask(self, action: Action, within: float) -> Reply:
        """Send one action; its reply. ReplyUnknown where none came, AmiDown where it was not sent."""
        outcome = (await self.ask_all([action], within))[0]
        if isinstance(outcome, Reply):
            return outcome
        raise outcome

    async def ask_all(self, actions: Sequence[Action], within: float) -> list[Outcome]:
        """Send them one behind the other without waiting; each one's outcome, in the same order."""
        sent = self._post_all(actions)
        waiting = [one.future for one in sent if not isinstance(one, AmiDown)]
        try:
            if waiting:
                await asyncio.wait(waiting, timeout=within)
            return [_outcome(action, one) for action, one in zip(actions, sent, strict=True)]
        finally:
            self._forget(sent)

    async def ask_list(self, action: Action, within: float) -> tuple[Reply, tuple[Fields, ...]]:
        """Send an action answered by a list: first reply and rows; ReplyUnknown where a row is missing."""
        sent = self._post(action, as_list=True)
        if isinstance(sent, AmiDown):
            raise sent
        try:
            await asyncio.wait([sent.future], timeout=within)
            messages = messages_of(action, sent)
        finally:
            self._forget([sent])
        reply = reply_of(action, messages[0])
        return reply, rows_of(action, messages) if reply.accepted else ()

    async def answers(self, ping: Action, within: float) -> bool:
        """Send `ping`; True where any byte at all comes back in time."""
        self.heard.clear()
        sent = self._post(ping)
        try:
            await asyncio.wait_for(self.heard.wait(), within)
        except TimeoutError:
            pass  # perhaps we ourselves stood still, and the bytes lie here
        finally:
            self._forget([sent])
        return self.heard.is_set()

    def drop(self, reason: str) -> None:
        """End the link now, without waiting for what is unsent; every waiting action becomes ReplyUnknown."""
        if self.closed.is_set():
            return
        self.reason = reason
        self.closed.set()
        self.booted.set()
        if self._wire is not None:
            self._wire.end(reason)

    def bytes_came(self) -> None:
        """Called by the wire: whatever came, somebody is there."""
        self.heard.set()

    def hear(self, message: Any) -> None:
        """Called by the wire with each event that is not part of a list."""
        name = message["event"]
        if name in self._heard_events:
            self._on_event(fields_of(message))
        if name == "FullyBooted":
            self.booted.set()
        if name == "Shutdown":
            self.drop("Asterisk is shutting down")

    def _post(self, action: Action, *, as_list: bool = False) -> Any:
        check(action)
        wire = self._open_wire()
        if isinstance(wire, AmiDown):
            return wire
        sent = wire_action(action)
        wire.send(sent, as_list=as_list)
        return sent

    def _post_all(self, actions: Sequence[Action]) -> list[Any]:
        for action in actions:
            check(action)
        wire = self._open_wire()
        if isinstance(wire, AmiDown):
            return [wire] * len(actions)
        sent = [wire_action(action) for action in actions]
        wire.send_all(sent)
        return sent

    def _open_wire(self) -> AmiWire | AmiDown:
        if self._wire is None or self.closed.is_set() or self._wire.transport.is_closing():
            return AmiDown(self.reason or "the link is closing")
        return self._wire

    def _forget(self, sent: Sequence[Any]) -> None:
        """Nobody waits for these any more: a late reply finds nothing."""
        for one in sent:
            if isinstance(one, AmiDown) or self._wire is None:
                continue
            self._wire.responses.pop(one.id, None)
            if not one.future.cancel() and not one.future.cancelled():
                one.future.exception()  # looked at, so asyncio does not complain that nobody did


def _outcome(action: Action, sent: Any) -> Outcome:
    if isinstance(sent, AmiDown):
        return sent
    try:
        return reply_of(action, messages_of(action, sent)[0])
    except ReplyUnknown as unknown:
        return unknown
