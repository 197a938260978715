"""Are our Python libraries in `.venv`, exactly those that were pinned?

A stamp in `.venv` names the Python, the place and the pins it was made from. No stamp, or another Python:
made anew. Other pins: installed over it. `test` contains everything `run` does, at the same versions.
"""

import hashlib
import os
import re
import shutil
import sys
from collections.abc import Collection
from pathlib import Path

from prepare.faults import explain
from prepare.programs import Failed, Runner
from prepare.say import Step

PINS = {"run": "requirements/run.txt", "test": "requirements/dev.txt"}

BUILT_HERE = ("lunar-python", "srt")
"""Published as source alone, and all of it Python: built on the spot, after its hash was checked."""
BUILDERS = ("setuptools", "wheel")
"""What builds them; from Python 3.12 on a new environment has none."""


def folder(checkout: Path) -> Path:
    return checkout / ".venv"


def python(checkout: Path) -> Path:
    return folder(checkout) / "bin" / "python"


def base(checkout: Path) -> str:
    """What an environment cannot outlive: its Python and its place."""
    return f"{sys.version_info[0]}.{sys.version_info[1]} {os.path.realpath(sys.executable)} {checkout}"


def pins(checkout: Path, kind: str) -> str:
    files = (checkout / PINS[kind], checkout / "pyproject.toml")
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


def stamp(checkout: Path, kind: str) -> Path:
    return folder(checkout) / f".prepared-{kind}"


def usable(checkout: Path) -> bool:
    """An environment of this Python, made here and finished once."""
    stamps = [stamp(checkout, kind) for kind in PINS]
    return python(checkout).exists() and any(
        path.exists() and path.read_text().split("\n")[0] == base(checkout) for path in stamps
    )


def ready(checkout: Path, kind: str) -> bool:
    path = stamp(checkout, kind)
    wanted = f"{base(checkout)}\n{pins(checkout, kind)}"
    return python(checkout).exists() and path.exists() and path.read_text() == wanted


def build(checkout: Path, kind: str, step: Step, runner: Runner) -> None:
    count = len(re.findall(r"^[\w-]+==", (checkout / PINS[kind]).read_text(), re.MULTILINE))
    step.tell(f"{count} libraries into .venv, each checked by its hash; the system's own stay as they are")
    try:
        if not usable(checkout):
            shutil.rmtree(folder(checkout), ignore_errors=True)
            runner.run([sys.executable, "-m", "venv", str(folder(checkout))])
        install(checkout, kind, runner)
    except Failed as error:
        raise explain("Installing Python libraries (pip)", error.output) from error
    for done in ("run", "test") if kind == "test" else ("run",):
        stamp(checkout, done).write_text(f"{base(checkout)}\n{pins(checkout, done)}")


def install(checkout: Path, kind: str, runner: Runner) -> None:
    pip = [str(python(checkout)), "-m", "pip", "install", "--no-input", "--disable-pip-version-check",
           "--progress-bar", "off", "--no-deps"]  # fmt: skip
    checked = [*pip, "--require-hashes", "--only-binary", ":all:"]
    builders = folder(checkout) / "builders.txt"
    builders.write_text(pinned((checkout / PINS[kind]).read_text(), BUILDERS))
    runner.run([*checked, "-r", str(builders)], cwd=checkout)
    built = ["--no-binary", ",".join(BUILT_HERE), "--no-build-isolation"]
    runner.run([*checked, *built, "-r", PINS[kind]], cwd=checkout)
    runner.run([*pip, "--no-index", "--no-build-isolation", "-e", "."], cwd=checkout)


def pinned(pins: str, names: Collection[str]) -> str:
    """The lines of a pins file that say which version and which hashes these libraries have."""
    blocks = re.findall(r"^[\w-]+==.*(?:\n +--hash.*)*\n?", pins, re.MULTILINE)
    return "".join(block for block in blocks if block.split("==")[0] in names)
