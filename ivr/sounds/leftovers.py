"""Which sounds does nobody need any more? What was only listened to, uploads never sent, answers that were recognised.

A sound goes a day after it was last put in its place: nobody's page or call is that old. A message has a sound of its
own, which stays.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

import structlog
from sqlalchemy import Connection, select

from console.broadcasts.voice import FOR_A_DAY
from db.schema.care import campaigns
from ivr.settings import Settings
from ivr.speech.cache import Cache
from people.seniors import Language

log = structlog.get_logger()
DAY: Final = 86_400.0
"""Seconds."""
SPOOLED: Final = ("replies", "recorded")
"""Folders into which Asterisk records what is worked up at once."""


def drop_sounds(conn: Connection, settings: Settings, wall: float) -> int:
    """How many files went. `wall`: seconds since 1970, as files are dated. Blocks; what cannot be deleted stays."""
    before = wall - DAY
    used = frozenset(conn.scalars(select(campaigns.c.audio).where(campaigns.c.audio != "")))
    old = [file for file in _passing(settings) if _put_there(file) < before and str(file.with_suffix("")) not in used]
    for file in old:
        with suppress(OSError):
            file.unlink()
    forgotten = _forget_kept(settings.speech_cache, before)
    if old or forgotten:
        log.info("sounds_dropped", files=len(old), kept=forgotten)
    return len(old) + forgotten


def _passing(settings: Settings) -> Iterator[Path]:
    for language in Language:
        folder = settings.exchange.sounds / language.value / "message"
        for beginning in FOR_A_DAY:
            yield from folder.glob(f"{beginning}*.sln")
    for name in SPOOLED:
        yield from (settings.exchange.root / "spool" / name).glob("*.sln")


def _put_there(file: Path) -> float:
    """A link to a sound that was kept before bears its old time, but notes when it was linked."""
    with suppress(FileNotFoundError):
        return os.stat(file).st_ctime
    return float("inf")


def _forget_kept(folder: Path, before: float) -> int:
    """Of the sounds that were kept to be used again: those of which no link is left. Without links nobody can tell."""
    linked = any(file.stat().st_nlink > 1 for file in folder.glob("*/*.sln"))
    return Cache(folder=folder).forget_unused(before) if linked else 0
