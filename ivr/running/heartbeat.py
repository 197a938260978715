"""What does the controller's file say? That it lives (its age), and how far the exchange's clock is moved."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path


def beat(file: Path, offset: timedelta) -> None:
    """Written by the controller every second; whoever reads meanwhile reads the whole of the last one."""
    new = file.with_name(f"{file.name}.new")
    new.write_text(f"{offset.total_seconds():.0f}\n", encoding="ascii")
    new.replace(file)


def last_beat(file: Path) -> datetime | None:
    """By the machine's clock; None: no controller has lived here yet."""
    with suppress(OSError):
        return datetime.fromtimestamp(file.stat().st_mtime, UTC)
    return None


def now_of(file: Path) -> datetime:
    """The exchange's time, for whoever runs beside the controller: the machine's clock and the last offset told."""
    offset = 0
    with suppress(OSError, ValueError):
        offset = int(file.read_text(encoding="ascii") or 0)
    return datetime.now(UTC) + timedelta(seconds=offset)
