"""Which photographs were taken at a visit? The pictures themselves lie in a folder of the site, named by their ids."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from db.records import fetch, put_new, selecting, values
from db.schema.care import visit_photos


@dataclass(frozen=True, kw_only=True)
class PhotoRow:
    """`media`: image/jpeg or image/png; `bytes`: how large the file is."""

    id: str
    visit_id: str
    media: str
    bytes: int
    taken_at: datetime
    taken_by: str = ""


def keep(conn: Connection, row: PhotoRow) -> None:
    """The same picture told again changes nothing."""
    put_new(conn, visit_photos, [values(row)])


def load(conn: Connection, photo: str) -> PhotoRow | None:
    found = fetch(conn, PhotoRow, selecting(PhotoRow, visit_photos).where(visit_photos.c.id == photo))
    return found[0] if found else None


def of_visit(conn: Connection, visit: str) -> list[PhotoRow]:
    """Oldest first."""
    statement = selecting(PhotoRow, visit_photos).where(visit_photos.c.visit_id == visit)
    return fetch(conn, PhotoRow, statement.order_by(visit_photos.c.taken_at, visit_photos.c.id))
