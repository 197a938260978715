"""Where does the PostgreSQL of the tests come from?

From Debian, installed or not: the packages that are missing here are unpacked (not installed) into a folder of our
own. Installed, they would make a cluster and start a service that nobody asked for. Without it nothing is impossible:
the tests on it skip, saying so.
"""

import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from prepare import debian
from prepare.checks import Computer
from prepare.faults import explain
from prepare.programs import Failed, Runner, answer
from prepare.say import Step

VERSIONS = ("15", "16", "17", "18")
"""Those that Debian 12 and its successors bring; the first that is there or offered is taken."""
HOME = Path("usr/lib/postgresql")
PLAN = ("apt-get", "install", "--print-uris", "-y", "-qq", "--no-install-recommends")
DOWNLOAD = ("apt-get", "download", "-q", "-o", "Acquire::Retries=2")
# it compiles queries with LLVM (130 MB unpacked) only where that is there; the rest keeps clusters it is not to keep
NOT_NEEDED = re.compile(r"libllvm|libz3|postgresql-common|postgresql-client-common|ssl-cert|logrotate|.*-perl$|perl")


@dataclass(frozen=True, kw_only=True)
class Found:
    """Where `initdb` and `postgres` lie, and what their environment needs."""

    programs: Path
    environment: Mapping[str, str] = field(default_factory=dict)


def at_hand(state: Path) -> Found | None:
    """The installed one, or the one that an earlier set-up unpacked."""
    return in_root(Path("/")) or unpacked(state)


def unpacked(state: Path) -> Found | None:
    """The stamp is written last: a half-unpacked one is none."""
    root = state / "postgresql-root"
    return in_root(root) if (root / ".finished").is_file() else None


def in_root(root: Path) -> Found | None:
    programs = [root / HOME / version / "bin" for version in VERSIONS]
    complete = [folder for folder in programs if (folder / "initdb").is_file() and (folder / "postgres").is_file()]
    if not complete:
        return None
    libraries = ":".join(str(folder) for folder in sorted(root.glob("usr/lib/*-linux-gnu*")))
    return Found(programs=complete[0], environment={} if root == Path("/") else {"LD_LIBRARY_PATH": libraries})


def build(state: Path, computer: Computer, step: Step, runner: Runner) -> None:
    """Unpack Debian's packages into `state`. Raises Impossible, whose text says what helps."""
    root = state / "postgresql-root"
    half = state / "postgresql-root.unfinished"
    step.tell(f"Debian's own PostgreSQL, unpacked into {root}")
    for left in (root, half):
        shutil.rmtree(left, ignore_errors=True)
    try:
        half.mkdir(mode=0o755)
        unpack(half, chosen(computer, runner), runner)
    except Failed as error:
        raise explain("Fetching PostgreSQL (apt-get download)", error.output) from error
    (half / ".finished").touch()
    half.rename(root)


def chosen(computer: Computer, runner: Runner) -> str:
    """The package that Debian offers; its lists are renewed where they name none and we may."""
    names = [f"postgresql-{version}" for version in VERSIONS]
    if not any(map(debian.offered, names)) and computer.may_install():
        runner.run(debian.as_root(computer, *debian.UPDATE))
    offered = [name for name in names if debian.offered(name)]
    if not offered:
        raise Failed(DOWNLOAD, f"Unable to locate package {names[0]}")
    return offered[0]


def unpack(folder: Path, package: str, runner: Runner) -> None:
    plan = answer([*PLAN, package])
    if plan is None:
        raise Failed(PLAN, f"{package} has no installation candidate")
    runner.run([*DOWNLOAD, *missing(plan)], cwd=folder)
    for file in sorted(folder.glob("*.deb")):
        runner.run(["dpkg-deb", "--extract", str(file), str(folder)])
        file.unlink()


def missing(plan: str) -> list[str]:
    """Names in apt-get's plan; each line is `'address' name_version_arch.deb size sum`, of what is not here yet."""
    files = (line.split()[1] for line in plan.splitlines() if line.startswith("'"))
    names = (file.partition("_")[0] for file in files)
    return [name for name in names if not NOT_NEEDED.match(name)]
