"""How does a browser test have the whole product beside it? Exchange, town, controller and console, each a process."""

import asyncio
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Coroutine, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from console.access.accounts import add_user
from tests.chaos import homes
from tests.chaos.rig import Plan, Rig
from tests.console.headset import SAYS, SCRIPTS
from tests.console.neighbourhood import PASSWORD
from tests.exchange import tones
from tests.waiting import wait_until
from town.instance import Runner

T = TypeVar("T")
PORT = 8080
VOICE_SECONDS = 90.0
"""How long she speaks without a break, from her press."""
CARE: dict[str, object] = {"missed_press_after": "PT10M", "quiet_hours": ""}


class WholeSite:
    """`wait`: what the rig does, in an event loop and a thread of its own."""

    def __init__(self, runner: Runner, folder: Path, operators: Sequence[str], plan: Plan) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self._console: subprocess.Popen[bytes] | None = None
        self.rig = Rig(runner, folder, plan)
        tones.tone(folder / "sounds" / "town" / "her.sln", SAYS, VOICE_SECONDS)
        self.rig.set_up()
        for login in operators:
            add_user(self.rig.engine, login, login, "operator", PASSWORD, at=datetime.now(UTC))

    @property
    def address(self) -> str:
        return f"http://{self.rig.pair.node.address}:{PORT}"

    def wait(self, doing: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(doing, self._loop).result(90)

    def start(self) -> None:
        """Everything at the same time; until the console answers and the controller has pushed."""
        self._start_console()
        self.wait(self.rig.start())
        self.wait(self.rig.start_controller())
        wait_until(self._answers, 30)

    def _start_console(self) -> None:
        mine = {"HOST": self.rig.pair.node.address, "PORT": str(PORT), "SCRIPTS": str(SCRIPTS), "SECRET": "s" * 40}
        with (self.rig.folder / "run" / "console.log").open("ab") as log:
            self._console = subprocess.Popen(
                [sys.executable, "-m", "ivr", "serve", "--part", "console"],
                env=self.rig.environment | {f"BIGBUTTON_CONSOLE__{name}": value for name, value in mine.items()},
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def _answers(self) -> bool:
        assert self._console is not None and self._console.poll() is None, self._said()
        try:
            with urllib.request.urlopen(f"{self.address}/health", timeout=2) as reply:
                return bool(reply.status == 200)
        except OSError:
            return False

    def _said(self) -> str:
        return (self.rig.folder / "run" / "console.log").read_text(encoding="utf-8")[-2000:]

    def close(self) -> None:
        if self._console is not None:
            self._console.terminate()
            self._console.wait(10)
        self.wait(self.rig.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()


@contextmanager
def whole_site(
    runner: Runner,
    folder: Path,
    operators: Sequence[str],
    *,
    telephones: int = 4,
    desks: Mapping[str, tuple[str, ...]] = homes.DESKS,
    **queue: object,
) -> Iterator[WholeSite]:
    """`telephones`: how many homes there are."""
    plan = Plan(tables=_tables(operators, telephones), care=CARE, queue=queue, desks=desks)
    site = WholeSite(runner, folder, operators, plan)
    try:
        site.start()
        yield site
    finally:
        site.close()


def _tables(operators: Sequence[str], telephones: int) -> homes.Tables:
    staff = [{"id": login, "name": login, "role": "operator", "login": login} for login in operators]
    return {**homes.tables(telephones), "staff": staff}
