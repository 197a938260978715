"""Is this a picture that may be kept, and where does it lie? JPEG or PNG, whole, of a fair size; in the site's folder.

A picture is named after its visit and its content: sent twice it is one picture. The file is on disk before the row
that names it is committed; one without a row is of a submission that was refused.
"""

import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import UploadFile

from console.forms.typed import Typed, typed
from db.photos import PhotoRow
from wellness_checks.case import Refused

JPEG, PNG = "image/jpeg", "image/png"
LARGEST = 10
"""Megabytes: more than a telephone's camera makes."""
LARGEST_BYTES = LARGEST * 1_000_000
NO_FOLDER = Refused(field="photo", reason="this console keeps no pictures: its settings name no folder")
_PNG = b"\x89PNG\r\n\x1a\n"
_TAIL = 64
"""Bytes at the end in which a picture's own end stands: some cameras write a little behind it."""


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A form of a visit. `photo`: empty where none came."""

    form: Typed
    photo: bytes = b""


async def _sent(request: Request) -> Sent:
    came = await request.form()
    form = typed((name, value) for name, value in came.multi_items() if isinstance(value, str))
    file = came.get("photo")
    if not isinstance(file, UploadFile):
        return Sent(form=form)
    data = await file.read(LARGEST_BYTES + 1)
    await file.close()
    return Sent(form=form, photo=data)


SentForm = Annotated[Sent, Depends(_sent)]


def media_of(data: bytes) -> str | Refused:
    """What kind of picture, or why it is none."""
    if len(data) > LARGEST_BYTES:
        return Refused(field="photo", reason=f"the picture is larger than {LARGEST} MB")
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG if b"\xff\xd9" in data[-_TAIL:] else _broken()
    if data.startswith(_PNG):
        return PNG if b"IEND" in data[-_TAIL:] else _broken()
    return Refused(field="photo", reason="this is neither a JPEG nor a PNG picture")


def stored(folder: Path | None, visit: str, data: bytes, *, at: datetime, by: str) -> PhotoRow | Refused | None:
    """The file on disk, and the row to be kept; None: no picture came."""
    if not data:
        return None
    media = media_of(data)
    if isinstance(media, Refused):
        return media
    if folder is None:
        return NO_FOLDER
    name = f"{visit}-{sha256(data).hexdigest()[:16]}"
    _write(folder / name, data)
    return PhotoRow(id=name, visit_id=visit, media=media, bytes=len(data), taken_at=at, taken_by=by)


def picture(folder: Path | None, row: PhotoRow) -> bytes | None:
    """None: the file is gone."""
    if folder is None:
        return None
    with suppress(FileNotFoundError):
        return (folder / row.id).read_bytes()
    return None


def _broken() -> Refused:
    return Refused(field="photo", reason="the picture is not whole: take it again")


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all, readable by us alone."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(file.name, path)
