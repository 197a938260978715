"""How does the console ask the demonstration's town? One line of JSON there, one back; the file says where.

The file is gone when the town is; whatever is wrong on the way means that the town is not up.
"""

import json
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any

PATIENCE = 10.0
"""Seconds that the town may take."""
_REFUSED = "refused"


class NotUp(Exception):
    """The town does not answer: not up yet, or ended."""


def ask(file: Path, what: str, **values: str) -> Mapping[str, Any]:
    """What the town answers; `refused` with a short word where it will not. Raises NotUp."""
    try:
        where = json.loads(file.read_text(encoding="utf-8"))
        line = json.dumps({"token": where["token"], "ask": what, "values": values}).encode() + b"\n"
        with socket.create_connection((where["host"], where["port"]), PATIENCE) as link, link.makefile("rwb") as lines:
            lines.write(line)
            lines.flush()
            answer = json.loads(lines.readline())
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise NotUp(str(fault)) from fault
    if not isinstance(answer, dict):
        raise NotUp("the town says what nobody can read")
    return answer


def refused(answer: Mapping[str, Any]) -> str:
    """The short word why it would not; empty where it did."""
    return str(answer.get(_REFUSED, ""))
