"""What does this machine say of itself? Its clock, its disks, the certificates that lie on it."""

import ctypes
import os
import shutil
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from ivr.supervision.expiry import NoCertificate, ends

_TIMEX_BYTES = 512
"""More than `struct timex` has on any machine; zeros ask without setting anything (adjtimex(2))."""
_ERROR = 5
"""TIME_ERROR: the clock is not synchronised."""


def clock_is_set() -> bool | None:
    """Whether a time server keeps the clock, as the kernel knows; None where it cannot be asked."""
    try:
        answer = ctypes.CDLL(None, use_errno=True).adjtimex(ctypes.create_string_buffer(_TIMEX_BYTES))
    except (OSError, AttributeError):
        return None
    return None if answer < 0 else answer != _ERROR


def free_space(places: Iterable[Path]) -> Mapping[str, int]:
    """Place -> bytes that an ordinary user may still write; places on one disk are told once, under the first."""
    found: dict[int, tuple[str, int]] = {}
    for place in places:
        there = next((each for each in (place, *place.absolute().parents) if each.exists()), None)
        if there is not None and (device := os.stat(there).st_dev) not in found:
            found[device] = str(place), shutil.disk_usage(there).free
    return dict(found.values())


def certificates(files: Iterable[Path]) -> Mapping[str, datetime | None]:
    """File -> when it ends; None: there is none in it that can be read."""
    return {str(file): _ends(file) for file in files}


def _ends(file: Path) -> datetime | None:
    try:
        return ends(file.read_text(encoding="ascii"))
    except (OSError, UnicodeDecodeError, NoCertificate):
        return None
