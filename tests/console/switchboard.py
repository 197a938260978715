"""How does a browser test have a real exchange and town beside it? In a thread with an event loop of their own."""

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from ivr.asterisk.ami import Ami
from ivr.asterisk.ami_line import Account
from ivr.asterisk.operators import OperatorPhones
from tests.exchange.world import World, started
from town.instance import Runner

T = TypeVar("T")


class Switchboard:
    """The world of the exchange tests, asked from another thread."""

    def __init__(self, runner: Runner, folder: Path) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self._context = started(runner, folder)
        self.world: World = self.wait(self._context.__aenter__())

    def wait(self, doing: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(doing, self._loop).result(60)

    def phones(self) -> OperatorPhones:
        """A link of its own for each console."""
        node = self.world.pair.node
        account = Account(host=node.address, port=node.ami_port, user="fill", secret=node.fill_secret, hears=False)
        return OperatorPhones(Ami(account), f"ws://{node.inside}:{node.web_port}/ws")

    def close(self) -> None:
        self.wait(self._context.__aexit__(None, None, None))
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()


@contextmanager
def switchboard(runner: Runner, folder: Path) -> Iterator[Switchboard]:
    board = Switchboard(runner, folder)
    try:
        yield board
    finally:
        board.close()
