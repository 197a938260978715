"""On what are plugs pulled, and figures measured? A real exchange, a database and a controller process of their own.

Everything lies in one folder and on loopback addresses of its own; only what was started here is signalled.
"""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from db.engine import open_engine, reading
from db.importing import import_file
from ivr.asterisk.render import Endpoint, SiteFiles
from ivr.picture import site_files
from ivr.settings import CONFIG
from ivr.settings import load as load_settings
from ivr.tables.overlay import MANIFEST, manifest
from people.cells import Locality
from prepare.place import Prepared
from tests.chaos import homes
from tests.exchange import tones
from tests.postgres import databases
from tests.template import copied
from tests.waiting import until
from town.instance import Runner
from town.pair import Pair

PUBLISHED = "66600000"
BOOT = 40.0


class RigFault(RuntimeError):
    """The rig itself could not be set up, or something did not come in time."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """`tables`: import KIND -> rows. `announce`: whoever answers is told first who calls."""

    tables: homes.Tables
    trunk_limit: int = 200
    announce: bool = True
    care: dict[str, object] = field(default_factory=dict)
    watch: dict[str, object] = field(default_factory=lambda: {"greet_after_days": 0})
    """As they stand nobody is greeted by the exchange itself: who is rung is said by each test."""
    queue: dict[str, object] = field(default_factory=dict)
    desks: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: homes.DESKS)


class Rig:
    """`set_up` writes and fills; `start` starts the Asterisks; the controller is started, stopped and killed apart."""

    def __init__(self, runner: Runner, folder: Path, plan: Plan) -> None:
        self.folder = folder
        self.plan = plan
        self.controller: subprocess.Popen[bytes] | None = None
        self.pair = Pair(runner, folder / "pair", tones.make(folder / "sounds"))

    @property
    def node_log(self) -> Path:
        """The folder of Asterisk's own log of facts."""
        return self.pair.exchange.facts

    def set_up(self) -> None:
        """Settings, database, people, files."""
        (self.folder / "run").mkdir(parents=True, exist_ok=True)
        self.database_url = self._database()
        self.config = self.folder / "run" / "bigbutton.toml"
        self.config.write_text(self._toml(), encoding="utf-8")
        self.settings = load_settings(self.config)
        self.engine = open_engine(self.settings.database_url)
        for kind, path in homes.write(self.folder / "run" / "import", self.plan.tables).items():
            self.take_in(kind, path)
        with reading(self.engine) as conn:
            self.files: SiteFiles = site_files(conn, self.settings)
        self.pair.write(self.files, self.phones)
        etc = self.pair.node.folders.etc
        (etc / MANIFEST).write_text(manifest(self.files.terminals), encoding="utf-8")

    @property
    def phones(self) -> tuple[Endpoint, ...]:
        return (*self.files.terminals, *self.files.desks)

    def take_in(self, kind: str, path: Path) -> None:
        """Import a file; any problem in it is the rig's fault."""
        report = import_file(self.engine, kind, path, locality=Locality(area_code=self.settings.area_code))
        if report.problems:
            raise RigFault(f"{path}: {report.problems[0]}")

    async def start(self) -> None:
        """Exchange and town, every telephone registered."""
        await self.pair.start()
        await self.until(self.registered, "every telephone of the town is registered")

    async def start_controller(self, *, wait: bool = True) -> None:
        """`bigbutton serve --part controller`; `wait`: until it has pushed the tables and lives."""
        with open(self.folder / "run" / "controller.log", "ab") as log:
            self.controller = subprocess.Popen(
                [sys.executable, "-m", "ivr", "serve", "--part", "controller"],
                env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        if wait:
            await self.controller_answers()

    async def controller_answers(self) -> None:
        since = time.time()

        async def alive() -> bool:
            beat = self.settings.heartbeat
            fresh = beat.exists() and beat.stat().st_mtime > since
            return fresh and "Value:" in await self.pair.exchange.cli(f"database get week {homes.AREA}/meals")

        await self.until(alive, "the controller has pushed the tables")

    def kill_controller(self) -> None:
        """SIGKILL: the plug, not the switch."""
        if self.controller is not None:
            self.controller.kill()
            self.controller.wait()
            self.controller = None

    def signal_controller(self, number: signal.Signals) -> None:
        if self.controller is None or self.controller.poll() is not None:
            raise RigFault(f"the controller is not running; it said: {self.last_words()}")
        self.controller.send_signal(number)

    async def close(self) -> None:
        if self.controller is not None and self.controller.poll() is None:
            self.controller.send_signal(signal.SIGCONT)
            self.controller.terminate()
            try:
                await asyncio.to_thread(self.controller.wait, 8)
            except subprocess.TimeoutExpired:
                self.kill_controller()
        await self.pair.stop()
        if hasattr(self, "engine"):
            self.engine.dispose()

    async def until(self, look: Callable[[], object | Awaitable[object]], what: str, within: float = BOOT) -> None:
        """Look every 50 ms; RigFault with what the controller said last where it never comes."""

        def alive_and() -> object | Awaitable[object]:
            if self.controller is not None and self.controller.poll() is not None:
                raise RigFault(f"the controller ended by itself; it said last: {self.last_words()}")
            return look()

        try:
            await until(alive_and, what, within, every=0.05)
        except AssertionError as never:
            raise RigFault(f"{never}. The controller said last: {self.last_words()}") from None

    def last_words(self) -> str:
        log = self.folder / "run" / "controller.log"
        lines = log.read_text("utf-8", "replace").strip().splitlines()[-3:] if log.exists() else []
        return " | ".join(lines) or "nothing"

    @property
    def environment(self) -> dict[str, str]:
        """For `bigbutton …` as a process of its own."""
        return {**os.environ, CONFIG: str(self.config)}

    async def registered(self) -> bool:
        said = await self.pair.exchange.cli("pjsip show contacts")
        return all(f"{phone.id}/sip:" in said for phone in self.phones)

    def _database(self) -> str:
        """A fresh one where this journey runs; a file that is there already is the site's."""
        file = self.folder / "run" / "bigbutton.sqlite"
        return databases.fresh() or (f"sqlite:///{file}" if file.exists() else copied(file))

    def _toml(self) -> str:
        node, run = self.pair.node, self.folder / "run"
        lines = [
            f"database_url = {_q(self.database_url)}",
            f"published = {_q(PUBLISHED)}",
            f"heartbeat = {_q(run / 'controller.alive')}",
            f"speech_cache = {_q(run / 'speech-cache')}",
            f"announce = {'true' if self.plan.announce else 'false'}",
            "[exchange]",
            *(f"{name} = {_q(value)}" for name, value in (
                ("root", node.folders.root), ("modules", node.folders.modules), ("data", node.folders.data),
                ("sounds", node.folders.sounds), ("address", node.address),
                ("call_secret", node.call_secret), ("fill_secret", node.fill_secret),
            )),
            "[care]",
            *(f"{name} = {json.dumps(value)}" for name, value in self.plan.care.items()),
            "[watch]",
            *(f"{name} = {json.dumps(value)}" for name, value in self.plan.watch.items()),
            "[queue]",
            *(f"{name} = {json.dumps(value)}" for name, value in self.plan.queue.items()),
        ]  # fmt: skip
        for trunk in self.pair.trunks(limit=self.plan.trunk_limit):
            lines += ["[[trunks]]", f"name = {_q(trunk.name)}", f"host = {_q(trunk.host)}"]
            lines += [f"limit = {trunk.limit}"]
        for name, phones in self.plan.desks.items():
            lines += ["[[desks]]", f"name = {_q(name)}"]
            lines += ['accepts = "answer"' if name == "hotline" else 'accepts = "press-1"']
            for phone in phones:
                lines += ["[[desks.phones]]", f"id = {_q(phone)}", f"secret = {_q('secret-of-' + phone)}"]
        return "\n".join(lines) + "\n"


def runner_of(place: Prepared) -> Runner:
    """The Asterisk that the set-up prepared."""
    asterisk = place.asterisk
    return Runner(
        command=asterisk.command, modules=asterisk.modules, data=asterisk.data,
        user=place.user, uid=place.uid, gid=place.gid,
    )  # fmt: skip


def _q(value: object) -> str:
    """A TOML string."""
    return json.dumps(str(value), ensure_ascii=False)
