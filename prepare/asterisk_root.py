"""Where does an Asterisk that is new enough come from?

From the PATH if it is 22 or newer; else from Debian's own packages, unpacked (not installed) into a folder
of its own and started through its own loader. The folder is built under another name and renamed when it
works: a half-built one is never used, and is swept away by the next set-up.
"""

import json
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from prepare.account import Account
from prepare.checks import Computer
from prepare.faults import explain
from prepare.place import Asterisk
from prepare.programs import Failed, Runner, answer
from prepare.say import Impossible, Step

OLDEST = 22
SUITE = "forky"
UNPACK = ("mmdebstrap", "--variant=extract", "--include=asterisk", '--aptopt=APT::Install-Recommends "false"',
          '--aptopt=Acquire::Retries "2"')  # fmt: skip
STALE_LISTS = '--aptopt=Acquire::Check-Valid-Until "false"'
# what an Asterisk on the PATH must bring to be of use here
MODULES = ("chan_pjsip.so", "app_confbridge.so", "cel_custom.so", "res_sorcery_astdb.so")
USUAL = (
    "usr/lib/*-linux-gnu*/asterisk/modules",
    "usr/lib/asterisk/modules",
    "usr/local/lib/asterisk/modules",
)


@dataclass(frozen=True, kw_only=True)
class Found:
    """An Asterisk as it lies on the disk, before it has a wrapper."""

    start: tuple[str, ...]
    modules: Path
    data: Path


def version_in(text: str | None) -> str | None:
    """'Asterisk 22.10.1+dfsg…' -> '22.10.1'."""
    found = re.search(r"Asterisk (\d+(?:\.\d+)+)", text or "")
    return found.group(1) if found else None


def new_enough(version: str | None) -> bool:
    return version is not None and int(version.split(".")[0]) >= OLDEST


def on_path(account: Account) -> Found | None:
    """An installed Asterisk that is new enough and complete."""
    program = shutil.which("asterisk", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")
    if program is None or not new_enough(version_in(answer([program, "-V"], account=account))):
        return None
    modules = [path for pattern in USUAL for path in Path("/").glob(pattern) if complete(path)]
    data = [path for path in (Path("/usr/share/asterisk"), Path("/var/lib/asterisk")) if path.is_dir()]
    return Found(start=(program,), modules=modules[0], data=data[0]) if modules and data else None


def complete(modules: Path) -> bool:
    return all((modules / name).exists() for name in MODULES)


def in_root(root: Path) -> Found | None:
    """What was unpacked into `root`, for its own loader; None if pieces are missing."""
    loader = next(root.glob("usr/lib/*-linux-gnu*/ld-linux*.so.*"), None)
    program = root / "usr/sbin/asterisk"
    if loader is None or not program.exists():
        return None
    libraries = loader.parent
    search = f"{libraries}:{libraries}/asterisk"
    start = (str(loader), "--argv0", "asterisk", "--library-path", search, str(program))
    return Found(start=start, modules=libraries / "asterisk/modules", data=root / "usr/share/asterisk")


def root_folder(state: Path) -> Path:
    return state / "asterisk-root"


def fetched(state: Path) -> Found | None:
    """The private one, if it was unpacked to its end: the stamp is written last."""
    root = root_folder(state)
    return in_root(root) if (root / ".finished").is_file() else None


def build(state: Path, account: Account, computer: Computer, step: Step, runner: Runner) -> None:
    root = root_folder(state)
    # a name of this set-up's own: the unpacker of one that was killed may still be writing
    half = state / f"{root.name}.unfinished-{os.getpid()}"
    if any(state.glob(f"{root.name}*")):
        step.tell("what an interrupted set-up left of it is swept away first")
    step.tell(f"Debian's own Asterisk, {OLDEST} or newer, unpacked (270 MB) into {root}")
    sweep(state, root.name)
    unpack(half, computer, step, runner)
    found = in_root(half)
    version = version_in(answer([*found.start, "-V"], account=account)) if found else None
    if not new_enough(version):
        raise Impossible(
            f"the Asterisk unpacked into {half} does not start as user {account.name}.",
            f"Look whether {state} lies on a disk mounted noexec; then start again.",
        )
    (half / ".finished").write_text(json.dumps({"version": version, "suite": SUITE}) + "\n")
    half.rename(root)
    sweep(state, f"{root.name}.unfinished-")


def sweep(state: Path, name: str) -> None:
    for left in state.glob(f"{name}*"):
        shutil.rmtree(left, ignore_errors=True)


def unpack(half: Path, computer: Computer, step: Step, runner: Runner) -> None:
    # an ordinary user can unpack them too: nothing in them is run, and all files become the user's
    command = [*UNPACK, "--mode=root" if computer.root else "--mode=chrootless"]
    try:
        try:
            runner.run([*command, SUITE, str(half)])
        except Failed as error:
            if "is expired" not in error.output:
                raise
            step.tell("the mirror's list is past its date; its signature is still checked, its date is not")
            shutil.rmtree(half, ignore_errors=True)
            runner.run([*command, STALE_LISTS, SUITE, str(half)])
    except Failed as error:
        raise explain("Fetching Asterisk (mmdebstrap)", error.output) from error


def wrapper_text(found: Found) -> str:
    """Shell: the limit on memory arenas is part of how it is started here (0.85 MB a call otherwise)."""
    words = " ".join("'" + word.replace("'", "'\\''") + "'" for word in found.start)
    return f'#!/bin/sh\nMALLOC_ARENA_MAX=2\nexport MALLOC_ARENA_MAX\nexec {words} "$@"\n'


def wrap(state: Path, found: Found, account: Account) -> Asterisk:
    """Write `<state>/bin/asterisk` and see it answer as the user it will run as."""
    wrapper = state / "bin" / "asterisk"
    if not wrapper.exists() or wrapper.read_text() != wrapper_text(found):
        wrapper.parent.mkdir(mode=0o755, exist_ok=True)
        fresh = wrapper.with_suffix(".new")
        fresh.write_text(wrapper_text(found))
        fresh.chmod(0o755)
        fresh.replace(wrapper)
    version = version_in(answer([str(wrapper), "-V"], account=account))
    if version is None:
        raise Impossible(f"{wrapper} does not start as user {account.name}.", "make clean, then start again.")
    return Asterisk(command=(str(wrapper),), version=version, modules=found.modules, data=found.data)
