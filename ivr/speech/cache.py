"""Has this been spoken before? Finished sound, kept by what it says and how, and shared by every site folder.

A file in a sound folder is a hard link to the kept one where the file system allows it, else a copy with the
same time: equal size and time mean that it is current, so a second rendering only looks.
"""

import hashlib
import math
import os
import shutil
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

VERSION: Final = 1
"""Raise it when the making of sound changes: everything is made again."""


def key(*parts: object) -> str:
    """The name under which a sound is kept: the hash of everything that decides how it sounds."""
    text = "\0".join(str(part) for part in (VERSION, *parts))
    return hashlib.sha256(text.encode()).hexdigest()[:40]


@dataclass(frozen=True, kw_only=True)
class Cache:
    folder: Path

    def path(self, name: str) -> Path:
        return self.folder / name[:2] / f"{name}.sln"

    def holds(self, name: str) -> bool:
        try:
            return self.path(name).stat().st_size > 0
        except FileNotFoundError:
            return False

    def put(self, name: str, sound: bytes) -> None:
        """Kept whole or not at all: written under another name, on disk, then renamed."""
        path = self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
        with part.open("wb") as file:
            file.write(sound)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)

    def is_at(self, name: str, target: Path) -> bool:
        try:
            kept, there = self.path(name).stat(), target.stat()
        except FileNotFoundError:
            return False
        return kept.st_size > 0 and (kept.st_size, kept.st_mtime_ns) == (there.st_size, there.st_mtime_ns)

    def place(self, name: str, target: Path) -> None:
        """Put the kept sound at `target` in one step: whoever plays it hears the old or the new, whole."""
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{target.name}.{os.getpid()}")
        part.unlink(missing_ok=True)
        try:
            os.link(self.path(name), part)
        except OSError:
            shutil.copy2(self.path(name), part)
        os.replace(part, target)
        part.unlink(missing_ok=True)  # two names of one file: the system leaves both

    def forget_unused(self, before: float = math.inf) -> int:
        """Remove what no sound folder has linked to since `before` (seconds since 1970); returns how many.

        Copies count as unused.
        """
        kept = ((path, path.stat()) for path in self.folder.glob("*/*.sln"))
        unused = [path for path, stat in kept if stat.st_nlink == 1 and stat.st_ctime < before]
        for path in unused:
            with suppress(FileNotFoundError):
                path.unlink()
        return len(unused)
