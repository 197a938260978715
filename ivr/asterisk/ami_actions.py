"""How do the things we ask of Asterisk look as AMI actions, and what became of a row?"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from ivr.asterisk.ami_wire import Action, AmiDown, Reply, ReplyUnknown, Unsendable

KEY_BYTES = 250
"""Family and key of a row together."""

_CHANNEL = re.compile(r"[A-Za-z0-9]+/[A-Za-z0-9_.+@:/;=-]{1,200}")
_ID = re.compile(r"[A-Za-z0-9.-]{1,120}")
_EXTENSION = re.compile(r"[A-Za-z0-9_*#+.-]{1,79}")
_NUMBER = re.compile(r"[0-9*#+]{0,40}")
_VARIABLE = re.compile(r"_{0,2}[A-Za-z][A-Za-z0-9_]*|(GROUP|CALLERID|CDR|CHANNEL|TIMEOUT)\([A-Za-z0-9_-]*\)")
_VALUE = re.compile(r"""[^,"\\\x00-\x1f\x7f-\U0010ffff]*""")
_FAMILY = re.compile(r"[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*")
_FILE = re.compile(r"/[A-Za-z0-9/_.-]{1,240}")
_ROW_KEY = re.compile(r"[!-.0-~][!-~]*")


@dataclass(frozen=True, kw_only=True)
class Originate:
    """Ring `channel` (its id will be `channel_id`); when it answers, run it at context, exten, priority."""

    channel: str
    channel_id: str
    context: str
    exten: str
    priority: int = 1
    timeout: timedelta = timedelta(seconds=30)
    other_channel_id: str = ""
    caller_number: str = ""
    variables: tuple[tuple[str, str], ...] = ()

    def action(self) -> Action:
        """Always asynchronous. Unsendable where a value could be read as more than itself."""
        for text, allowed in (
            (self.channel, _CHANNEL),
            (self.channel_id, _ID),
            (self.other_channel_id or "-", _ID),
            (self.context, _EXTENSION),
            (self.exten, _EXTENSION),
            (self.caller_number, _NUMBER),
        ):
            _must(text, allowed, "Originate")
        milliseconds = int(self.timeout / timedelta(milliseconds=1))
        headers = [
            ("Channel", self.channel),
            ("ChannelId", self.channel_id),
            ("Context", self.context),
            ("Exten", self.exten),
            ("Priority", str(self.priority)),
            ("Timeout", str(milliseconds)),
            ("Async", "true"),
        ]
        headers += [("OtherChannelId", self.other_channel_id)] if self.other_channel_id else []
        headers += [("CallerID", self.caller_number)] if self.caller_number else []
        headers += [("Variable", _variable(name, value)) for name, value in self.variables]
        return Action(name="Originate", headers=tuple(headers))


@dataclass(frozen=True, kw_only=True)
class Redirect:
    """Take a channel (by name or unique id) to context, exten; `extra_channel` to its own at the same moment.

    Both together, or the one that is left alone would be hung up before it is told where to go.
    """

    channel: str
    context: str
    exten: str
    extra_channel: str = ""
    extra_context: str = ""

    def action(self) -> Action:
        """Unsendable where a value could be read as more than itself. The extra one goes to the same extension."""
        for text, allowed in (
            (self.channel, _ID),
            (self.extra_channel or "-", _ID),
            (self.context, _EXTENSION),
            (self.extra_context or "-", _EXTENSION),
            (self.exten, _EXTENSION),
        ):
            _must(text, allowed, "Redirect")
        headers = [("Channel", self.channel), ("Context", self.context), ("Exten", self.exten), ("Priority", "1")]
        if self.extra_channel:
            headers += [("ExtraChannel", self.extra_channel), ("ExtraContext", self.extra_context)]
            headers += [("ExtraExten", self.exten), ("ExtraPriority", "1")]
        return Action(name="Redirect", headers=tuple(headers))


@dataclass(frozen=True, kw_only=True)
class Monitor:
    """Record both sides of a channel (by unique id) into `file`, which is made anew; or `stop`."""

    channel: str
    file: str
    stop: bool = False

    def action(self) -> Action:
        """Unsendable where a value could be read as more than itself."""
        _must(self.channel, _ID, "MixMonitor")
        _must(self.file, _FILE, "MixMonitor")
        if self.stop:
            return Action(name="StopMixMonitor", headers=(("Channel", self.channel),))
        return Action(name="MixMonitor", headers=(("Channel", self.channel), ("File", self.file)))


Order = Originate | Redirect | Monitor
"""What is performed once, and never sent again."""


@dataclass(frozen=True, kw_only=True)
class OriginateReply:
    """`accepted`: an OriginateResponse will follow. Refused: nothing was dialled, and nothing follows."""

    accepted: bool
    message: str


def not_now(order: Order, told: OriginateReply) -> bool:
    """Whether it was refused only for the moment: her channel is still on its way to where it was sent before.

    Asterisk keeps that in the same flag as the end of a call, and says the same of both. Nothing was done.
    """
    return isinstance(order, Redirect) and not told.accepted and "channel not up" in told.message


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row of AstDB."""

    family: str
    key: str
    value: str

    def action(self) -> Action:
        return Action(name="DBPut", headers=(*place(self.family, self.key), ("Val", self.value)))


class RowState(StrEnum):
    WRITTEN = "written"
    REFUSED = "refused"  # Asterisk said no
    UNKNOWN = "unknown"  # sent, and no reply: may be written or not
    UNSENT = "unsent"  # no link: not written


@dataclass(frozen=True, kw_only=True)
class RowResult:
    """What became of one row."""

    row: Row
    state: RowState
    reason: str = ""


def place(family: str, key: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """The headers naming a row; Unsendable where it is no place in AstDB."""
    _must(family, _FAMILY, "AstDB family")
    _must(key, _ROW_KEY, "AstDB key")
    if len(family) + len(key) > KEY_BYTES:
        raise Unsendable(f"AstDB: family and key hold over {KEY_BYTES} bytes: {family}/{key[:40]}…")
    return ("Family", family), ("Key", key)


def setvar(name: str, value: str) -> Action:
    """A global variable: no channel is named."""
    _must(name, re.compile(r"[A-Z][A-Z0-9_]*"), "global variable")
    return Action(name="Setvar", headers=(("Variable", name), ("Value", value)))


def status(variables: Sequence[str]) -> Action:
    """Every channel, with these variables of each."""
    for name in variables:
        _must(name, _VARIABLE, "variable")
    return Action(name="Status", headers=(("Variables", ",".join(variables)),) if variables else ())


def row_result(row: Row, outcome: Reply | ReplyUnknown | AmiDown) -> RowResult:
    """Only an answer says written or refused."""
    if isinstance(outcome, AmiDown):
        return RowResult(row=row, state=RowState.UNSENT, reason=str(outcome))
    if isinstance(outcome, ReplyUnknown):
        return RowResult(row=row, state=RowState.UNKNOWN, reason=str(outcome))
    state = RowState.WRITTEN if outcome.accepted else RowState.REFUSED
    return RowResult(row=row, state=state, reason=outcome.message)


def _variable(name: str, value: str) -> str:
    """Asterisk takes quotes and backslashes out of a `Variable:` and cuts it at commas: none may be in it."""
    _must(name, _VARIABLE, "variable")
    _must(value, _VALUE, f"value of {name}")
    return f"{name}={value}"


def _must(text: str, allowed: re.Pattern[str], what: str) -> None:
    if allowed.fullmatch(text) is None:
        raise Unsendable(f"{what}: not allowed: {text[:80]!r}")
