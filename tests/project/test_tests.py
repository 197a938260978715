"""Can every test fail? Each asserts something, waits for what it waits for, and is short enough to be read."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.project.pages import CHECKOUT, FILES, name

TESTS = [path for path in FILES if path.suffix == ".py" and path.is_relative_to(CHECKOUT / "tests")]
LONGEST = 300
"""Lines of one file of tests: beyond that it holds a second idea."""
ASSERTS = {
    "expect": "Playwright's: waits until the page shows it, AssertionError where it never does",
    "fail": "pytest.fail",
    "raises": "pytest.raises",
    "warns": "pytest.warns",
    "refused": "tests/unit/ivr/cli: a command ended with 1, its words on stderr, no traceback",
    "misspelt": "tests/unit/ivr/cli: a command ended with 2 and named the word",
    "wait_until": "tests/waiting.py: what has to become true",
    "stands": "tests/console/test_telephone_in_a_browser.py: what state the page's telephone shows",
}
"""What asserts for whoever calls it, and why that is enough to make a test of it."""
MAY_WAIT = frozenset(["tests/waiting.py"])
MOMENTS = "tests/chaos/"
"""There a plug is pulled at its moment and stays out for its time: drawn or written down, never a bare number."""

pytestmark = pytest.mark.skipif(not TESTS, reason="not a git checkout: it is not known which files are ours")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def asserts(test: ast.AST) -> bool:
    return any(
        isinstance(node, ast.Assert) or (isinstance(node, ast.Call) and called(node) in ASSERTS)
        for node in ast.walk(test)
    )


def sleeps(path: Path) -> Iterator[ast.Call]:
    """Calls that let time pass; `sleep(0)` only lets others go on."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and called(node) == "sleep" and not _is_number(node, 0):
            yield node


def _is_number(call: ast.Call, *wanted: float) -> bool:
    [seconds] = call.args
    return isinstance(seconds, ast.Constant) and (not wanted or seconds.value in wanted)


def test_every_test_asserts_something():
    silent = [
        f"{name(path)}:{each.lineno} {each.name}"
        for path in TESTS
        for each in functions(path)
        if each.name.startswith("test_") and not asserts(each)
    ]

    assert silent == []


def test_no_test_sleeps():
    """It waits for what has to happen: tests/waiting.py."""
    found = [
        f"{name(path)}:{call.lineno}"
        for path in TESTS
        for call in sleeps(path)
        if name(path) not in MAY_WAIT and (not name(path).startswith(MOMENTS) or _is_number(call))
    ]

    assert found == []


def test_no_file_of_tests_is_longer_than_one_idea():
    lengths = {
        name(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in TESTS
        if path.name.startswith("test_")
    }

    assert {path: lines for path, lines in lengths.items() if lines > LONGEST} == {}
