"""Where does the demonstration play? Database, files, voices, two Asterisks and the product's own processes.

The stage does what an administrator would: import, render, start. Nothing of the product is imported to be
driven from inside; the story presses keys in the town and reads the rows.
"""

import asyncio
import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from db.engine import reading
from ivr.asterisk.render import Endpoint
from ivr.picture import site_files
from ivr.settings import CONFIG, Settings
from ivr.settings import load as load_settings
from ivr.tables.overlay import MANIFEST, manifest
from prepare.place import Prepared
from town.folders import CannotPlay, Folders
from town.instance import AddressBlock, Runner
from town.its_database import holds_something, out_of_reach
from town.moving_in import moved_in, password
from town.pair import AMI_PORT, Pair
from town.people import Town, make_town
from town.settings_file import settings_text
from town.telling import Say

BOOT = 20.0


class Stage:
    """Everything up; `close` ends what was started here, and only that."""

    def __init__(
        self, place: Prepared, checkout: Path, port: int, say: Say, name: str = "demo", *, with_kitchen: bool = False
    ) -> None:
        self.place = place
        self.with_kitchen = with_kitchen
        self.say = say
        self.port = port
        self.folders = Folders(run=checkout / ".run" / name, state=place.state_dir / name)
        self.town: Town = make_town()
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.password = ""

    async def set_up(self, *, fresh: bool) -> None:
        """From an empty folder to a controller that answers."""
        if fresh:
            self._forget()
        for folder in (self.folders.run, self.folders.state, self.folders.sounds):
            folder.mkdir(parents=True, exist_ok=True)
        self.pair = Pair(self._runner(), self.folders.state, self.folders.sounds, AddressBlock())
        self._configure()
        if fresh and holds_something(self.settings.database_url):
            raise CannotPlay("FRESH=1 begins with an empty database, and BIGBUTTON_DATABASE_URL names one that holds "
                             "something: name another one (createdb), or leave FRESH=1 away")  # fmt: skip
        self._engine = await asyncio.to_thread(moved_in, self.settings, self.town, self.folders, self.say)
        self.password = password(self.folders)
        with reading(self.engine) as conn:
            files = site_files(conn, self.settings)
        self.pair.write(files, (*files.terminals, *files.desks))
        (self.pair.node.folders.etc / MANIFEST).write_text(manifest(files.terminals))
        self.say("Starting the exchange and the town ...")
        await self.pair.start()
        self._leave_word()
        await self.start("controller")
        await self.start("console")
        await self._answering()

    @property
    def kitchen(self) -> Path:
        """Where the kitchen telephone (town/kitchen/door.py) tells the console how it is reached."""
        return self.folders.kitchen

    @property
    def engine(self) -> Engine:
        return self._engine

    @property
    def now(self) -> datetime:
        """The exchange's time."""
        return datetime.now(UTC) + self._offset

    async def set_clock(self, at: datetime) -> None:
        """Live on another morning: the exchange's clock, which the controller and the console follow."""
        self._offset = at - datetime.now(UTC)
        await self.pair.exchange.cli(f"dialplan set global CLOCK_OFFSET {int(self._offset.total_seconds())}")
        await self._until(self._followed, "the controller follows the clock", BOOT)

    async def start(self, part: str) -> None:
        """The product's own process: controller or console."""
        log = open(self.folders.run / f"{part}.log", "ab")  # noqa: SIM115
        command = [sys.executable, "-m", "ivr", "serve", "--part", part]
        environment = {**os.environ, CONFIG: str(self.folders.config)}
        process = subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )
        log.close()
        self.processes[part] = process
        (self.folders.run / f"{part}.pid").write_text(str(process.pid))

    def kill(self, part: str) -> None:
        """SIGKILL: the plug, not the switch."""
        process = self.processes.pop(part)
        process.kill()
        process.wait()
        (self.folders.run / f"{part}.pid").unlink(missing_ok=True)

    async def command(self, *words: str) -> str:
        """`bigbutton …`, as somebody types it."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "ivr", *words,
            env={**os.environ, CONFIG: str(self.folders.config)},
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        said, _ = await process.communicate()
        text = said.decode("utf-8", "replace").strip()
        if process.returncode:
            raise CannotPlay(f"bigbutton {' '.join(words[:2])} ended with {process.returncode}: {text}")
        return text

    async def controller_answers(self) -> None:
        """Wait until the controller has taken over the log and pushed the tables."""
        await self._until(self._alive, "the controller answers", BOOT)

    async def console_answers(self) -> None:
        """Wait until a browser that is sent there finds a page."""
        await self._until(self._listening, "the console answers", BOOT)

    @contextlib.contextmanager
    def only_asterisk(self) -> Iterator[None]:
        """Controller and console killed, the database out of reach; the database comes back at the end."""
        for part in list(self.processes):
            self.kill(part)
        with out_of_reach(self.settings.database_url):
            yield

    async def close(self) -> None:
        for part in list(self.processes):
            process = self.processes.pop(part)
            process.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                await asyncio.to_thread(process.wait, 8)
            if process.poll() is None:
                process.kill()
                process.wait()
            (self.folders.run / f"{part}.pid").unlink(missing_ok=True)
        if hasattr(self, "pair"):
            await self.pair.stop()

    def _leave_word(self) -> None:
        """Where the town listens: for `python -m town press`."""
        word = {"host": self.pair.addresses[2], "port": AMI_PORT, "secret": self.pair.secret}
        self.folders.word.write_text(json.dumps(word))
        self.folders.word.chmod(0o600)

    def _forget(self) -> None:
        for folder in (self.folders.run, self.folders.state):
            shutil.rmtree(folder, ignore_errors=True)

    def _runner(self) -> Runner:
        asterisk = self.place.asterisk
        return Runner(
            command=asterisk.command, modules=asterisk.modules, data=asterisk.data,
            user=self.place.user, uid=self.place.uid, gid=self.place.gid,
        )  # fmt: skip

    def _configure(self) -> None:
        text = settings_text(self.pair, self.folders, self.port, with_kitchen=self.with_kitchen)
        self.folders.config.write_text(text, encoding="utf-8")
        self.folders.config.chmod(0o600)
        self.settings: Settings = load_settings(self.folders.config)
        self._offset = timedelta()

    async def _answering(self) -> None:
        wanted = {phone.id for phone in self._phones()}

        async def registered() -> bool:
            said = await self.pair.exchange.cli("pjsip show contacts")
            return all(f"{name}/sip:" in said for name in wanted)

        await self._until(registered, "every telephone of the town is registered", 60)
        await self.controller_answers()

    def _phones(self) -> tuple[Endpoint, ...]:
        with reading(self.engine) as conn:
            files = site_files(conn, self.settings)
        return (*files.terminals, *files.desks)

    async def _alive(self) -> bool:
        row = await self.pair.exchange.cli("database get week meiyi/meals")
        with contextlib.suppress(OSError):
            return "Value:" in row and datetime.now().timestamp() - self.settings.heartbeat.stat().st_mtime < 2
        return False

    def _listening(self) -> bool:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
            return True
        return False

    async def _followed(self) -> bool:
        wanted = f"{self._offset.total_seconds():.0f}"
        with contextlib.suppress(OSError):
            return abs(int(self.settings.heartbeat.read_text() or 0) - int(wanted)) <= 1
        return False

    async def _until(self, look: Callable[[], object], what: str, seconds: float) -> None:
        for _ in range(int(seconds / 0.1)):
            found = look()
            if asyncio.iscoroutine(found):
                found = await found
            if found:
                return
            self._check_processes()
            await asyncio.sleep(0.1)
        raise CannotPlay(f"not within {seconds:.0f} s: {what}. Logs: {self.folders.run}, {self.pair.exchange.root}/log")

    def _check_processes(self) -> None:
        for part, process in self.processes.items():
            if process.poll() is not None:
                log = (self.folders.run / f"{part}.log").read_text("utf-8", "replace").strip().splitlines()
                raise CannotPlay(f"the {part} ended by itself; it said last: {log[-1] if log else 'nothing'}")
