"""Do the site's own deadlines reach the whole watch? Whoever calls a use case that has settings passes them on."""

import ast
import importlib
import inspect
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import FunctionType, ModuleType

ROOT = Path(__file__).parents[2]
CALLERS = ("ivr", "console", "wellness_checks", "reports", "broadcasts")
WATCH = "wellness_checks"
Known = Mapping[str, object]
"""What a name of the watch stands for in one module: a function, or the module that holds them."""


def calls() -> Iterator[tuple[str, ast.Call, Callable[..., object]]]:
    """Each call of a function of the watch: where, how, and of which."""
    for package in CALLERS:
        for path in sorted((ROOT / package).rglob("*.py")):
            name = str(path.relative_to(ROOT))
            tree = ast.parse(path.read_text(encoding="utf-8"))
            known = {**_own(name), **dict(_imported(tree))}
            for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
                function = _called(call.func, known)
                if isinstance(function, FunctionType) and function.__module__.startswith(WATCH):
                    yield f"{name}:{call.lineno} {function.__name__}", call, function


def passes(call: ast.Call, function: Callable[..., object]) -> bool:
    """Or the function has no settings."""
    names = list(inspect.signature(function).parameters)
    given = {word.arg for word in call.keywords}
    return "settings" not in names or bool(given & {"settings", None}) or len(call.args) > names.index("settings")


def _own(name: str) -> Known:
    return vars(importlib.import_module(name[:-3].replace("/", "."))) if name.startswith(WATCH) else {}


def _imported(tree: ast.Module) -> Iterator[tuple[str, object]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(WATCH):
            package = importlib.import_module(node.module or WATCH)
            for one in node.names:
                yield one.asname or one.name, getattr(package, one.name, None)


def _called(function: ast.expr, known: Known) -> object:
    match function:
        case ast.Name(id=name):
            return known.get(name)
        case ast.Attribute(value=ast.Name(id=holder), attr=name):
            module = known.get(holder)
            return getattr(module, name, None) if isinstance(module, ModuleType) else None
        case _:
            return None


def test_every_call_of_the_watch_passes_the_sites_settings_on() -> None:
    assert [where for where, call, function in calls() if not passes(call, function)] == []


def test_the_calls_of_pages_programs_commands_and_timers_are_among_those_looked_at() -> None:
    asked = [(where, inspect.signature(function).parameters) for where, _, function in calls()]
    files = {where.split(":")[0] for where, parameters in asked if "settings" in parameters}

    assert {
        "console/pages/case.py", "console/pages/visit.py", "console/api/cases.py", "console/api/visits.py",
        "ivr/cli/care.py", "ivr/watch/ticks.py", "ivr/watch/calls.py", "ivr/outcomes.py", "ivr/messages/greeting.py",
    } <= files  # fmt: skip
