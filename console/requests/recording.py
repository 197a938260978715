"""What did she say into the exchange when nobody could take her call? Her words, for the task that tells of them."""

import io
import re
import wave
from pathlib import Path

from db.tasks import TaskRow
from ivr.speech.sound_files import RATE

KIND = "message_left"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")


def words_of_task(folder: Path | None, task: TaskRow) -> Path | None:
    """The file that its note names, else the one of its call; None: it has none, or it is gone."""
    if folder is None or task.kind != KIND:
        return None
    told = task.note.rpartition("/")[2].removesuffix(".sln")
    names = [name for name in (told, task.call_id or "") if _NAME.fullmatch(name)]
    return next((path for name in names if (path := folder / f"{name}.sln").is_file()), None)


def as_wav(file: Path) -> bytes:
    """As a browser plays it."""
    out = io.BytesIO()
    with wave.open(out, "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(2)
        wav.setframerate(RATE)
        wav.writeframes(file.read_bytes())
    return out.getvalue()
