"""Which files of a site cannot be made anew? What people said and photographed, sounds, and Asterisk's own log.

The database names files that are there before their rows, so the database is copied first and the files after it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ivr.asterisk.factlog import NAME as FACTS
from ivr.settings import Settings

FOLDERS = frozenset({"recordings", "sounds", "replies", "recorded", "calls", "words", "photos", "twilio", "facts"})
"""Of the archive; a test keeps it true."""
RESTORED = ".restored"
_PLAIN = re.compile(r"[^/\\\x00-\x1f\x7f\ud800-\udfff]{1,255}")
_BESIDE_SQLITE = ("-wal", "-shm", "-journal")


@dataclass(frozen=True, kw_only=True)
class Part:
    """One folder, under a name of its own in the archive. `private`: nobody else may look into it."""

    name: str
    folder: Path
    pattern: str = "**/*"
    private: bool = False

    def files(self) -> Iterator[tuple[str, Path]]:
        """(name in the archive, file), in the order of names; what is no plain file is left out."""
        for path in sorted(self.folder.glob(self.pattern)):
            if path.is_file() and not path.is_symlink() and not path.name.endswith(_BESIDE_SQLITE):
                yield f"{self.name}/{path.relative_to(self.folder).as_posix()}", path


def is_plain(name: str) -> bool:
    """Whether an archive may carry a file of this name: below its folder, whatever reads it."""
    return all(_PLAIN.fullmatch(part) and part not in (".", "..") for part in name.split("/"))


def parts_of(settings: Settings) -> tuple[Part, ...]:
    root = settings.exchange.root
    return (
        Part(name="recordings", folder=settings.speech.recordings),
        Part(name="sounds", folder=settings.exchange.sounds),
        Part(name="replies", folder=root / "spool" / "replies"),
        Part(name="recorded", folder=root / "spool" / "recorded"),
        Part(name="calls", folder=root / "spool" / "calls", private=True),
        Part(name="words", folder=root / "spool" / "words", private=True),
        Part(name="photos", folder=settings.console.photos, private=True),
        Part(name="twilio", folder=settings.twilio.folder, private=True),
        Part(name="facts", folder=root / "log" / "cel-custom", pattern=f"{FACTS}*"),
    )


def place_of(part: Part, name: str) -> Path:
    """Where a file of the archive belongs.

    Asterisk's present log comes back as one that was renamed: whoever reads it knows those, and a new log goes on.
    """
    rest = name.removeprefix(f"{part.name}/")
    if part.name == "facts" and rest == FACTS:
        rest = f"{FACTS}{RESTORED}"
    return part.folder.joinpath(*PurePosixPath(rest).parts)
