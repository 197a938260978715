"""Which audiences can be chosen by their name? Saved by the staff, read again as filters."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from broadcasts.campaign import Refused
from broadcasts.campaigns import fault_of_ids
from broadcasts.filters import BadFilter, Filter, fault_of, from_json, to_json
from db import audiences
from db.audiences import AudienceRow
from db.audit import AuditRow, record
from db.ulid import new_ulid

LONGEST_NAME = 100


@dataclass(frozen=True, kw_only=True)
class SavedAudience:
    name: str
    filter: Filter
    saved_at: datetime
    saved_by: str = ""


def save_audience(
    conn: Connection, now: datetime, name: str, chosen: Filter, *, by: str, replacing: bool = False
) -> SavedAudience | tuple[Refused, ...]:
    """Names are unique: one that is taken is refused, unless it is to be replaced."""
    before = audiences.of_name(conn, name.strip())
    refused = _faults(conn, name.strip(), chosen, taken=before is not None and not replacing)
    if refused:
        return refused
    row = AudienceRow(
        id=before.id if before else new_ulid(now), name=name.strip(), filter=to_json(chosen), saved_at=now, saved_by=by
    )
    audiences.save(conn, row)
    record(conn, AuditRow(at=now, actor=by, action="audience_saved", subject=row.id, detail=row.name))
    return SavedAudience(name=row.name, filter=chosen, saved_at=now, saved_by=by)


def load_audiences(conn: Connection) -> list[SavedAudience]:
    """In the order of their names; one that this version cannot read is left out."""
    return [found for found in map(_readable, audiences.load_all(conn)) if found]


def drop_audience(conn: Connection, now: datetime, name: str, *, by: str) -> Refused | None:
    """Campaigns keep the filter that they were written with."""
    if not audiences.drop(conn, name):
        return Refused(field="name", reason=f"there is no audience {name}")
    record(conn, AuditRow(at=now, actor=by, action="audience_dropped", subject=name))
    return None


def _faults(conn: Connection, name: str, chosen: Filter, *, taken: bool) -> tuple[Refused, ...]:
    found = [
        ("name", "" if name else "an audience needs a name"),
        ("name", "" if len(name) <= LONGEST_NAME else f"longer than {LONGEST_NAME} characters"),
        ("name", "another audience has this name" if taken else ""),
        ("audience", fault_of(chosen)),
    ]
    told = tuple(Refused(field=field, reason=reason) for field, reason in found if reason)
    return told + fault_of_ids(conn, chosen)


def _readable(row: AudienceRow) -> SavedAudience | None:
    try:
        chosen = from_json(row.filter)
    except BadFilter:
        return None
    return SavedAudience(name=row.name, filter=chosen, saved_at=row.saved_at, saved_by=row.saved_by)
