"""What does one fact say? Its values, by explicit key."""

from collections.abc import Callable, Mapping
from datetime import datetime
from urllib.parse import unquote

from ivr import events as e


class Said:
    """Raises LookupError or ValueError where a key that is needed is missing or empty."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self._fields = fields

    def word(self, key: str) -> str:
        return self._fields.get(key, "")

    def free(self, key: str) -> str:
        return unquote(self._fields.get(key, ""))

    def number(self, key: str, default: int = 0) -> int:
        text = self._fields.get(key, "")
        return int(text) if text.lstrip("-").isdigit() else default

    def needed(self, key: str) -> str:
        value = self._fields[key]
        if not value:
            raise ValueError(f"{key} is empty")
        return value


Meaning = Callable[[Said, datetime, str], e.Event]
"""(what is said, its instant, the channel that said it) -> what happened"""
