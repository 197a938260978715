"""What is the second registrar? An exchange on another machine, with the same rendered files and nothing else.

It has no controller, no database, and empty tables: what the files say has to be enough for every press.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from ivr import events as e
from ivr.asterisk.factlog import Cursor, FactLog
from ivr.asterisk.facts import Translator
from ivr.asterisk.render import SiteFiles, write
from tests.chaos.network import Network
from tests.waiting import until
from town.instance import Instance
from town.pair import Pair

ADDRESS = ".7"
BOOT = 60.0


class SecondExchange:
    """Started when it is first needed, and up from then on. `facts`: all that it has said."""

    def __init__(self, pair: Pair, files: SiteFiles, network: Network) -> None:
        root = pair.root / "second"
        write(
            replace(pair.node, name="second", address=pair.second, folders=replace(pair.node.folders, root=root)), files
        )
        runner = pair.exchange.runner
        self.instance = Instance(runner, root)
        self.instance.machine = network.another_exchange(pair.second).start_of(runner.uid, runner.gid)
        self.facts: list[e.Event] = []
        self._log, self._cursor, self._translator = FactLog(self.instance.facts), Cursor(), Translator()
        self._phones = tuple(phone.id for phone in (*files.terminals, *files.desks))

    async def ready(self) -> None:
        """Up, with every telephone registered."""
        if not self.instance.alive():
            await self.instance.start()
        await self._until(self._registered, "every telephone is registered at the second exchange")

    async def quiet(self) -> None:
        """No call is left; all that was said of them has been read."""
        await self._until(self.instance.is_quiet, "no call is left at the second exchange")
        rows, self._cursor = self._log.read(self._cursor)
        self.facts += [fact.event for fact in self._translator.facts(rows)]

    async def stop(self) -> None:
        if self.instance.alive():
            await self.instance.stop()

    async def _until(self, look: Callable[[], Awaitable[bool]], what: str) -> None:
        await until(look, what, BOOT, every=0.1, said=self.instance.last_words)

    async def _registered(self) -> bool:
        said = await self.instance.cli("pjsip show contacts")
        return all(f"{phone}/sip:" in said for phone in self._phones)
