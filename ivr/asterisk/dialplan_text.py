"""What does a dialplan say? Its contexts, its steps, and where each step may lead; read from text, never run.

Templates are read as they stand: what a site fills in is replaced by a harmless word of the same shape.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

FILLED = {"prefix": "*", "prefix | first": "*", "service.code": "02", "number": "66600002"}
"""Jinja expression -> what stands there while we read; every other one is `x`."""
_COMMENT = re.compile(r"(?<!\\);.*$")
_PRIORITY = re.compile(r"(?:n|\d+)(?:\([a-z0-9_-]+\))?")
_SETTINGS = ("globals", "general")
_LEG = re.compile(r"Local/(?P<exten>.*?)@(?P<context>[a-z][a-z0-9-]*)")


@dataclass(frozen=True, kw_only=True)
class Step:
    """One application at one priority of one extension."""

    file: str
    line: int
    context: str
    pattern: str
    application: str
    arguments: str


@dataclass(frozen=True, kw_only=True)
class Lead:
    """Where a step may lead. `same_channel`: all variables go along; else only inherited ones (`__NAME`)."""

    context: str
    exten: str = ""
    arguments: tuple[str, ...] = ()
    same_channel: bool = True


@dataclass(frozen=True, kw_only=True)
class Dialplan:
    steps: tuple[Step, ...]
    includes: Mapping[str, frozenset[str]]
    globals: frozenset[str]

    @property
    def contexts(self) -> frozenset[str]:
        return frozenset(self.includes)


def read(files: Mapping[str, str]) -> Dialplan:
    """`files`: name -> text of extensions files and their templates."""
    reader = _Reader()
    for name, text in files.items():
        reader.begin(name)
        for number, line in enumerate(text.splitlines(), start=1):
            reader.take(number, _COMMENT.sub("", unfilled(line)).strip())
    includes = {context: frozenset(found) for context, found in reader.includes.items()}
    return Dialplan(steps=tuple(reader.steps), includes=includes, globals=frozenset(reader.globals))


class _Reader:
    """One line after the other; knows the context and the extension it is in."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.includes: dict[str, set[str]] = {}
        self.globals: set[str] = set()
        self.begin("")

    def begin(self, file: str) -> None:
        self.file, self.context, self.pattern = file, "", ""

    def take(self, number: int, line: str) -> None:
        name, _, value = line.partition("=")
        if re.fullmatch(r"\[[a-z0-9-]+\]", line):
            self.context = line.strip("[]")
            if self.context not in _SETTINGS:
                self.includes.setdefault(self.context, set())
        elif self.context == "globals" and value:
            self.globals.add(name)
        elif line.startswith("include =>"):
            self.includes[self.context].add(value.removeprefix(">").strip())
        elif "=>" in line and self.context not in _SETTINGS:
            self._step(number, *(part.strip() for part in line.split("=>", 1)))

    def _step(self, number: int, head: str, rest: str) -> None:
        parts = split(rest)
        if head == "exten":
            self.pattern, *parts = parts
        if not _PRIORITY.fullmatch(parts[0]):
            raise ValueError(f"{self.file}:{number}: {parts[0]} is no priority")
        application, arguments = opened(",".join(parts[1:]))
        self.steps.append(
            Step(
                file=self.file,
                line=number,
                context=self.context,
                pattern=self.pattern,
                application=application,
                arguments=arguments,
            )
        )


def unfilled(line: str) -> str:
    """A template's line with something harmless where the site's value will stand."""
    line = re.sub(r"\{%.*?%\}", "", line)
    return re.sub(r"\{\{\s*(.*?)\s*\}\}", lambda found: FILLED.get(found[1], "x"), line)


def split(text: str, at: str = ",") -> list[str]:
    """Parted at `at` where no bracket is open."""
    parts, depth, start = [], 0, 0
    for place, sign in enumerate(text):
        depth += (sign in "([{") - (sign in ")]}")
        if sign == at and depth == 0:
            parts.append(text[start:place])
            start = place + 1
    return [part.strip() for part in [*parts, text[start:]]]


def opened(text: str) -> tuple[str, str]:
    """`Name(inside)` as (name, inside)."""
    name, bracket, rest = text.partition("(")
    return name.strip(), rest.rpartition(")")[0] if bracket else ""


def inside(text: str, start: int) -> str:
    """What the bracket that opens just before `start` holds."""
    depth = 1
    for place in range(start, len(text)):
        depth += (text[place] in "([{") - (text[place] in ")]}")
        if depth == 0:
            return text[start:place]
    return text[start:]


def values(text: str, sign: str = "${") -> Iterator[str]:
    """The outermost `${…}` (or `$[…]`) of a text, without their brackets."""
    place = text.find(sign)
    while place >= 0:
        body = inside(text, place + 2)
        yield body
        place = text.find(sign, place + 3 + len(body))


def calls(step: Step) -> Iterator[tuple[str, str]]:
    """(application, arguments) of a step; the one or two that an ExecIf chooses from; each Set of an MSet."""
    match step.application:
        case "ExecIf":
            for choice in split(split(step.arguments, "?")[1], ":"):
                yield opened(choice)
        case "MSet":
            yield from (("Set", each) for each in split(step.arguments))
        case _:
            yield step.application, step.arguments


def leads(application: str, arguments: str) -> Iterator[Lead]:
    """Where this application may lead."""
    parts = split(arguments)
    match application:
        case "Goto":
            yield from _jump(parts)
        case "GotoIf":
            for target in split(split(arguments, "?")[1], ":"):
                yield from _jump(split(target))
        case "Gosub" | "GosubIf":
            given = split(opened(parts[2])[1]) if len(parts) > 2 and "(" in parts[2] else []
            yield from _jump(parts, tuple(given))
            named = (word for word in given if re.fullmatch(r"[a-z][a-z-]+", word))
            yield from (Lead(context=word, same_channel=False) for word in named)
        case "ChannelRedirect":
            yield from _jump(parts[1:])
        case "Originate":
            yield from _legs(parts[0])
            if parts[1] == "exten":
                yield Lead(context=parts[2], exten=parts[3] if len(parts) > 3 else "s", same_channel=False)
        case "Dial":
            yield from _legs(parts[0])
            yield from _run_on(",".join(parts[2:]))
        case "Set" if arguments.startswith(("CHANNEL(hangup_handler_push)=", "EXITCONTEXT=")):
            yield Lead(context=split(arguments.partition("=")[2])[0])


def reached(dialplan: Dialplan, start: Iterable[str]) -> frozenset[str]:
    """Every context that can be come to from `start`, whatever the channel."""
    found: set[str] = set()
    open_ = set(start)
    while open_:
        context = open_.pop()
        found.add(context)
        near = set(dialplan.includes.get(context, ()))
        for step in dialplan.steps:
            if step.context == context:
                near |= {lead.context for call in calls(step) for lead in leads(*call)}
        open_ |= (near & dialplan.contexts) - found  # a Gosub may also be handed the name of another: out
    return frozenset(found)


def _jump(parts: list[str], given: tuple[str, ...] = ()) -> Iterator[Lead]:
    if len(parts) >= 3:
        yield Lead(context=parts[0], exten=parts[1], arguments=given)


def _legs(targets: str) -> Iterator[Lead]:
    for found in _LEG.finditer(targets):
        yield Lead(context=found["context"], exten=found["exten"], same_channel=False)


def _run_on(options: str) -> Iterator[Lead]:
    """Dial's U (answered leg), b and B (before it rings), G (both, after the answer)."""
    for found in re.finditer(r"(?<![a-z0-9_])(?:[a-z]*)([UbBG])\(", options):
        context, *rest = inside(options, found.end()).split("^")
        given = split(opened(rest[1])[1]) if len(rest) > 1 and "(" in rest[1] else []
        exten = rest[0] if rest else "s"
        yield Lead(context=context, exten=exten, arguments=tuple(given), same_channel=False)
