"""What does a back-up say of itself? Its database, how many rows each table has, and the sum of every file.

It is the last thing in the archive: a back-up without it was cut short.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from ivr.backup.refused import BackupRefused

NAME = "manifest.json"
FORMAT = 1
_PROGRAM = "bigbutton"


@dataclass(frozen=True, kw_only=True)
class Sum:
    """Bytes, and their SHA-256 in hexadecimal digits."""

    size: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """`kind`: sqlite or postgresql. `left_out`: settings whose secrets are not in it."""

    taken_at: datetime
    kind: str
    version: str
    rows: Mapping[str, int]
    files: Mapping[str, Sum]
    left_out: tuple[str, ...] = ()


def as_text(manifest: Manifest) -> str:
    told: dict[str, Any] = {"program": _PROGRAM, "format": FORMAT, **asdict(manifest)}
    told["taken_at"] = manifest.taken_at.isoformat()
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def from_text(text: bytes) -> Manifest:
    """Raises BackupRefused where it is of another program, or of a later form."""
    try:
        told = json.loads(text)
        ours = told["program"] == _PROGRAM
        if ours and told["format"] != FORMAT:
            raise BackupRefused(f"The back-up has the form {told['format']}, this program knows {FORMAT}", _NEWER)
        if ours:
            return Manifest(
                taken_at=datetime.fromisoformat(told["taken_at"]), kind=told["kind"], version=told["version"],
                rows=told["rows"], files={name: Sum(**each) for name, each in told["files"].items()},
                left_out=tuple(told["left_out"]),
            )  # fmt: skip
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise BackupRefused(f"The back-up's {NAME} cannot be read", _ANOTHER) from fault
    raise BackupRefused("That is another program's archive", "Name a file that `bigbutton backup` wrote")


_NEWER = "Install the program that wrote it, or a newer one"
_ANOTHER = "Take another back-up; this one was damaged"
