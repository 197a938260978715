"""Can anything that somebody sends us over the wire reach a place where it would do harm?

L1. From the wire are: caller ids, SIP headers, CHANNEL(pjsip,…), keys pressed (Read, CPLAYBACKSTOPKEY), and
    whatever is dialled where the pattern lets more than digits through.
L2. None of it may be dialled, originated, spoken as a file, written or used as a key in AstDB, kept as a
    global, run as a program or stated as a fact, unless FILTER, URIENCODE or a pattern of digits is between.
L3. What an emergency can come to asks nobody outside Asterisk: no AGI, Stasis, HTTP, SQL, shell.

`python -m ivr.asterisk.dialplan_lint` reads dialplans/ and ends with 1 where it finds a fault. It follows
variables by name: one that was ever set from the wire is taken to be so in every context that its channel may
come to, except in a context that sets it itself.
"""

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ivr.asterisk.dialplan_text import Dialplan, Step, calls, leads, reached, read, split, values

DIALPLANS = Path(__file__).resolve().parents[2] / "dialplans"
WIRE_CONTEXTS = (
    "home-none", "home-local", "home-national", "home-international", "desk", "operator", "from-trunk",
)  # fmt: skip
"""Where endpoints put their calls: pjsip.conf."""
SENT = frozenset(
    ["CALLERID", "CONNECTEDLINE", "REDIRECTING", "MESSAGE",
     "PJSIP_HEADER", "PJSIP_HEADERS", "PJSIP_RESPONSE_HEADER"]
)  # fmt: skip
SAFE = frozenset(
    ["URIENCODE", "LEN", "STAT", "DB", "DB_EXISTS", "DB_DELETE", "REGEX", "FIELDQTY", "RAND", "LOCK",
     "UNLOCK", "GROUP_COUNT", "CONFBRIDGE_INFO", "CHANNELS", "STRFTIME"]
)  # fmt: skip
"""Functions whose value is ours, whatever they were asked. Keys of DB are looked at by themselves."""
BY_NAME = frozenset(["CUT", "STRREPLACE", "REPLACE", "SHIFT", "POP", "LISTFILTER"])
"""Functions whose first argument is the name of a variable."""
DANGEROUS = frozenset(
    ["Dial", "Page", "Originate", "System", "TrySystem", "Exec", "TryExec", "CELGenUserEvent", "Playback",
     "ControlPlayback", "Read", "MixMonitor", "Record", "ConfBridge", "ConfKick", "SoftHangup",
     "ChannelRedirect"]
)  # fmt: skip
KEPT = ("DB(", "GLOBAL(", "CHANNEL(", "GROUP(", "DYNAMIC_FEATURES", "SHARED(", "HASH(")
OUTSIDE = re.compile(
    r"\b(AGI|EAGI|FastAGI|DeadAGI|AsyncAGI|Stasis|System|TrySystem|ExternalIVR|CURL|REALTIME\w*|ODBC\w*|SHELL|FILE)\b"
)
_ALLOWED = re.compile(r"[0-9A-Za-z+*#._-]+")
_DIGITS = re.compile(r"_(?:[XZN0-9*#+]|\[[0-9-]+\])+|[^_].*")
_INDIRECT = re.compile(r"\$\{")


@dataclass(frozen=True, kw_only=True)
class Fault:
    file: str
    line: int
    context: str
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: [{self.context}] {self.what}"


def faults(files: Mapping[str, str], wire: Iterable[str] = WIRE_CONTEXTS) -> list[Fault]:
    """`files`: name -> text; `wire`: the contexts in which somebody's dialled digits arrive."""
    dialplan = read(files)
    taint = _Taint(dialplan, wire)
    found = [_fault(step, what) for step in dialplan.steps for what in _harm(step, taint)]
    return found + _outside(dialplan)


def load(folder: Path = DIALPLANS) -> dict[str, str]:
    """The dialplan as it lies in the repository: every context file, and the template of the site's."""
    paths = [folder / "site.conf.j2", *sorted((folder / "dialplan").glob("*.conf"))]
    return {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in paths}


class _Taint:
    """Which variables hold something from the wire, in which context."""

    def __init__(self, dialplan: Dialplan, wire: Iterable[str]) -> None:
        self._dialplan = dialplan
        self._dialled = _with_includes(dialplan, wire)
        self._held: set[tuple[str, str]] = set()
        self._inherited: set[tuple[str, str]] = set()
        self._own = {(step.context, name) for step in dialplan.steps for name in _set_here(step)}
        before = -1
        while before != len(self._held) + len(self._inherited):
            before = len(self._held) + len(self._inherited)
            for step in dialplan.steps:
                self._follow(step)

    def sent(self, text: str, step: Step) -> bool:
        """May the value of this text come from the wire?"""
        for body in values(text, "$["):
            text = text.replace(f"$[{body}]", "0")
        return any(self._sent(body, step) for body in values(text))

    def _sent(self, body: str, step: Step) -> bool:
        name, bracket, rest = body.partition("(")
        if not bracket or not re.fullmatch(r"[A-Z_]+", name):
            return self._variable(body, step)
        arguments = rest.rpartition(")")[0]
        first = split(arguments)[0]
        if name == "FILTER":
            return not _ALLOWED.fullmatch(first)
        if name in SENT or (name == "CHANNEL" and first == "pjsip"):
            return True
        if name in SAFE:
            return False
        return (name in BY_NAME and self._variable(first, step)) or self.sent(arguments, step)

    def _variable(self, body: str, step: Step) -> bool:
        if _INDIRECT.search(body):
            return self.sent(body, step)
        name = body.partition(":")[0]
        if name == "EXTEN" and _DIGITS.fullmatch(step.pattern):
            return False
        if name == "EXTEN" and step.context in self._dialled:
            return True
        return name == "CPLAYBACKSTOPKEY" or (step.context, name) in self._held

    def _follow(self, step: Step) -> None:
        for application, arguments in calls(step):
            if application == "Read":
                self._held.add((step.context, split(arguments)[0]))
            if application == "Set" and self.sent(arguments.partition("=")[2], step):
                self._keep(step.context, arguments.partition("=")[0])
            for lead in leads(application, arguments):
                self._pass_on(step, lead.context, same_channel=lead.same_channel)
                given = {"EXTEN": lead.exten} | {f"ARG{n}": a for n, a in enumerate(lead.arguments, start=1)}
                self._held |= {(lead.context, name) for name, text in given.items() if self.sent(text, step)}
        for context in self._dialplan.includes.get(step.context, ()):
            self._pass_on(step, context, same_channel=True)

    def _keep(self, context: str, target: str) -> None:
        for name in _names(target):
            self._held.add((context, name.lstrip("_")))
            if name.startswith("_"):
                self._inherited.add((context, name.lstrip("_")))

    def _pass_on(self, step: Step, to: str, *, same_channel: bool) -> None:
        here = self._held if same_channel else self._inherited
        names = {name for context, name in here if context == step.context and not name.startswith("ARG")}
        free = {(to, name) for name in names - {"EXTEN"} if (to, name) not in self._own}
        self._held |= free
        known = {name for context, name in self._inherited if context == step.context}
        self._inherited |= {(to, name) for name in known if (to, name) not in self._own}


def _harm(step: Step, taint: _Taint) -> Iterator[str]:
    for application, arguments in calls(step):
        if application in DANGEROUS and taint.sent(_read_aside(application, arguments), step):
            yield f"{application} is given something from the wire: {arguments}"
        if application == "Gosub" and arguments.startswith("fact,") and taint.sent(arguments, step):
            yield f"a fact states something from the wire: {arguments}"
        target, _, value = arguments.partition("=")
        if application == "Set" and target.startswith(KEPT) and taint.sent(f"{target} {value}", step):
            yield f"Set keeps something from the wire: {arguments}"
        yield from (f"a key of AstDB comes from the wire: {key}" for key in _keys(arguments) if taint.sent(key, step))


def _read_aside(application: str, arguments: str) -> str:
    """The variable that Read fills is no file name."""
    return arguments.partition(",")[2] if application == "Read" else arguments


def _keys(text: str) -> Iterator[str]:
    """What DB, DB_EXISTS and DB_DELETE are asked for, at any depth."""
    for found in re.finditer(r"DB(?:_EXISTS|_DELETE)?\(", text):
        depth, end = 1, found.end()
        while depth and end < len(text):
            depth += (text[end] in "({[") - (text[end] in ")}]")
            end += 1
        yield text[found.end() : end - 1]


def _outside(dialplan: Dialplan) -> list[Fault]:
    start = {step.context for step in dialplan.steps if Path(step.file).name == "emergency.conf"}
    path = reached(dialplan, start)
    steps = (step for step in dialplan.steps if step.context in path)
    asks = ((step, OUTSIDE.search(f"{step.application} {step.arguments}")) for step in steps)
    return [_fault(step, f"an emergency would wait for {ask[0]}") for step, ask in asks if ask]


def _set_here(step: Step) -> Iterator[str]:
    for application, arguments in calls(step):
        if application == "Set":
            yield from (name.lstrip("_") for name in _names(arguments.partition("=")[0]))


def _names(target: str) -> list[str]:
    """The variables a Set fills: NAME, __NAME, LOCAL(NAME), ARRAY(A,B)."""
    wrapped = re.fullmatch(r"(?:LOCAL|ARRAY)\((.*)\)", target)
    return split(wrapped[1]) if wrapped else [] if "(" in target else [target]


def _with_includes(dialplan: Dialplan, contexts: Iterable[str]) -> frozenset[str]:
    found = set(contexts)
    while more := {name for context in found for name in dialplan.includes.get(context, ())} - found:
        found |= more
    return frozenset(found)


def _fault(step: Step, what: str) -> Fault:
    return Fault(file=step.file, line=step.line, context=step.context, what=what)


def main() -> int:
    """0: nothing found."""
    found = faults(load())
    for fault in found:
        print(f"dialplans/{fault}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
