"""How is a recurrence kept in a row and sent over the network? As JSON; a festival may be written by its name."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from broadcasts.lunar import FESTIVALS, LunarDay
from broadcasts.recurrence import Days, Recurrence, Repeat, fault_of

_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_NAMES = {day: name for name, day in FESTIVALS.items()}


class BadRecurrence(ValueError):
    """The recurrence cannot be read; the text says what is wrong with which part."""


def to_json(recurrence: Recurrence) -> str:
    """Only what it names: `{"repeat": "weekly", "at": "08:30", "weekdays": [0, 4]}`."""
    found: dict[str, Any] = {"repeat": recurrence.repeat.value, "at": _clock(recurrence.minute)}
    found |= {"on": recurrence.on.isoformat()} if recurrence.on else {}
    found |= {name: sorted(days) for name, days in _numbers(recurrence).items() if days}
    lunar = [_lunar_text(day) for day in sorted(recurrence.lunar_days)]
    found |= {"lunar_days": lunar} if lunar else {}
    found |= {"days": recurrence.days.value} if recurrence.days is not Days.ANY else {}
    found |= {"lasts": recurrence.lasts} if recurrence.lasts is not None else {}
    return json.dumps(found)


def from_json(text: str) -> Recurrence:
    """Raises BadRecurrence, also for one that names no day."""
    try:
        found = json.loads(text)
    except ValueError as fault:
        raise BadRecurrence("the recurrence is no JSON") from fault
    if not isinstance(found, dict) or not {"repeat", "at"} <= set(found):
        raise BadRecurrence("a recurrence is a JSON object with `repeat` and `at`")
    unknown = sorted(set(found) - set(_READERS))
    if unknown:
        raise BadRecurrence(f"a recurrence has no {unknown[0]}")
    recurrence = Recurrence(**dict(_part(name, value) for name, value in found.items()))
    if wrong := fault_of(recurrence):
        raise BadRecurrence(wrong)
    return recurrence


def lunar_day(text: str) -> LunarDay:
    """`mid_autumn`, or month/day as `8/15`; raises ValueError."""
    if text in FESTIVALS:
        return FESTIVALS[text]
    month, _, day = text.partition("/")
    return LunarDay(month=int(month), day=int(day))


def _part(name: str, value: Any) -> tuple[str, Any]:
    field, read = _READERS[name]
    try:
        return field, read(value)
    except (ValueError, TypeError, AttributeError) as fault:
        raise BadRecurrence(f"{name} cannot be read: {value!r}") from fault


def _minute(text: str) -> int:
    found = _CLOCK.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return int(found[1]) * 60 + int(found[2])


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(value)
    return value


_READERS: Mapping[str, tuple[str, Callable[[Any], Any]]] = {
    "repeat": ("repeat", Repeat),
    "at": ("minute", _minute),
    "on": ("on", date.fromisoformat),
    "weekdays": ("weekdays", lambda days: frozenset(map(_whole, days))),
    "month_days": ("month_days", lambda days: frozenset(map(_whole, days))),
    "lunar_days": ("lunar_days", lambda days: frozenset(map(lunar_day, days))),
    "days": ("days", Days),
    "lasts": ("lasts", _whole),
}


def _numbers(recurrence: Recurrence) -> Mapping[str, frozenset[int]]:
    return {"weekdays": recurrence.weekdays, "month_days": recurrence.month_days}


def _lunar_text(day: LunarDay) -> str:
    return _NAMES.get(day, f"{day.month}/{day.day}")


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
