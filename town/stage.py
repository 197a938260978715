"""Where does the demonstration play? Database, files, voices, two Asterisks and the product's own processes.

The stage does what an administrator would: import, render, start. Nothing of the product is imported to be
driven from inside; the story presses keys in the town and reads the rows.
"""

import asyncio
import contextlib
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from console.access.accounts import Refused as UserRefused
from console.access.accounts import add_user
from db.engine import open_engine, reading
from db.importing import import_file
from db.migrations import upgrade
from ivr.asterisk.render import Endpoint
from ivr.picture import site_files
from ivr.settings import CONFIG, Settings
from ivr.settings import load as load_settings
from ivr.sounds import needed as sounds
from ivr.speech.source import Job
from ivr.tables.overlay import MANIFEST, manifest
from people.cells import Locality
from people.seniors import Language
from prepare.place import Prepared
from town.instance import AddressBlock, Runner
from town.pair import AMI_PORT, Pair
from town.people import Town, make_town

DESKS = (
    ("hotline", ("desk1", "desk2")),
    ("emergency", ("desk3",)),
    ("community", ("desk4",)),
    ("centre", ("desk5",)),
)
LOGIN = "demo"
BOOT = 20.0
Say = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Folders:
    """`run` belongs to whoever plays; `state` can be reached by Asterisk's user."""

    run: Path
    state: Path

    @property
    def config(self) -> Path:
        return self.run / "bigbutton.toml"

    @property
    def sounds(self) -> Path:
        return self.state / "sounds"

    @property
    def word(self) -> Path:
        return self.run / "town.json"


class CannotPlay(RuntimeError):
    """The stage could not be set; the message says why and what helps."""


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
        await asyncio.to_thread(self._fill)
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
        return self.folders.run / "kitchen.json"

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

    @contextlib.contextmanager
    def only_asterisk(self) -> Iterator[None]:
        """Controller and console killed, the database out of reach; the database comes back at the end."""
        for part in list(self.processes):
            self.kill(part)
        hidden = {path: path.with_name(f"gone-{path.name}") for path in self.folders.run.glob("bigbutton.sqlite*")}
        for path, aside in hidden.items():
            path.rename(aside)
        try:
            yield
        finally:
            for path, aside in hidden.items():
                aside.rename(path)

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
        self.folders.config.write_text(self._toml(), encoding="utf-8")
        self.folders.config.chmod(0o600)
        os.environ[CONFIG] = str(self.folders.config)
        self.settings: Settings = load_settings()
        self._offset = timedelta()

    def _toml(self) -> str:
        node, run = self.pair.node, self.folders.run
        desk_secrets = {phone: secrets.token_hex(8) for _, phones in DESKS for phone in phones}
        lines = [
            'site_name = "青松区居家养老服务中心"',
            f"database_url = {_q(f'sqlite:///{run}/bigbutton.sqlite')}",
            'area_code = "10"',
            'published = "66600000"',
            f"heartbeat = {_q(run / 'controller.alive')}",
            f"speech_cache = {_q(run.parent / 'speech-cache')}",
            f"speech.recordings = {_q(run / 'recordings-of-phrases')}",
            "supervision.clock_set = false",  # a demonstration's machine may have no time server
            "[exchange]",
            f"root = {_q(node.folders.root)}",
            f"modules = {_q(node.folders.modules)}",
            f"data = {_q(node.folders.data)}",
            f"sounds = {_q(node.folders.sounds)}",
            f"address = {_q(node.address)}",
            f"call_secret = {_q(node.call_secret)}",
            f"fill_secret = {_q(node.fill_secret)}",
            "[console]",
            f"port = {self.port}",
            f"secret = {_q(self._console_secret())}",
            *([f"demonstration = {_q(self.kitchen)}"] if self.with_kitchen else ()),
            "[care]",
            'missed_press_after = "PT8S"',
            'staff_again_after = "PT5S"',
            "broadcast_channels = 60",
            'message_windows = "00:00-24:00"',
            'quiet_hours = ""',
            "ring_her = 5",
            "message_rings = 6",
            "[watch]",
            "greet_after_days = 0",  # the story says whom it rings
            "[access_numbers]",
            *(f'"666000{code:02d}" = {_q(service)}' for code, service in self._codes()),
        ]
        for trunk in self.pair.trunks():
            lines += [
                "[[trunks]]",
                f"name = {_q(trunk.name)}",
                f"host = {_q(trunk.host)}",
                f"limit = {trunk.limit}",
            ]
        for name, phones in DESKS:
            accepts = "answer" if name == "hotline" else "press-1"
            lines += ["[[desks]]", f"name = {_q(name)}", f"accepts = {_q(accepts)}"]
            for phone in phones:
                lines += ["[[desks.phones]]", f"id = {_q(phone)}", f"secret = {_q(desk_secrets[phone])}"]
        return "\n".join(lines) + "\n"

    def _codes(self) -> list[tuple[int, str]]:
        from ivr.services import DEFAULT_SERVICES

        return [(int(service.code), service.id) for service in DEFAULT_SERVICES]

    def _console_secret(self) -> str:
        kept = self.folders.run / "console.secret"
        if not kept.exists():
            kept.write_text(secrets.token_urlsafe(32))
            kept.chmod(0o600)
        return kept.read_text()

    def _fill(self) -> None:
        """Database, people, a user, and every voice."""
        upgrade(self.settings.database_url)
        self._engine = open_engine(self.settings.database_url)
        self.say("Two hundred people move in ...")
        locality = Locality(area_code=self.settings.area_code)
        for kind, path in self.town.write(self.folders.run / "import").items():
            report = import_file(self._engine, kind, path, locality=locality)
            if report.problems:
                problem = report.problems[0]
                raise CannotPlay(f"{path}: line {problem.line}, {problem.column}: {problem.reason}")
        self._add_user()
        with reading(self._engine) as conn:
            jobs = sounds.site_jobs(conn, self.settings)
        hello = Job(path="town/hello.sln", text="喂，您好，请讲。", language=Language.CHINESE)
        her = Job(path="town/her.sln", text="您好，麻烦您帮我一下，谢谢。", language=Language.CHINESE)
        self.say(f"Their names, addresses and every phrase are spoken: {len(jobs)} files ...")
        spoken = sounds.speak([*jobs, hello, her], self.settings)
        if spoken.failures:
            raise CannotPlay(f"{spoken.failures[0].path} could not be spoken: {spoken.failures[0].reason}")

    def _add_user(self) -> None:
        kept = self.folders.run / "password"
        if not kept.exists():
            kept.write_text(secrets.token_urlsafe(9))
            kept.chmod(0o600)
            added = add_user(self._engine, LOGIN, "演示", "supervisor", kept.read_text(), at=datetime.now(UTC))
            if isinstance(added, UserRefused):
                raise CannotPlay(f"{added.reason}; {added.cure}")
        self.password = kept.read_text()

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


def _q(value: object) -> str:
    """A TOML string."""
    return json.dumps(str(value), ensure_ascii=False)
