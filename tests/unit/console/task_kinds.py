"""Which kinds of task does any of our code write? Read from the code itself, wherever a task is made."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[3]
PACKAGES = ("ivr", "wellness_checks", "broadcasts", "console", "db")
MAKERS = frozenset({"TaskRow", "Task", "OpenTask", "open_their_tasks"})
"""Whoever is called with the `kind` of a new task."""
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Found:
    """`kind` None: the code at `where` does not say which."""

    where: str
    kind: str | None


def written() -> list[Found]:
    files = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
    return [one for path in files for one in _Module(path).found()]


class _Module:
    def __init__(self, path: Path) -> None:
        self._name = str(path.relative_to(ROOT))
        self._tree = ast.parse(path.read_text(encoding="utf-8"))
        self._functions = [node for node in ast.walk(self._tree) if isinstance(node, Function)]

    def found(self) -> Iterator[Found]:
        for call, inside in self._calls():
            kind = _argument(call, "kind", None)
            if _called(call) in MAKERS and kind is not None:
                for word in self._words(kind, inside):
                    yield Found(f"{self._name}:{call.lineno}", word)

    def _calls(self) -> Iterator[tuple[ast.Call, Function | None]]:
        around = {id(call): function for function in self._functions for call in ast.walk(function)}
        for node in ast.walk(self._tree):
            if isinstance(node, ast.Call):
                yield node, around.get(id(node))

    def _words(self, said: ast.expr, inside: Function | None) -> Iterator[str | None]:
        match said:
            case ast.Constant(value=str() as word):
                yield word
            case ast.IfExp():
                yield from self._words(said.body, inside)
                yield from self._words(said.orelse, inside)
            case ast.Attribute(attr="kind"):
                return  # another task's, which is found where it was made
            case ast.Name(id=name):
                yield from self._named(name, inside)
            case _:
                yield None

    def _named(self, name: str, inside: Function | None) -> Iterator[str | None]:
        for scope in (inside, self._tree):
            value = _assigned(name, scope) if scope else None
            if value is not None:
                yield from self._words(value, inside)
                return
        yield from self._given(name, inside)

    def _given(self, name: str, inside: Function | None) -> Iterator[str | None]:
        """By whoever calls the function whose argument it is."""
        if inside is None:
            yield None
            return
        places = [one.arg for one in inside.args.args]
        for call, around in self._calls():
            if _called(call) == inside.name:
                given = _argument(call, name, places.index(name) if name in places else None)
                yield from self._words(given, around) if given is not None else (None,)


def _assigned(name: str, scope: ast.Module | Function) -> ast.expr | None:
    assigned = [node for node in scope.body if isinstance(node, ast.Assign)]
    pairs = [pair for node in assigned for pair in _pairs(node)]
    return next((value for target, value in pairs if isinstance(target, ast.Name) and target.id == name), None)


def _pairs(node: ast.Assign) -> Iterator[tuple[ast.expr, ast.expr]]:
    for target in node.targets:
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            yield from zip(target.elts, node.value.elts, strict=True)
        else:
            yield target, node.value


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def _argument(call: ast.Call, name: str, position: int | None) -> ast.expr | None:
    named = next((word.value for word in call.keywords if word.arg == name), None)
    if named is not None or position is None or position >= len(call.args):
        return named
    return call.args[position]
