"""How do the controller's links to the exchange stand? Told in a file beside the heartbeat, for whoever measures."""

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path


def tell_links(heartbeat: Path, links: Mapping[str, bool]) -> None:
    """Link -> whether it carries. Whoever reads meanwhile reads the whole of the last one."""
    file = _beside(heartbeat)
    new = file.with_name(f"{file.name}.new")
    new.write_text(json.dumps(dict(links)), encoding="ascii")
    new.replace(file)


def links_told(heartbeat: Path) -> Mapping[str, bool]:
    """As the controller told them last; empty where none has."""
    with suppress(OSError, ValueError):
        told = json.loads(_beside(heartbeat).read_text(encoding="ascii"))
        if isinstance(told, dict):
            return {str(link): up is True for link, up in told.items()}
    return {}


def _beside(heartbeat: Path) -> Path:
    return heartbeat.with_name(f"{heartbeat.name}.links")
