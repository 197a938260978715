"""How does the compiled picture lie on disk? One JSON file, replaced whole, so that a reader never sees half of it."""

import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any

from ivr.emergency import Leg
from ivr.tables.rows import Key, Row, Rows
from ivr.twilio.fallback import Fallback, Target
from people.ids import ServiceId, TargetId, TerminalId
from people.terminals import Accepts

VERSION = 1
FILE = "routes.json"


class FallbackUnreadable(RuntimeError):
    """The file is not there, or was not written by us; the message says which and how to make it."""


def write(fallback: Fallback, file: Path) -> None:
    """Atomically, readable by us alone: it holds names and numbers. Raises OSError; the file before then stands."""
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_name(f"{file.name}.new")
    with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
        json.dump(to_json(fallback), out, ensure_ascii=False)
        out.flush()
        os.fsync(out.fileno())
    new.replace(file)


def read(file: Path) -> Fallback:
    """Raises FallbackUnreadable."""
    try:
        return from_json(json.loads(file.read_text(encoding="utf-8")))
    except FileNotFoundError as gone:
        raise FallbackUnreadable(f"{file} is not there; start the controller once: it writes it") from gone
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as wrong:
        raise FallbackUnreadable(
            f"{file} cannot be used ({wrong!r}); remove it: the controller writes it anew"
        ) from wrong


def to_json(fallback: Fallback) -> dict[str, Any]:
    return {
        "version": VERSION,
        "made_at": fallback.made_at.isoformat(),
        "rows": {f"{row.at.family}/{row.at.key}": row.value for row in fallback.rows.held},
        "targets": {name: [*target.numbers, target.accepts.value] for name, target in fallback.targets.items()},
        "callers": dict(fallback.callers),
        "ladders": {terminal: _legs_to(legs) for terminal, legs in fallback.ladders.items()},
        "static_ladder": _legs_to(fallback.static_ladder),
        "services": dict(fallback.services),
        "names": {service: list(names) for service, names in fallback.names.items()},
        "addresses": dict(fallback.addresses),
    }


def from_json(found: dict[str, Any]) -> Fallback:
    """Raises ValueError, KeyError, TypeError, AttributeError where `to_json` did not write it."""
    if found["version"] != VERSION:
        raise ValueError(f"version {found['version']}; this program reads {VERSION}")
    return Fallback(
        made_at=datetime.fromisoformat(found["made_at"]),
        rows=Rows(tuple(Row(Key(*name.split("/", 1)), str(value)) for name, value in found["rows"].items())),
        targets={TargetId(name): _target(each) for name, each in found["targets"].items()},
        callers={number: TerminalId(terminal) for number, terminal in found["callers"].items()},
        ladders={TerminalId(terminal): _legs_from(legs) for terminal, legs in found["ladders"].items()},
        static_ladder=_legs_from(found["static_ladder"]),
        services={code: ServiceId(service) for code, service in found["services"].items()},
        names={ServiceId(service): (str(zh), str(en)) for service, (zh, en) in found["names"].items()},
        addresses={TerminalId(terminal): str(text) for terminal, text in found["addresses"].items()},
    )


def _target(each: list[str]) -> Target:
    *numbers, accepts = each
    return Target(numbers=tuple(numbers), accepts=Accepts(accepts))


def _legs_to(legs: tuple[Leg, ...]) -> list[list[Any]]:
    return [[leg.seconds, leg.target] for leg in legs]


def _legs_from(legs: list[list[Any]]) -> tuple[Leg, ...]:
    return tuple(Leg(seconds=int(seconds), target=TargetId(target)) for seconds, target in legs)
