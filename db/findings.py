"""What did staff say that an emergency turned out to be?"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from db.records import batches, fetch, put, selecting, values
from db.schema.calls import incident_findings


@dataclass(frozen=True, kw_only=True)
class FindingRow:
    """`what`: real, false_alarm, mistake or test."""

    incident_id: str
    what: str
    said_at: datetime
    said_by: str
    note: str = ""


def load(conn: Connection, incidents: Collection[str]) -> Mapping[str, FindingRow]:
    """By the incident; those of which nothing was said are left out."""
    found: dict[str, FindingRow] = {}
    for some in batches(incidents):
        asked = selecting(FindingRow, incident_findings).where(incident_findings.c.incident_id.in_(some))
        found |= {row.incident_id: row for row in fetch(conn, FindingRow, asked)}
    return found


def save(conn: Connection, row: FindingRow) -> None:
    """In the place of what was said before."""
    put(conn, incident_findings, [values(row)])
