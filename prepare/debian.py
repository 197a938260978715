"""Which Debian packages are missing, and how do they get here?

Only missing ones are installed, without recommended extras, and nothing is removed. None of them brings a
service that starts by itself, and services that run already are not restarted.
"""

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass

from prepare.checks import Computer
from prepare.faults import explain
from prepare.programs import Failed, Runner, answer
from prepare.say import Impossible, Step


@dataclass(frozen=True, kw_only=True)
class Package:
    name: str
    why: str


RUN = (
    Package(name="ca-certificates", why="recognises the package servers"),
    Package(name="espeak-ng", why="the voice that is always there"),
    Package(name="libespeak-ng1", why="the same voice, as the library pyttsx3 speaks through"),
    Package(name="libpango-1.0-0", why="sets the letters of printed reports"),
    Package(name="libpangoft2-1.0-0", why="the same, for the letters' outlines"),
    Package(name="libharfbuzz-subset0", why="embeds only the letters that a printed report uses"),
    Package(name="fonts-wqy-microhei", why="Chinese letters in printed reports and the browser's pictures (small)"),
)
VENV = Package(name="python3-venv", why="keeps our Python libraries apart from the system's")
MMDEBSTRAP = Package(name="mmdebstrap", why="fetches Asterisk 22 into a folder of its own")
TEST = (
    Package(name="sip-tester", why="SIPp: telephones and providers for tests and measurements"),
    Package(name="chromium", why="the browser that tests the console"),
    Package(name="libatomic1", why="what the browser is driven with needs it"),
)
# quiet, and nobody's running services touched (needrestart would offer to)
QUIETLY = {"DEBIAN_FRONTEND": "noninteractive", "NEEDRESTART_SUSPEND": "1"}
INSTALL = ("apt-get", "install", "-y", "-q", "--no-install-recommends", "--no-remove",
           "-o", "Dpkg::Use-Pty=0", "-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::Retries=2")  # fmt: skip
UPDATE = ("apt-get", "update", "-q", "-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::Retries=2")


def needed(*, test: bool, own_asterisk: bool, venv: bool) -> list[Package]:
    """`own_asterisk`: one must be fetched; `venv`: this Python cannot make environments yet."""
    return [*RUN, *([VENV] if venv else []), *([MMDEBSTRAP] if own_asterisk else []), *(TEST if test else [])]


def missing(packages: Sequence[Package]) -> list[Package]:
    names = [package.name for package in packages]
    # dpkg-query ends with an error as soon as one of them is unknown to it, and still lists the others
    listing = subprocess.run(["dpkg-query", "-W", "-f", "${db:Status-Abbrev}\t${Package}\n", *names],
                             capture_output=True, text=True, check=False).stdout  # fmt: skip
    present = installed(listing)
    return [package for package in packages if package.name not in present]


def installed(listing: str) -> set[str]:
    """Names of the installed packages in a listing of `ii <tab> name`; `un`, `rc`, `iU` are not installed."""
    rows = (line.split("\t") for line in listing.splitlines() if "\t" in line)
    return {name.strip() for status, name in rows if status[1:2] == "i"}


def by_hand(packages: Sequence[Package]) -> str:
    """What an administrator would type."""
    return "apt-get update && apt-get install --no-install-recommends " + " ".join(p.name for p in packages)


def install(packages: Sequence[Package], computer: Computer, step: Step, runner: Runner) -> None:
    if not computer.may_install():
        raise Impossible("Debian packages are missing, and only root may install them.",
                         f"As root (or ask whoever is):\n{by_hand(packages)}\nThen start again.")  # fmt: skip
    for package in packages:
        step.tell(f"{package.name:<19} {package.why}")
    if not computer.root:
        step.tell("sudo may ask for your password now")
        subprocess.run(["sudo", "-v"], check=False)
    try:
        fetch([package.name for package in packages], computer, runner)
    except Failed as error:
        raise explain("Installing Debian packages (apt-get)", error.output) from error


def fetch(names: list[str], computer: Computer, runner: Runner) -> None:
    """Install from the lists at hand; where they lack a package or are out of date, renew them first."""
    if all(offered(name) for name in names):
        try:
            return runner.run(as_root(computer, *INSTALL, *names))
        except Failed:
            pass
    update = None
    try:
        runner.run(as_root(computer, *UPDATE))
    except Failed as error:  # one unreachable list among many need not matter
        update = error
    try:
        runner.run(as_root(computer, *INSTALL, *names))
    except Failed as error:
        raise Failed(INSTALL, (update.output if update else "") + error.output) from error


def as_root(computer: Computer, *command: str) -> list[str]:
    settings = [f"{name}={value}" for name, value in QUIETLY.items()]
    return computer.as_root("env", *settings, *command)


def offered(name: str) -> bool:
    policy = answer(["apt-cache", "policy", name]) or ""
    return "Candidate:" in policy and "Candidate: (none)" not in policy
