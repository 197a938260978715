"""What may be sent to Asterisk, and what is refused before a byte leaves?

AMI is lines: a line end inside a value is a second action, a line over 1,024 bytes is answered without saying
which action was meant, and more than 128 headers are cut off. So an `Action` is checked as a whole, and only
printable ASCII passes.
"""

import re
from dataclasses import dataclass

VALUE_BYTES = 1_000
LINE_BYTES = 1_020
"""Asterisk reads 1,024 bytes with the line end (1,021 were shown to pass, 1,023 to fail)."""
HEADERS = 120
"""Asterisk reads 128; the action's name and id are two of them."""

_NAME = re.compile(r"[A-Za-z]{1,40}")
_KEY = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,39}")
_PRINTABLE = re.compile(r"[ -~]*")
_OURS = frozenset({"action", "actionid", "command", "commandid"})
_REPEATABLE = "variable"


class Unsendable(ValueError):
    """The action was refused here; nothing of it was sent."""


class AmiDown(ConnectionError):
    """There is no link that is ready; nothing was sent."""


class ReplyUnknown(Exception):
    """The action may have been carried out or not: no reply came, or none that makes sense. Not "failed"."""


class LoginRefused(ConnectionError):
    """Asterisk answers, and says no to this user and secret."""


class AmiRefused(Exception):
    """Asterisk said no to a question: a privilege is missing."""


@dataclass(frozen=True, kw_only=True)
class Action:
    """One AMI action; `headers` in order, a key once only (`Variable` may repeat)."""

    name: str
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Fields:
    """The headers of one message from Asterisk. A key that is not there is an error, not an empty text."""

    pairs: tuple[tuple[str, str], ...]

    def text(self, key: str) -> str:
        """The first value of exactly this key; KeyError without one."""
        for name, value in self.pairs:
            if name == key:
                return value
        raise KeyError(key)

    def number(self, key: str) -> int:
        """The same as a whole number; ValueError where it is none."""
        return int(self.text(key))

    def every(self, key: str) -> tuple[str, ...]:
        """All values of a key that may repeat."""
        return tuple(value for name, value in self.pairs if name == key)


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What Asterisk answered: `accepted`, or refused with its `message`."""

    accepted: bool
    message: str
    fields: Fields


def check(action: Action) -> None:
    """Raise Unsendable where the action could be read as anything but itself."""
    if _NAME.fullmatch(action.name) is None:
        raise Unsendable(f"not the name of an action: {action.name!r}")
    if len(action.headers) > HEADERS:
        raise Unsendable(f"{action.name}: {len(action.headers)} headers, {HEADERS} are allowed")
    seen: set[str] = set()
    for key, value in action.headers:
        _check_header(action.name, key, value)
        if key.lower() in seen and key.lower() != _REPEATABLE:
            raise Unsendable(f"{action.name}: {key} stands twice")
        seen.add(key.lower())


def _check_header(name: str, key: str, value: str) -> None:
    if _KEY.fullmatch(key) is None or key.lower() in _OURS:
        raise Unsendable(f"{name}: not a header of ours to set: {key!r}")
    if _PRINTABLE.fullmatch(value) is None:
        raise Unsendable(f"{name}: {key} may hold printable ASCII only: {value[:60]!r}")
    if value != value.strip(" "):
        raise Unsendable(f"{name}: {key} begins or ends with a space, which Asterisk would not keep")
    if len(value) > VALUE_BYTES or len(key) + 2 + len(value) > LINE_BYTES:
        raise Unsendable(f"{name}: {key} holds {len(value)} bytes, {VALUE_BYTES} are allowed")
