"""On what are all plugs pulled? The wired rig on small disks, apart from its town by cables, with a lying way out.

What this computer does not let us make (`lacks`) is left out, and with it the faults that need it.
"""

import signal
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

from ivr.asterisk.render import Trunk, write
from tests.chaos.disks import Disk
from tests.chaos.network import Network
from tests.chaos.rig import BOOT, Plan, RigFault
from tests.chaos.second import ADDRESS, SecondExchange
from tests.chaos.wired import WiredRig
from town.apart import why_not
from town.instance import Runner
from town.pair import SIP_PORT

DISK, LOG_DISK = 96, 64
"""Megabytes."""
HOLE = ".5"
NO_DISK = "only root may mount a small disk to fill"


class StormRig(WiredRig):
    """`disk`: under database and heartbeat; `log_disk`: under Asterisk's own logs."""

    def __init__(self, runner: Runner, folder: Path, plan: Plan) -> None:
        super().__init__(runner, folder, plan)
        self.hole = Trunk(name="hole", host=self.pair.addresses.prefix + HOLE, port=SIP_PORT, limit=200)
        self.network: Network | None = None
        self.second: SecondExchange | None = None
        self.lacks: dict[str, str] = {}
        """What cannot be had here -> why."""
        self.restarts = 0
        """How often a process had ended by itself and was started again, as systemd does."""

    def set_up(self) -> None:
        self.disk = Disk(self.folder / "run", DISK)
        self.log_disk = Disk(self.pair.exchange.facts.parent, LOG_DISK)
        if not (self.disk.there and self.log_disk.there):
            self.lacks["disk"] = NO_DISK
        self._part()
        super().set_up()
        files = replace(self.files, trunks=(self.hole, *self.files.trunks))
        write(self.pair.node, files)
        if self.network is not None:
            self.second = SecondExchange(self.pair, files, self.network)

    def _part(self) -> None:
        """The town on a machine of its own, if this computer can play several."""
        why = why_not()
        if why:
            self.lacks["network"] = why
            return
        self.network = Network(self.pair)
        self.pair.second = self.pair.addresses.prefix + ADDRESS

    async def close(self) -> None:
        if self.second is not None:
            await self.second.stop()
        await super().close()
        if self.network is not None:
            self.network.close()
        for disk in (self.disk, self.log_disk):
            disk.close()

    def kill(self, who: str) -> None:
        if who == "controller":
            self.kill_controller()
        else:
            self.kill_console()

    async def start_again(self, who: str) -> None:
        if who == "controller":
            await self.start_controller(wait=False)
        else:
            self.start_console()

    def signal(self, who: str, number: signal.Signals) -> None:
        process = self.controller if who == "controller" else self.console
        if process is None:
            raise RigFault(f"the {who} is not running")
        if process.poll() is None:
            process.send_signal(number)

    async def until(self, look: Callable[[], object | Awaitable[object]], what: str, within: float = BOOT) -> None:
        """As before; a process that has ended by itself meanwhile is started again, as systemd does."""
        end = time.monotonic() + within
        while True:
            try:
                await super().until(look, what, max(end - time.monotonic(), 0.05))
            except RigFault:
                if self.controller is None or self.controller.poll() is None or time.monotonic() >= end:
                    raise
                await self.look_after()
            else:
                return

    async def look_after(self) -> None:
        """Start again what has ended by itself."""
        for who, process in (("controller", self.controller), ("console", self.console)):
            if process is not None and process.poll() is not None:
                self.restarts += 1
                await self.start_again(who)

    async def exchange_is_quiet(self) -> bool:
        return await self.pair.exchange.is_quiet()

    async def hole_seems_well(self) -> bool:
        said = await self.pair.exchange.cli("pjsip show contacts")
        return any("hole/sip:" in line and "Avail" in line for line in said.splitlines())
