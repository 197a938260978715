"""Is every file of ours one that a stranger may read? Names, first lines, addresses and leftovers."""

import ast
import re
from pathlib import Path

import pytest

from tests.project.pages import FILES, name

PRODUCT = ("people", "ivr", "broadcasts", "wellness_checks", "db", "console", "town", "prepare", "bench")
DRAWERS = frozenset(["utils", "util", "common", "helpers", "helper", "manager", "managers", "misc"])
"""Names that say nothing of what is inside."""
REGISTRIES = tuple(
    ".".join(parts)
    for parts in (
        ("py" "pi", "org"), ("python" "hosted", "org"), ("npm" "js", "org"), ("npm" "js", "com"), ("qu" "ay", "io"),
        ("registry-1", "docker", "io"), ("ghcr", "io"), ("proxy", "golang", "org"), ("crates", "io"),
    )
)  # fmt: skip
"""Pins are hashes; where a package comes from is the reader's own setting."""
PLACES = re.compile(r"(?<![\w.])/(?:work|Users)/")
"""Folders of somebody's own machine."""
LEFTOVERS = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X:|HA" r"CK)\b")
TEXTS = frozenset(".py .md .conf .j2 .toml .html .js .css .csv .xml .in .txt .po .yml".split()) | {""}


MODULES = [path for path in FILES if path.suffix == ".py"]
pytestmark = pytest.mark.skipif(not FILES, reason="not a git checkout: it is not known which files are ours")


def lines_with(pattern: "re.Pattern[str]", *, but: frozenset[str] = frozenset()) -> list[str]:
    found = []
    for path in FILES:
        if path.suffix in TEXTS and name(path) not in but and path.name != "LICENSE":
            text = path.read_text(encoding="utf-8")
            found += [f"{name(path)}:{n}" for n, line in enumerate(text.splitlines(), 1) if pattern.search(line)]
    return found


def first_line(path: Path) -> str:
    return (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").partition("\n")[0]


def test_no_file_or_folder_is_called_after_a_drawer() -> None:
    """Asterisk's own files keep the names that it gives them."""
    ours = [path for path in FILES if not path.name.endswith((".conf", ".conf.j2"))]
    words = {name(path): set(re.split(r"[/_.-]", name(path).lower())) for path in ours}

    assert [where for where, parts in words.items() if parts & DRAWERS] == []


def test_no_file_names_a_package_registry() -> None:
    assert lines_with(re.compile("|".join(map(re.escape, REGISTRIES)))) == []


def test_no_file_names_a_folder_of_somebodys_machine() -> None:
    assert lines_with(PLACES, but=frozenset(["tests/project/test_words.py"])) == []


def test_nothing_was_left_to_be_done_later_without_being_said_in_not_yet() -> None:
    assert lines_with(LEFTOVERS) == []


def test_every_module_of_the_product_opens_with_the_one_question_it_answers() -> None:
    """A family of commands may open with what is typed, a package or a migration with one sentence."""
    modules = [path for path in MODULES if name(path).split("/")[0] in PRODUCT and path.name != "__init__.py"]
    asked = [path for path in modules if "migrations/versions" not in name(path)]

    assert [name(path) for path in asked if not re.search(r"\?|^`", first_line(path))] == []


def test_every_package_and_every_test_file_says_in_one_line_what_it_is() -> None:
    silent = [path for path in MODULES if not first_line(path) and path.name != "conftest.py"]

    assert [name(path) for path in silent if path.read_text(encoding="utf-8").strip()] == []


def test_every_test_is_named_by_a_sentence() -> None:
    short = []
    for path in [path for path in MODULES if path.name.startswith("test_")]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        tests = (node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
        short += [f"{name(path)}: {test}" for test in tests if test.startswith("test_") and test.count("_") < 3]

    assert short == []
