"""On what is the link itself broken? The rig with a proxy between controller and Asterisk, and a console beside it."""

import socket
import subprocess
import sys
from pathlib import Path

from tests.chaos.rig import Plan, Rig
from tests.chaos.wire import Wire
from town.instance import Runner

AMI, WIRE = 5038, 5039
SECRET = "console-secret-of-this-rig-and-no-other"


class WiredRig(Rig):
    """The controller speaks to `wire`; the console, where it is started, serves on a free port."""

    def __init__(self, runner: Runner, folder: Path, plan: Plan, extra: str = "") -> None:
        super().__init__(runner, folder, plan)
        self._extra = extra
        self.wire = Wire(self.pair.node.address, WIRE, behind=AMI)
        self.console: subprocess.Popen[bytes] | None = None
        self.console_port = _free_port()

    async def start(self) -> None:
        await super().start()
        await self.wire.start()

    async def close(self) -> None:
        self.kill_console()
        await super().close()
        await self.wire.close()

    def start_console(self) -> None:
        with open(self.folder / "run" / "console.log", "ab") as log:
            self.console = subprocess.Popen(
                [sys.executable, "-m", "ivr", "serve", "--part", "console"],
                env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def kill_console(self) -> None:
        if self.console is not None:
            self.console.kill()
            self.console.wait()
            self.console = None

    def console_answers(self) -> bool:
        with socket.socket() as asked:
            asked.settimeout(1)
            return asked.connect_ex(("127.0.0.1", self.console_port)) == 0

    @property
    def environment(self) -> dict[str, str]:
        return {
            **super().environment,
            "BIGBUTTON_EXCHANGE__AMI_PORT": str(WIRE),
            "BIGBUTTON_CONSOLE__PORT": str(self.console_port),
            "BIGBUTTON_CONSOLE__SECRET": SECRET,
        }

    def _toml(self) -> str:
        return super()._toml() + self._extra


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])
