"""Which files does an Asterisk of this site need? Rendered at boot; changes after that go to AstDB.

`render` is pure: settings in, {file name: text} out. Nothing is reloaded in service.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ivr.inside import inside
from ivr.queue.files import QueueFiles

DIALPLANS = Path(__file__).resolve().parents[2] / "dialplans"
SAFE = re.compile(r"[^\r\n\x00;\[\]#]*|[*#0-9]{1,3}")
"""A # of a prefix never begins a line; there alone it would be read as an order."""


class UnsafeSetting(ValueError):
    """A value that would end its line in an Asterisk file and begin another."""


@dataclass(frozen=True, kw_only=True)
class Folders:
    """Where one Asterisk lives: its own root, and the modules and data of the installation."""

    root: Path
    modules: Path
    data: Path
    sounds: Path

    @property
    def etc(self) -> Path:
        return self.root / "etc"


@dataclass(frozen=True, kw_only=True)
class Node:
    """One exchange on the network."""

    name: str
    folders: Folders
    address: str
    sip_port: int = 5060
    ami_port: int = 5038
    web_port: int = 8088
    """SIP over WebSocket, for this machine alone."""
    rtp_first: int = 10000
    rtp_last: int = 19999
    call_secret: str
    fill_secret: str
    clock_offset: int = 0
    """Seconds; 0 in service."""

    @property
    def inside(self) -> str:
        """Where the controller finds AMI, and the console SIP over WebSocket: never on the network."""
        return inside(self.address)


@dataclass(frozen=True, kw_only=True)
class Trunk:
    name: str
    host: str
    port: int = 5060
    limit: int = 30
    """Channels the carrier gives."""
    takes_emergency_numbers: bool = True
    e164: bool = False
    """Numbers leave as `+861066660001`; short ones then do not leave at all."""
    transport: str = "udp"
    user: str = ""
    secret: str = ""
    registers: bool = False


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """Anything that registers with a secret of its own: a desk or a terminal."""

    id: str
    secret: str
    call_class: str = "local"


@dataclass(frozen=True, kw_only=True)
class Code:
    id: str
    code: str


@dataclass(frozen=True, kw_only=True)
class SiteFiles:
    """What the files say of the site: everything that must hold with the tables empty."""

    services: tuple[Code, ...]
    terminals: tuple[Endpoint, ...]
    desks: tuple[Endpoint, ...]
    trunks: tuple[Trunk, ...]
    static_targets: Mapping[str, str]
    """Target id -> `way,number,accepts`."""
    static_hotline: str
    static_ladder: str
    static_routes: Mapping[str, str] = field(default_factory=dict)
    operators: tuple[Endpoint, ...] = ()
    """Browsers of operators; their secrets here are nobody's."""
    access_numbers: Mapping[str, str] = field(default_factory=dict)
    """Number as the trunk delivers it -> service id."""
    public_emergency: tuple[str, ...] = ("110", "119", "120", "122", "999")
    published: str = ""
    """The one number that every call of ours shows."""
    script: tuple[int, ...] = ()
    """Numbers of the phrases that may be recorded at a desk telephone."""
    ring_her: int = 45
    """Seconds her telephone rings in a staff call."""
    country: str = "86"
    area_code: str = "10"
    """Of the site's fixed lines, without its 0."""
    prefix: str = "*"
    language: str = "zh"
    languages: tuple[str, ...] = ("zh", "en")
    trunk_reserve: int = 2
    announce: bool = True
    queue: QueueFiles = field(default_factory=QueueFiles)


def render(node: Node, site: SiteFiles) -> dict[str, str]:
    """File name under `etc` -> its text."""
    values = _values(node, site)
    environment = Environment(
        loader=FileSystemLoader(DIALPLANS),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        finalize=_safe,
    )
    rendered = {
        path.name.removesuffix(".j2"): environment.get_template(path.name).render(values)
        for path in sorted(DIALPLANS.glob("*.j2"))
    }
    copied = {
        str(path.relative_to(DIALPLANS)): path.read_text(encoding="utf-8") for path in sorted(DIALPLANS.rglob("*.conf"))
    }
    return rendered | copied


FOLDERS = (
    "etc", "lib", "db", "keys", "spool/replies", "spool/recorded", "spool/words", "spool/calls", "run",
    "log/cel-custom",
)  # fmt: skip


def write(node: Node, site: SiteFiles) -> Path:
    """Put the files and the folders of one Asterisk on disk; returns its asterisk.conf."""
    for folder in FOLDERS:
        (node.folders.root / folder).mkdir(parents=True, exist_ok=True)
    for name, text in render(node, site).items():
        path = node.folders.etc / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        path.chmod(0o640)
    return node.folders.etc / "asterisk.conf"


def _values(node: Node, site: SiteFiles) -> dict[str, object]:
    comfort = [code.id for code in site.services if code.id != "emergency"] + [
        "hotline",
        "next",
        "emergency",
        "acceptor",
        "staff",
    ]
    return {
        **vars(site),
        "name": node.name,
        "entity": "02:" + ":".join(f"{part:02x}" for part in (0, *map(int, node.address.split(".")))),
        "etc": node.folders.etc,
        "root": node.folders.root,
        "spool": node.folders.root / "spool",
        "modules": node.folders.modules,
        "data": node.folders.data,
        "sounds": node.folders.sounds,
        "address": node.address,
        "sip_port": node.sip_port,
        "ami_port": node.ami_port,
        "inside": node.inside,
        "web_port": node.web_port,
        "rtp_first": node.rtp_first,
        "rtp_last": node.rtp_last,
        "call_secret": node.call_secret,
        "fill_secret": node.fill_secret,
        "clock_offset": node.clock_offset,
        "comfort": comfort,
    }


def _safe(value: object) -> object:
    if isinstance(value, str) and not SAFE.fullmatch(value):
        raise UnsafeSetting(f"{value!r} holds a character that Asterisk's files would read as a new setting")
    return value
