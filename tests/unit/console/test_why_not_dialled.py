"""Is every reason for which somebody is not dialled said in words, wherever it can be read?"""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from broadcasts.audience import Why
from broadcasts.campaign import State
from console.broadcasts import vocabulary as known
from console.words import catalogues

ROOT = Path(__file__).parents[3]
SOURCES = (*sorted((ROOT / "broadcasts").glob("*.py")), ROOT / "db" / "due.py", ROOT / "db" / "offering.py")
HANDED_ON = {
    "row.why", "one.why", "why", "why.value", "at.why.value", "at.why", "why or Why.NO_TERMINAL",
    "Why(one.why) if one.why else None", "None", "''",
    "OFFERED",  # nothing is against her
    "campaign", "campaign.state",  # of a message that was cancelled (State)
}  # fmt: skip
"""Where a reason is only passed on: it was written elsewhere."""


def trees() -> Mapping[str, ast.Module]:
    return {path.name: ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES}


def constants() -> Mapping[str, str]:
    """Every text that has a name of its own."""
    return {
        target.id: value.value
        for tree in trees().values()
        for node in tree.body if isinstance(node, ast.Assign)
        for target, value in _pairs(node)
        if isinstance(target, ast.Name) and isinstance(value, ast.Constant) and isinstance(value.value, str)
    }  # fmt: skip


def _pairs(node: ast.Assign) -> Iterator[tuple[ast.expr, ast.expr]]:
    for target in node.targets:
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            yield from zip(target.elts, node.value.elts, strict=True)
        else:
            yield target, node.value


def written() -> Iterator[tuple[str, ast.expr]]:
    """Where a reason is written: `why=…`, a parameter called why, a column `…why: case(…)`, a function `_why`."""
    functions = [node for tree in trees().values() for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    places = {function.name: _place(function) for function in functions}
    for name, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                yield from ((name, word.value) for word in node.keywords if word.arg == "why")
                place = places.get(ast.unparse(node.func).rpartition(".")[2])
                if place is not None and len(node.args) > place:
                    yield name, node.args[place]
            if isinstance(node, ast.Dict):
                for key, value in zip(node.keys, node.values, strict=True):
                    if isinstance(key, ast.Attribute) and key.attr == "why":
                        yield name, value
            if isinstance(node, ast.FunctionDef) and node.name == "_why":
                yield from (
                    (name, each.value) for each in ast.walk(node) if isinstance(each, ast.Return) and each.value
                )


def _place(function: ast.FunctionDef) -> int | None:
    names = [each.arg for each in function.args.args]
    return names.index("why") if "why" in names else None


def reasons(node: ast.expr, named: Mapping[str, str]) -> Iterator[str]:
    """The words an expression can become; what cannot be followed is told as its own text."""
    if ast.unparse(node) in HANDED_ON:
        return
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.Name(id=name) if name in named:
            yield named[name]
        case ast.IfExp(body=one, orelse=other):
            yield from reasons(one, named)
            yield from reasons(other, named)
        case ast.BoolOp(values=several):
            for each in several:
                yield from reasons(each, named)
        case ast.Call(func=ast.Name(id="case")):
            pairs = [each.elts[1] for each in node.args if isinstance(each, ast.Tuple)]
            for each in (*pairs, *(word.value for word in node.keywords)):
                yield from reasons(each, named)
        case ast.Call(func=ast.Name(id="_why")):
            return  # looked at where it returns
        case _:
            yield f"cannot be followed: {ast.unparse(node)}"


def every_reason() -> set[str]:
    named = constants()
    found = {reason for _, node in written() for reason in reasons(node, named)}
    return found | {why.value for why in Why} | {State.CANCELLED.value}


def test_every_reason_that_the_code_writes_has_words_of_its_own():
    assert {"unsayable", "in_use", "no_window", "too_late", "not_measured", "by_lamp"} <= every_reason()
    assert every_reason() - set(known.WHY) == set()


@pytest.mark.parametrize("reason", sorted(known.WHY))
def test_a_reason_is_said_in_chinese_and_in_english(reason: str):
    chinese, english = (catalogues()[language].gettext(known.WHY[reason]) for language in ("zh", "en"))

    assert any("一" <= letter <= "鿿" for letter in chinese)
    assert english.isascii() or "’" in english
