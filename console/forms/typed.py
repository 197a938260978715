"""What did somebody type into a form? Kept as it was typed, so that a refused form loses nothing."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from broadcasts.campaign import Refused

LONGEST = 20_000
"""Characters of one field that are looked at; nobody types more."""


@dataclass(frozen=True, kw_only=True)
class Typed:
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def one(self, name: str, default: str = "") -> str:
        """The last one of this name, without blanks around it."""
        return self.fields.get(name, (default,))[-1].strip()

    def all(self, name: str) -> tuple[str, ...]:
        """Every one that is not empty: boxes that were ticked."""
        return tuple(value for value in self.fields.get(name, ()) if value)

    def has(self, name: str, value: str) -> bool:
        return value in self.fields.get(name, ())

    def number(self, name: str, faults: list[Refused]) -> int | None:
        """None where nothing was typed; what is no whole number becomes a fault."""
        text = self.one(name)
        if not text:
            return None
        if text.lstrip("-").isdecimal() and len(text) < 10:
            return int(text)
        faults.append(Refused(field=name, reason=f"{text} is no whole number"))
        return None

    def moment(self, name: str, zone: str, faults: list[Refused]) -> datetime | None:
        """A day and time by the site's clocks, as a browser sends it: 2026-11-21T14:30."""
        text = self.one(name)
        if not text:
            return None
        try:
            at = datetime.fromisoformat(text)
        except ValueError:
            faults.append(Refused(field=name, reason=f"{text} is no day and time: write it like 2026-11-21T14:30"))
            return None
        return at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone))

    def with_(self, **more: str) -> "Typed":
        """The same with some fields set anew."""
        return Typed(fields={**self.fields, **{name: (value,) for name, value in more.items()}})


def typed(pairs: Iterable[tuple[str, str]]) -> Typed:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name, value in pairs:
        found[name].append(value[:LONGEST])
    return Typed(fields={name: tuple(values) for name, values in found.items()})
