"""How do exchange and town stand side by side? Two Asterisks on loopback addresses of their own."""

import csv
import json
import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ivr.asterisk.render import Endpoint, Folders, Node, SiteFiles, Trunk, write
from town.instance import AddressBlock, Instance, Runner
from town.remote import TownRefused, TownRemote

TEMPLATES = Path(__file__).resolve().parent / "asterisk"
SIP_PORT = 5060
AMI_PORT = 5038
SECOND = "-second"
"""Behind a telephone's name: itself, at its second registrar."""


@dataclass(frozen=True, kw_only=True)
class TownRow:
    """One line of the town's own log: who, what, when, under which SIP Call-ID."""

    at: float
    what: str
    who: str
    call_id: str
    more: Mapping[str, str]


class Pair:
    """An exchange and a town; `root` holds both."""

    def __init__(self, runner: Runner, root: Path, sounds: Path, addresses: AddressBlock | None = None) -> None:
        self.addresses = addresses or AddressBlock()
        self.root = root
        self.sounds = sounds
        self.recordings = root / "recordings"
        self.secret = secrets.token_urlsafe(12)
        self.exchange = Instance(runner, root / "exchange")
        self.town = Instance(runner, root / "town")
        self.node = Node(
            name="exchange",
            folders=Folders(root=root / "exchange", modules=runner.modules, data=runner.data, sounds=sounds),
            address=self.addresses[1],
            sip_port=SIP_PORT,
            ami_port=AMI_PORT,
            call_secret=secrets.token_urlsafe(12),
            fill_secret=secrets.token_urlsafe(12),
        )
        self.remote: TownRemote | None = None
        self.control = self.addresses[2]
        """Where the town is told what to do."""
        self.second = ""
        """Address of a second exchange, at which every telephone of the town registers, too; empty: there is none."""

    def trunks(self, limit: int = 30) -> tuple[Trunk, ...]:
        """Two ways out, each an address of the town's public network."""
        return (
            Trunk(name="trunka", host=self.addresses[3], port=SIP_PORT, limit=limit),
            Trunk(name="trunkb", host=self.addresses[4], port=SIP_PORT, limit=limit),
        )

    def write(self, site: SiteFiles, phones: Sequence[Endpoint]) -> None:
        """Put both Asterisks' files on disk."""
        write(self.node, site)
        self._write_town(site, phones)

    def _write_town(self, site: SiteFiles, phones: Sequence[Endpoint]) -> None:
        self.recordings.mkdir(parents=True, exist_ok=True)
        if self.town.runner.uid is not None:
            shutil.chown(self.recordings, self.town.runner.uid, self.town.runner.gid)
        folders = replace(self.node.folders, root=self.town.root)
        node = replace(
            self.node,
            name="town",
            folders=folders,
            address=self.addresses[2],
            rtp_first=20000,
            rtp_last=29999,
        )
        write(node, replace(site, terminals=(), desks=(), operators=()))
        for old in ("site.conf", "features.conf", "musiconhold.conf", "sorcery.conf", "confbridge.conf"):
            (folders.etc / old).unlink(missing_ok=True)
        shutil.rmtree(folders.etc / "dialplan")
        for name, text in self._town_files(site, phones).items():
            (folders.etc / name).write_text(text, encoding="utf-8")

    def _town_files(self, site: SiteFiles, phones: Sequence[Endpoint]) -> dict[str, str]:
        environment = Environment(
            loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, keep_trailing_newline=True
        )
        values = {
            "voice": self.sounds / "town" / "hello",
            "her_voice": self._her_voice(),
            "recordings": self.recordings,
            "homes": self.addresses[2],
            "cloud": f"{self.addresses.prefix}.6",
            "exchange": self.addresses[1],
            "sip_port": SIP_PORT,
            "ami_port": AMI_PORT,
            "ami_secret": self.secret,
            "control": self.control,
            "second": self.second,
            "trunks": site.trunks,
            "phones": phones,
        }
        return {
            path.name.removesuffix(".j2"): environment.get_template(path.name).render(values)
            for path in TEMPLATES.iterdir()
        }

    def _her_voice(self) -> Path:
        """Where nobody spoke for her, she says hello like everybody."""
        own = self.sounds / "town" / "her"
        return own if own.with_suffix(".sln").exists() else self.sounds / "town" / "hello"

    async def start(self) -> None:
        await self.exchange.start()
        await self.start_town()

    async def start_town(self) -> None:
        await self.town.start()
        self.remote = await TownRemote.connect(self.control, AMI_PORT, self.secret)

    async def stop(self) -> None:
        if self.remote:
            await self.remote.close()
        await self.town.stop()
        await self.exchange.stop()
        self.addresses.release()

    def _told(self) -> TownRemote:
        if self.remote is None:
            raise RuntimeError("the town has not been started")
        return self.remote

    async def behave(self, who: str, kind: str, delay: float = 1, argument: str = "") -> None:
        """From now on `who` (a home, a desk, a number) answers so; the kinds are in asterisk/extensions.conf.j2."""
        await self._told().put("behave", who, f"{kind},{delay},{argument}")

    async def stays(self, who: str, seconds: int) -> None:
        await self._told().put("stay", who, str(seconds))

    async def record(self, who: str, name: str) -> None:
        await self._told().put("record", who, name)

    async def press(
        self, home: str, dial: str, *, stay: float = 20, keys: str = "", key_wait: float = 3, record: str = "",
        says: bool = False, says_after: float = 0, registrar: str = "",
    ) -> None:  # fmt: skip
        """At `home` somebody dials `dial` and stays `stay` seconds after the answer; may press `keys`, may speak.

        `registrar`: SECOND, where her telephone asks at its second one.
        """
        variables = {
            "HOME": home,
            "STAY": str(stay),
            "KEYS": keys,
            "KEYWAIT": str(key_wait),
            "RECORD": record,
            "SAYS": "1" if says else "",
            "SAYSAFTER": str(says_after),
        }
        await self._told().originate(f"PJSIP/{dial}@{home}{registrar}", "home", variables)

    async def hang_up(self, home: str) -> None:
        """At `home` somebody puts the handset down; nothing where nobody is on the line."""
        try:
            await self._told().action("Hangup", {"Channel": f"/^PJSIP/{home}-.*$/"})
        except TownRefused:
            return

    async def call_in(
        self, caller: str, number: str, *, stay: float = 20, trunk: str = "trunka", record: str = "", keys: str = "",
        key_wait: float = 3,
    ) -> None:  # fmt: skip
        """Somebody of the public network rings one of the exchange's numbers, and may press `keys`."""
        variables = {"HOME": caller, "STAY": str(stay), "KEYS": keys, "KEYWAIT": str(key_wait), "RECORD": record}
        await self._told().originate(f"PJSIP/{number}@{trunk}", "home", variables, caller)

    def town_log(self) -> list[TownRow]:
        """The town's own call log, oldest first."""
        path = self.town.facts / "town.csv"
        return list(_town_rows(path)) if path.exists() else []


def _town_rows(path: Path) -> Iterator[TownRow]:
    with path.open(encoding="utf-8", newline="") as file:
        for _, what, extra in csv.reader(line for line in file if line.endswith("\n")):
            text = json.loads(extra)["extra"] if extra else ""
            values = dict(part.split("=", 1) for part in text.split(";") if "=" in part)
            yield TownRow(
                at=float(values.pop("t")),
                what=what,
                who=values.pop("who"),
                call_id=unquote(values.pop("sip", "")),
                more=values,
            )
