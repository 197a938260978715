"""Which small disks can be filled to their last byte? File systems in memory, mounted where something is written."""

import errno
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


class Disk:
    """Mounted at a folder, of that many megabytes; `there`: whether this computer let us (root alone may)."""

    def __init__(self, folder: Path, megabytes: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "tmpfs", str(folder)]
        self.there = os.geteuid() == 0 and subprocess.run(command, check=False, capture_output=True).returncode == 0

    @contextmanager
    def full(self) -> Iterator[None]:
        """Every byte of it is taken, then given back."""
        filler = self.folder / "filler"
        try:
            _fill(filler)
            yield
        finally:
            filler.unlink(missing_ok=True)

    def close(self) -> None:
        if self.there:
            with suppress(OSError):
                subprocess.run(["umount", "-l", str(self.folder)], check=False)
            self.there = False


def _fill(filler: Path) -> None:
    with filler.open("ab", buffering=0) as out:
        size = 1 << 20
        while size:
            try:
                out.write(b"\0" * size)
            except OSError as full:
                if full.errno != errno.ENOSPC:
                    raise
                size //= 2
