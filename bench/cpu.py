"""How much of a processor has a process used? From the kernel's own account, threads included."""

import os
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def seconds(pid: int) -> float:
    """User and system time since its start. Raises OSError where it is gone."""
    return of_stat(Path(f"/proc/{pid}/stat").read_text(encoding="utf-8"))


def of_stat(text: str) -> float:
    """From the text of a stat file; the name in brackets may hold anything, blanks and brackets too."""
    fields = text.rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
