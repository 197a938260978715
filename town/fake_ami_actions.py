"""What does a pretended Asterisk answer to an AMI action? The words of the real one (tests/contract)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

Pairs = Sequence[tuple[str, str]]
HOMES = {"answer": 4, "busy": 5, "ring": 3}
"""What `Local/<name>@home` does, as the Reason of its OriginateResponse."""
RIGHTS = {
    "CoreStatus": {"system", "reporting"},
    "DBDel": {"system"},
    "DBDelTree": {"system"},
    "DBGet": {"system", "reporting"},
    "DBPut": {"system"},
    "Getvar": {"call", "reporting"},
    "Originate": {"originate"},
    "Setvar": {"call"},
    "Status": {"system", "call", "reporting"},
    "CoreShowChannels": {"system", "reporting"},
}


@dataclass(frozen=True, kw_only=True)
class FakeUser:
    """One section of manager.conf."""

    name: str
    secret: str
    read: frozenset[str] = frozenset()
    write: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Received:
    """One action as it was read from the wire."""

    connection: int
    pairs: tuple[tuple[str, str], ...]

    def text(self, key: str) -> str:
        """The first value of a key; empty without one, as Asterisk reads it."""
        return next((value for name, value in self.pairs if name.lower() == key.lower()), "")

    def every(self, key: str) -> tuple[str, ...]:
        return tuple(value for name, value in self.pairs if name.lower() == key.lower())


@dataclass(frozen=True, kw_only=True)
class FakeChannel:
    """One living channel."""

    id: str
    name: str
    variables: tuple[str, ...] = ()


@dataclass
class FakeState:
    """What a running Asterisk holds; AstDB alone outlives a restart."""

    started_at: datetime
    database: dict[tuple[str, str], str] = field(default_factory=dict)
    global_values: dict[str, str] = field(default_factory=dict)
    channels: list[FakeChannel] = field(default_factory=list)

    def restart(self, at: datetime) -> None:
        self.started_at = at
        self.global_values.clear()
        self.channels.clear()

    def answer(self, action: Received, user: FakeUser) -> list[str]:
        """The messages it writes, in order: the reply first."""
        name = action.text("Action")
        tag = f"ActionID: {action.text('ActionID')}\r\n" if action.text("ActionID") else ""
        if name not in _ANSWERS:
            return [message("Response: Error", tag, "Message: Invalid/unknown command")]
        if name in RIGHTS and not RIGHTS[name] & user.write:
            return [message("Response: Error", tag, "Message: Permission denied")]
        return _ANSWERS[name](self, action, tag)


def message(*lines: str) -> str:
    """Lines as one AMI message; a line may already end itself, an empty one is left out."""
    return "".join(line if line.endswith("\r\n") else f"{line}\r\n" for line in lines if line) + "\r\n"


def booted_event() -> str:
    return message("Event: FullyBooted", "Privilege: system,all", "Uptime: 0", "LastReload: 0", "Status: Fully Booted")


def _success(tag: str, text: str) -> list[str]:
    return [message("Response: Success", tag, f"Message: {text}")]


def _error(tag: str, text: str) -> list[str]:
    return [message("Response: Error", tag, f"Message: {text}")]


def _list(tag: str, text: str, name: str, rows: list[str]) -> list[str]:
    first = message("Response: Success", tag, "EventList: start", f"Message: {text}")
    end = message(f"Event: {name}Complete", tag, "EventList: Complete", f"ListItems: {len(rows)}")
    return [first, *rows, end]


def _ping(state: FakeState, action: Received, tag: str) -> list[str]:
    return [message("Response: Success", tag, "Ping: Pong", "Timestamp: 1795299744.170084")]


def _core_status(state: FakeState, action: Received, tag: str) -> list[str]:
    date, time = f"{state.started_at:%Y-%m-%d}", f"{state.started_at:%H:%M:%S}"
    start = (
        f"CoreStartupDate: {date}",
        f"CoreStartupTime: {time}",
        f"CoreReloadDate: {date}",
        f"CoreReloadTime: {time}",
    )
    calls = f"CoreCurrentCalls: {len(state.channels) // 2}"
    return [message("Response: Success", tag, *start, calls, "CoreProcessedCalls: 0")]


def _db_put(state: FakeState, action: Received, tag: str) -> list[str]:
    if not action.text("Family") or not action.text("Key"):
        return _error(tag, "No key specified")
    state.database[action.text("Family"), action.text("Key")] = action.text("Val")
    return _success(tag, "Updated database successfully")


def _db_get(state: FakeState, action: Received, tag: str) -> list[str]:
    family, key = action.text("Family"), action.text("Key")
    if (family, key) not in state.database:
        return _error(tag, "Database entry not found")
    row = (f"Family: {family}", f"Key: {key}", f"Val: {state.database[family, key]}")
    return _list(tag, "Result will follow", "DBGet", [message("Event: DBGetResponse", tag, *row)])


def _db_del(state: FakeState, action: Received, tag: str) -> list[str]:
    gone = state.database.pop((action.text("Family"), action.text("Key")), None)
    return (
        _error(tag, "Database entry could not be deleted")
        if gone is None
        else _success(tag, "Key deleted successfully")
    )


def _db_del_tree(state: FakeState, action: Received, tag: str) -> list[str]:
    family = action.text("Family")
    doomed = [row for row in state.database if f"{row[0]}/{row[1]}".startswith(f"{family}/")]
    for row in doomed:
        del state.database[row]
    return _success(tag, "Key tree deleted successfully") if doomed else _error(tag, "Database entry not found")


def _setvar(state: FakeState, action: Received, tag: str) -> list[str]:
    state.global_values[action.text("Variable")] = action.text("Value")
    return _success(tag, "Variable Set")


def _getvar(state: FakeState, action: Received, tag: str) -> list[str]:
    name = action.text("Variable")
    return [message("Response: Success", tag, f"Variable: {name}", f"Value: {state.global_values.get(name, '')}")]


def _originate(state: FakeState, action: Received, tag: str) -> list[str]:
    channel, id = action.text("Channel"), action.text("ChannelId")
    if action.text("Application"):
        return _success(tag, "Originate successfully queued")
    if action.text("Exten") != "talk":
        return _error(tag, "Extension does not exist.")
    reason = HOMES.get(channel.removeprefix("Local/").partition("@")[0], 0)
    if any(living.id == id for living in state.channels):
        reason = 0
    if reason == 4:
        variables = tuple(one.lstrip("_") for one in action.every("Variable"))
        state.channels += [
            FakeChannel(id=id + half, name=f"{channel}{half}", variables=variables) for half in ("", ";2")
        ]
    said = "Success" if reason == 4 else "Failure"
    end = (
        f"Response: {said}",
        f"Channel: {channel}",
        "Context: person",
        "Exten: talk",
        f"Reason: {reason}",
        f"Uniqueid: {id}",
    )
    queued = _success(tag, "Originate successfully queued")
    return [*queued, message("Event: OriginateResponse", "Privilege: call,all", tag, *end)]


def _channel_lines(channel: FakeChannel) -> tuple[str, ...]:
    return (
        f"Channel: {channel.name}",
        "ChannelState: 6",
        "ChannelStateDesc: Up",
        "CallerIDNum: <unknown>",
        "Context: person",
        "Exten: talk",
        "Priority: 1",
        f"Uniqueid: {channel.id}",
        f"Linkedid: {channel.id.removesuffix(';2')}",
    )


def _show_channels(state: FakeState, action: Received, tag: str) -> list[str]:
    more = ("Application: Wait", "ApplicationData: 3600", "Duration: 00:00:02", "BridgeId: ")
    rows = [message("Event: CoreShowChannel", tag, *_channel_lines(channel), *more) for channel in state.channels]
    return _list(tag, "Channels will follow", "CoreShowChannels", rows)


def _status(state: FakeState, action: Received, tag: str) -> list[str]:
    wanted = [name for name in action.text("Variables").split(",") if name]
    rows = []
    for channel in state.channels:
        held = dict(one.split("=", 1) for one in channel.variables)
        values = [f"Variable: {name}={held.get(name, '(null)')}" for name in wanted]
        rows.append(message("Event: Status", *_channel_lines(channel), *values, tag))
    return _list(tag, "Channel status will follow", "Status", rows)


_ANSWERS: dict[str, Callable[[FakeState, Received, str], list[str]]] = {
    "Ping": _ping,
    "CoreStatus": _core_status,
    "DBPut": _db_put,
    "DBGet": _db_get,
    "DBDel": _db_del,
    "DBDelTree": _db_del_tree,
    "Setvar": _setvar,
    "Getvar": _getvar,
    "Originate": _originate,
    "CoreShowChannels": _show_channels,
    "Status": _status,
}
