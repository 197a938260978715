"""Is the controller alive? It touches a file; an old file is a controller that does not answer."""

from datetime import timedelta
from enum import StrEnum
from pathlib import Path


class Controller(StrEnum):
    ALIVE = "alive"
    SILENT = "silent"
    NOT_WATCHED = "not_watched"


def controller(file: Path | None, limit: timedelta, now: float) -> Controller:
    """`now`: seconds since the epoch, by the same clock as the file system's."""
    if file is None:
        return Controller.NOT_WATCHED
    try:
        age = now - file.stat().st_mtime
    except OSError:
        return Controller.SILENT
    return Controller.ALIVE if age < limit.total_seconds() else Controller.SILENT
