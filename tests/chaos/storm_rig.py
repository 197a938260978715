"""On what are all plugs pulled? The wired rig on a small disk of its own, with a first way out that nobody answers."""

import os
import signal
import subprocess
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

from ivr.asterisk.render import Trunk, write
from tests.chaos.rig import BOOT, Plan, RigFault
from tests.chaos.wired import WiredRig
from town.instance import Runner
from town.pair import SIP_PORT

DISK = "96m"
HOLE = ".5"


class StormRig(WiredRig):
    """`has_disk`: the state lies on a file system of its own, so that it can be filled (only root may mount one)."""

    def __init__(self, runner: Runner, folder: Path, plan: Plan) -> None:
        super().__init__(runner, folder, plan)
        self.hole = Trunk(name="hole", host=self.pair.addresses.prefix + HOLE, port=SIP_PORT, limit=200)
        self.has_disk = False
        self.restarts = 0
        """How often a process had ended by itself and was started again, as systemd does."""

    def set_up(self) -> None:
        run = self.folder / "run"
        run.mkdir(parents=True, exist_ok=True)
        self.has_disk = os.geteuid() == 0 and _mount(run)
        super().set_up()
        write(self.pair.node, replace(self.files, trunks=(self.hole, *self.files.trunks)))

    async def close(self) -> None:
        await super().close()
        if self.has_disk:
            subprocess.run(["umount", "-l", str(self.folder / "run")], check=False)
            self.has_disk = False

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

    async def hole_seems_well(self) -> bool:
        said = await self.pair.exchange.cli("pjsip show contacts")
        return any("hole/sip:" in line and "Avail" in line for line in said.splitlines())


def _mount(folder: Path) -> bool:
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={DISK},mode=755", "tmpfs", str(folder)], check=False, capture_output=True
    )
    return done.returncode == 0
