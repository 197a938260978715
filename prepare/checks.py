"""Can this computer be set up at all, and as whom?"""

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from prepare.programs import answer
from prepare.say import Impossible

GB = 1_000_000_000
PROXIES = ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")


@dataclass(frozen=True, kw_only=True)
class Computer:
    system: str  # "Debian GNU/Linux 12 (bookworm)"
    root: bool
    sudo: bool

    def may_install(self) -> bool:
        return self.root or self.sudo

    def as_root(self, *command: str) -> list[str]:
        return list(command) if self.root else ["sudo", *command]

    def in_words(self) -> str:
        who = "root" if self.root else "a user with sudo" if self.sudo else "an ordinary user"
        return f"{self.system}, Python {sys.version_info[0]}.{sys.version_info[1]}, started as {who}"


def computer() -> Computer:
    release = Path("/etc/os-release")
    facts = read_release(release.read_text()) if release.exists() else {}
    if not debian_like(facts) or not all(map(shutil.which, ("apt-get", "dpkg-query"))):
        name = facts.get("PRETTY_NAME", "unknown")
        raise Impossible(f"this system ({name}) is not Debian.", "Use Debian 12 or newer; a virtual machine will do.")
    root = os.geteuid() == 0
    return Computer(system=facts.get("PRETTY_NAME", "Debian"), root=root, sudo=not root and sudo_works())


def read_release(text: str) -> dict[str, str]:
    """/etc/os-release as names and values."""
    pairs = (line.partition("=") for line in text.splitlines() if "=" in line and not line.startswith("#"))
    return {name.strip(): value.strip().strip("\"'") for name, _, value in pairs}


def debian_like(facts: dict[str, str]) -> bool:
    return "debian" in (facts.get("ID", "") + " " + facts.get("ID_LIKE", "")).split()


def sudo_works() -> bool:
    """sudo is there, and asks for nothing or can ask the person at this terminal."""
    if shutil.which("sudo") is None:
        return False
    return answer(["sudo", "-n", "true"]) is not None or sys.stdin.isatty()


def disk_space(folders: list[Path], *, needed: int) -> None:
    """`needed` bytes free in each folder, or Impossible."""
    for folder in folders:
        free = shutil.disk_usage(folder).free
        if free < needed:
            raise Impossible(
                f"{folder} has {free / GB:.1f} GB free; {needed / GB:.1f} GB are needed.",
                "Free some space, or put the checkout on a larger disk.",
            )


def network() -> None:
    """Some way out: a route beside loopback, or a proxy. Whether the far end answers shows later."""
    if any(os.environ.get(name) for name in PROXIES):
        return
    tables = [Path("/proc/net/route"), Path("/proc/net/ipv6_route")]
    lines = [line for table in tables if table.exists() for line in table.read_text().splitlines()]
    if not has_way_out(lines):
        raise Impossible(
            "this computer has no network connection, and the first time something must be fetched.",
            "Connect it (`ip route` shows a default route, or https_proxy names a proxy), then start again.",
        )


def has_way_out(lines: list[str]) -> bool:
    """Lines of the kernel's IPv4 and IPv6 routing tables: does one lead anywhere but to ourselves?"""
    ipv4 = [line.split()[0] for line in lines if "\t" in line and not line.startswith("Iface")]
    ipv6 = [line.split() for line in lines if "\t" not in line and len(line.split()) == 10]
    default = [row[9] for row in ipv6 if row[1] == "00"]
    return any(interface != "lo" for interface in ipv4 + default)


def python_can_make_environments() -> bool:
    """Debian ships venv's other half, ensurepip, in a package of its own."""
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        return False
    return True


def debians_own_python() -> bool:
    return os.path.realpath(sys.executable).startswith("/usr/bin/")
