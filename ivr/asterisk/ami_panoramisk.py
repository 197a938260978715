"""Which habits of panoramisk 1.4 are turned off, and how?

A Manager reconnects by itself and sends again what was not answered: ours does neither. Its protocol decodes
half characters, forgets an empty last header, gives an OriginateResponse to the action and not to those who
listen, stumbles over repeated headers, and leaves the actions of a lost link waiting for ever: see `AmiWire`.
"""

import asyncio
import codecs
import logging
from collections.abc import Callable, Sequence
from typing import Any, Protocol

import panoramisk
from panoramisk.actions import Action as WireAction
from panoramisk.ami_protocol import AMIProtocol
from panoramisk.message import Message

from ivr.asterisk.ami_wire import Action, ReplyUnknown

log = logging.getLogger(__name__)

LONGEST_MESSAGE = 1_000_000
"""Characters without the empty line that ends a message: not AMI any more."""
_ONE_VALUED = ("event", "response", "message", "actionid", "commandid", "eventlist", "subevent")


class Listener(Protocol):
    """Who is told what happens on the wire; none of these may raise or wait."""

    def bytes_came(self) -> None: ...
    def hear(self, message: Any) -> None: ...
    def drop(self, reason: str) -> None: ...


class AmiWire(AMIProtocol):  # type: ignore[misc]
    """panoramisk's protocol for one connection."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._characters = codecs.getincrementaldecoder("utf-8")("replace")
        self._rest = ""
        self.left_out = 0

    def send_all(self, actions: Sequence[Any]) -> None:
        """Actions with one reply each, in one writing."""
        for one in actions:
            one.as_list = False
            self.responses[one.id] = one
        self.transport.write("".join(map(str, actions)).encode("ascii"))

    def data_received(self, data: bytes) -> None:
        """A character split over two reads is kept until it is whole; an empty last header is kept too."""
        self._listener.bytes_came()
        *messages, self._rest = (self._rest + self._characters.decode(data)).split("\r\n\r\n")
        try:
            for text in messages:
                message = Message.from_line(text.lstrip("\r\n"))
                if message is not None:
                    self.handle_message(message)
        except Exception as fault:
            log.exception("AMI: a message could not be read")
            self._listener.drop(f"a message could not be read: {fault!r}")
        if len(self._rest) > LONGEST_MESSAGE:
            self._listener.drop("a message without end")

    def handle_message(self, message: Any) -> None:
        """An event belongs to an action only where that asked for a list; a key header twice is nonsense."""
        if self.closed or any(isinstance(message.get(key), list) for key in _ONE_VALUED):
            self.left_out += 1
            return
        waiting = self.responses.get(message.id)
        wants_list = waiting is not None and waiting.as_list
        if "event" in message and not wants_list:
            self._listener.hear(message)
        elif wants_list and "event" not in message:
            _first_of_list(waiting, message)
        else:
            super().handle_message(message)

    def connection_lost(self, exc: Exception | None) -> None:
        self._listener.drop(f"the connection was lost: {exc}" if exc else "Asterisk closed the connection")

    def end(self, reason: str) -> None:
        """Close without waiting for unsent bytes; nobody is left waiting."""
        waiting = list(self.responses.values())
        self.responses.clear()
        for wire in waiting:
            if not wire.future.done():
                wire.future.set_exception(ReplyUnknown(f"no reply before the link ended: {reason}"))
        self.close()
        self.transport.abort()


class _NeverAgain(panoramisk.Manager):  # type: ignore[misc]
    """A Manager whose connection, once lost, stays lost."""

    def connect(self, *_: Any, **__: Any) -> None:
        """Opening another link is not the work of this one."""

    def connection_lost(self, exc: Any) -> None:
        """Its protocol has told the listener."""


class _Everything:
    """The set of actions that are never sent again: all."""

    def __contains__(self, name: object) -> bool:
        return True


async def open_wire(host: str, port: int, listener: Listener) -> AmiWire:
    """Connect, nothing sent yet; OSError where nobody listens."""
    loop = asyncio.get_running_loop()
    make: Callable[[], AmiWire] = lambda: AmiWire(listener)  # noqa: E731
    opened = loop.create_future()
    opened.set_result(await loop.create_connection(make, host, port))
    manager = _NeverAgain(loop=loop, host=host, port=port, forgetable_actions=_Everything(), log=log)
    manager.connection_made(opened)
    manager.pinger.cancel()
    wire: AmiWire = opened.result()[1]
    return wire


def wire_action(action: Action) -> Any:
    """Our action as panoramisk's, with an id of its own and a future."""
    headers: dict[str, str | list[str]] = {"Action": action.name}
    variables = [value for key, value in action.headers if key.lower() == "variable"]
    headers |= {key: value for key, value in action.headers if key.lower() != "variable"}
    if variables:
        headers["Variable"] = variables
    return WireAction(headers)


def _first_of_list(waiting: Any, message: Any) -> None:
    """A refusal ends it; a second first message (repeated on the way) is left out."""
    if waiting.future.done() or waiting.responses:
        return
    waiting.responses.append(message)
    if message["response"] != "Success":
        waiting.future.set_result([message])
