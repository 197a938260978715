"""Which accepted emergencies did the exchange still have when it was last asked? Told in a file beside the heartbeat.

Written by the controller, which has the link; read by the console, which has none. After a kill it grows old, and
what is old counts as not seen.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from ivr.findings.closing import Look


def tell_looks(heartbeat: Path, looks: Mapping[str, Look]) -> None:
    """Whoever reads meanwhile reads the whole of the last one."""
    file = _beside(heartbeat)
    new = file.with_name(f"{file.name}.new")
    rows = {key: [at.isoformat() if at else None for at in (one.at, one.quiet_since)] for key, one in looks.items()}
    new.write_text(json.dumps(rows), encoding="ascii")
    new.replace(file)


def look_told(heartbeat: Path, incident: str) -> Look | None:
    """None: it was not looked at, or nobody has ever told."""
    with suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
        at, since = json.loads(_beside(heartbeat).read_text(encoding="ascii"))[incident]
        return Look(at=datetime.fromisoformat(at), quiet_since=datetime.fromisoformat(since) if since else None)
    return None


def _beside(heartbeat: Path) -> Path:
    return heartbeat.with_name(f"{heartbeat.name}.incidents")
