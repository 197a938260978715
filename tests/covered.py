"""Do the rules' own tests walk every line and every branch of every rule?  `python -m tests.covered`

The rules are the modules that pyproject.toml keeps pure. Their tests are the files directly in the folders below
tests/unit that are named as their packages are, without those of other modules (`test_missed.py` is of `ivr.missed`,
which is no rule): what a journey or a database happens to walk through is no proof of a rule.
"""

import json
import os
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

CONTRACT = "Rules know no"
"""How the contract's name in pyproject.toml begins."""

SAME_EACH_TIME = ("-p", "no:cacheprovider", "--hypothesis-profile=few")
"""The same few examples in every run: a branch is not walked by luck, nor by what an earlier run remembered."""
PYTESTS = "PYTEST_"
"""How the names begin by which a worker knows of which run it is: the rules' tests are a run of their own."""


class NotExamined(Exception):
    """The tests did not pass, or what they walk was not written down: nothing can be said."""


def rules(checkout: Path) -> tuple[Path, ...]:
    """The files of the rules below `checkout`; one that is not there yet is left to import-linter."""
    project = tomllib.loads((checkout / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    [names] = [each["source_modules"] for each in contracts if each["name"].startswith(CONTRACT)]
    return tuple(sorted(file for name in names for file in _files(checkout, name)))


def own_tests(checkout: Path, files: Iterable[Path]) -> tuple[Path, ...]:
    """The test files of these rules."""
    kept = frozenset(files)
    return tuple(
        test
        for package in sorted({file.parent.relative_to(checkout) for file in kept})
        for test in sorted((checkout / "tests" / "unit" / package).glob("test_*.py"))
        if _is_of_a_rule(checkout / package / f"{test.stem.removeprefix('test_')}.py", kept)
    )


def gaps(report: Mapping[str, Any], files: Iterable[Path], checkout: Path) -> Iterator[str]:
    """One line a rule that is not walked whole. `report`: what `coverage json` says, paths as from `checkout`."""
    for file in files:
        name = str(file.relative_to(checkout))
        said = report["files"].get(name)
        if said is None or (said["missing_lines"] and not said["executed_lines"]):
            yield f"{name}: no test of a rule loads it"
        elif said["missing_lines"] or said["missing_branches"]:
            yield f"{name}: {_missing(said)}"


def examine(checkout: Path) -> list[str]:
    """Run the rules' tests and return the gaps. Raises NotExamined."""
    files = rules(checkout)
    with tempfile.TemporaryDirectory(prefix="bigbutton-covered-") as folder:
        data, report = Path(folder) / "data", Path(folder) / "report.json"
        packages = ",".join(sorted({file.relative_to(checkout).parts[0] for file in files}))
        walk = ["run", f"--data-file={data}", "--branch", f"--source={packages}", "-m", "pytest", "-q"]
        _coverage(checkout, *walk, *SAME_EACH_TIME, *map(str, own_tests(checkout, files)))
        _coverage(checkout, "json", "-q", f"--data-file={data}", "-o", str(report))
        return list(gaps(json.loads(report.read_text(encoding="utf-8")), files, checkout))


def main() -> int:
    checkout = Path.cwd()
    try:
        found = examine(checkout)
    except NotExamined as why:
        print(why, file=sys.stderr)
        return 1
    for gap in found:
        print(f"not walked by the rule's own tests: {gap}", file=sys.stderr)
    if not found:
        print(f"{len(rules(checkout))} rule files: every branch is walked by their own tests")
    return 1 if found else 0


def _files(checkout: Path, module: str) -> list[Path]:
    place = checkout.joinpath(*module.split("."))
    found = place.glob("*.py") if place.is_dir() else [place.with_suffix(".py")]
    return [file for file in found if file.is_file() and file.stat().st_size]


def _is_of_a_rule(module: Path, kept: frozenset[Path]) -> bool:
    return module in kept or not module.is_file()


def _missing(said: Mapping[str, Any]) -> str:
    lines = ", ".join(map(str, said["missing_lines"]))
    ways = ", ".join(f"{start} to {'the end' if end < 0 else end}" for start, end in said["missing_branches"])
    return "; ".join(part for part in (lines and f"lines {lines}", ways and f"branches {ways}") if part)


def _coverage(checkout: Path, *words: str) -> None:
    own = {name: value for name, value in os.environ.items() if not name.startswith(PYTESTS)}
    done = subprocess.run(
        [sys.executable, "-m", "coverage", *words], cwd=checkout, env=own, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise NotExamined(
            f"coverage {words[0]} ended with {done.returncode}\n{done.stdout[-3000:]}{done.stderr[-1000:]}"
        )


if __name__ == "__main__":
    sys.exit(main())
