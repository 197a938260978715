"""How does a file come to its place so that a power cut leaves the old one or the new one, never a half?"""

import errno
import os
import shutil
from pathlib import Path


def place(file: Path, to: Path, mode: int) -> None:
    """Moves `file`, across file systems too, into a folder that is there. `mode`: its permissions."""
    try:
        os.replace(file, to)
    except OSError as fault:
        if fault.errno != errno.EXDEV:
            raise
        beside = to.with_name(f"{to.name}.part")
        shutil.copyfile(file, beside)
        os.replace(beside, to)
        file.unlink()
    to.chmod(mode)
    sync(to)
    sync(to.parent)


def sync(path: Path) -> None:
    """On the disk, file or folder, when this returns."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
