"""Which fixed phrases has a person recorded? One recording for each phrase and language; the last one counts."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete

from db.records import fetch, put, selecting, values
from db.schema.work import recordings


@dataclass(frozen=True, kw_only=True)
class RecordingRow:
    """`phrase`: the id of its line (ivr/speech/script.py); `file`: below the site's folder of recordings."""

    language: str
    phrase: str
    file: str
    total_ms: int
    recorded_at: datetime
    recorded_by: str = ""


def save(conn: Connection, row: RecordingRow) -> None:
    """In the place of the one before."""
    put(conn, recordings, [values(row)])


def load(conn: Connection, language: str, phrase: str) -> RecordingRow | None:
    statement = selecting(RecordingRow, recordings)
    found = fetch(conn, RecordingRow, statement.where(recordings.c.language == language, recordings.c.phrase == phrase))
    return found[0] if found else None


def load_all(conn: Connection) -> list[RecordingRow]:
    """By language and phrase."""
    statement = selecting(RecordingRow, recordings)
    return fetch(conn, RecordingRow, statement.order_by(recordings.c.language, recordings.c.phrase))


def drop(conn: Connection, language: str, phrase: str) -> bool:
    """False: there was none."""
    statement = delete(recordings).where(recordings.c.language == language, recordings.c.phrase == phrase)
    return conn.execute(statement).rowcount > 0
