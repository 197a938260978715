"""When was each senior last proven well, and since when has she not listened? Signs of life and the watch."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, exists, func, literal, select, update

from db.many import listed
from db.records import batches, fetch, put, put_new, selecting, values
from db.schema.care import cases, signs, watch
from db.schema.site import households, senior_tags, seniors, terminals
from people.seniors import Tag

AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)
"""A moment to look at somebody that has always come."""
UNPLANNED_AT_ONCE = 20_000
"""Of those just offered a message, how many are planned in one sweep: it is to stay short."""


@dataclass(frozen=True, kw_only=True)
class SignRow:
    """Something only a living person does. `source` names the fact, so that it counts once."""

    senior_id: str
    household_id: str | None = None
    at: datetime
    kind: str
    source: str
    told_by: str = ""
    """Who said so on her behalf; empty: she herself."""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class WatchRow:
    """Where the watch stands for one senior."""

    senior_id: str
    oldest_unheard_at: datetime | None = None
    last_sign_at: datetime | None = None
    last_sign_kind: str = ""
    look_at: datetime | None = None
    """Her flag cannot fall before this; None: nobody has worked it out since a message started her clock."""
    well_by: int | None = None
    """Minutes after midnight of her own day by which she says each day that she is well."""
    well_by_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class LookRow:
    """Somebody at whom the watch has to look now, with all that the rule asks of her."""

    senior_id: str
    oldest_unheard_at: datetime | None
    last_sign_at: datetime | None
    last_sign_kind: str
    well_by: int | None
    well_by_since: datetime | None
    zone: str
    silent_after_days: int | None
    high_risk: bool
    area_id: str
    address: str
    number: str
    """Of her first fixed line; empty: none."""
    followed_since: datetime | None
    """When her open case was opened; None: there is none."""


def record_signs(conn: Connection, rows: Sequence[SignRow]) -> None:
    """A sign told twice is one sign."""
    put_new(conn, signs, [values(row) for row in rows])


def last_signs(conn: Connection, senior: str, limit: int = 10) -> list[SignRow]:
    """Newest first: shown before anybody is sent to the door."""
    statement = selecting(SignRow, signs).where(signs.c.senior_id == senior)
    return fetch(conn, SignRow, statement.order_by(signs.c.at.desc(), signs.c.seq.desc()).limit(limit))


def save_watch(conn: Connection, rows: Sequence[WatchRow]) -> None:
    put(conn, watch, [values(row) for row in rows])


def load_watch(conn: Connection, seniors: Collection[str]) -> Mapping[str, WatchRow]:
    """Those that are watched."""
    found: dict[str, WatchRow] = {}
    for part in batches(seniors):
        rows = fetch(conn, WatchRow, selecting(WatchRow, watch).where(watch.c.senior_id.in_(part)))
        found |= {row.senior_id: row for row in rows}
    return found


def silent_since(conn: Connection, before: datetime) -> list[WatchRow]:
    """Whose oldest unheard message became available at or before this moment, the longest silent first."""
    statement = selecting(WatchRow, watch).where(watch.c.oldest_unheard_at <= before)
    return fetch(conn, WatchRow, statement.order_by(watch.c.oldest_unheard_at, watch.c.senior_id))


def look_of(conn: Connection, senior: str) -> LookRow | None:
    """All that the rule asks of one person; None: she is not watched."""
    return next(iter(looks_of(conn, [senior])), None)


def looks_of(conn: Connection, seniors: Collection[str]) -> list[LookRow]:
    """The same of several."""
    statement = select(*_LOOKED_AT).select_from(_HOMES)
    parts = (conn.execute(statement.where(watch.c.senior_id.in_(part))) for part in batches(seniors))
    return [LookRow(*row) for rows in parts for row in rows]


def look_again(conn: Connection, seniors: Collection[str]) -> None:
    """Something about them has changed that the rule asks about: the next sweep works it out."""
    conn.execute(update(watch).where(watch.c.senior_id.in_(listed(conn, seniors))).values(look_at=AT_ONCE))


def look_at_everybody_again(conn: Connection) -> None:
    """The site's own numbers have changed."""
    conn.execute(update(watch).where(watch.c.look_at.is_not(None)).values(look_at=AT_ONCE))


def count_watched(conn: Connection, *, area: str = "", building: str = "", prefix: str = "", most: int) -> int:
    """How many people are watched in an area, at addresses or on fixed lines that begin so; counted up to `most`."""
    statement = select(literal(1)).select_from(_ON_LINES if prefix else _HOMES)
    if area:
        statement = statement.where(households.c.area_id == area)
    if building:
        statement = statement.where(households.c.address.startswith(building, autoescape=True))
    if prefix:
        begins = terminals.c.number >= prefix, terminals.c.number < prefix + _AFTER_DIGITS
        statement = statement.where(terminals.c.kind == "line", *begins)
    return conn.scalar(select(func.count()).select_from(statement.limit(most).subquery())) or 0


_AFTER_DIGITS = ":"
NUMBER = (
    select(func.min(terminals.c.number))
    .where(terminals.c.household_id == seniors.c.household_id, terminals.c.kind == "line", terminals.c.active)
    .scalar_subquery()
)
"""Of the first fixed line of a senior's home."""
_LOOKED_AT = (
    watch.c.senior_id, watch.c.oldest_unheard_at, watch.c.last_sign_at, watch.c.last_sign_kind,
    watch.c.well_by, watch.c.well_by_since, seniors.c.zone, seniors.c.silent_after_days,
    exists().where(senior_tags.c.senior_id == watch.c.senior_id, senior_tags.c.tag == Tag.HIGH_RISK.value),
    households.c.area_id, households.c.address, func.coalesce(NUMBER, literal("")),
    select(cases.c.opened_at).where(cases.c.senior_id == watch.c.senior_id, cases.c.closed_at.is_(None))
    .scalar_subquery(),
)  # fmt: skip
_HOMES = watch.join(seniors, seniors.c.id == watch.c.senior_id).join(
    households, households.c.id == seniors.c.household_id
)

_ON_LINES = terminals.join(seniors, seniors.c.household_id == terminals.c.household_id).join(
    watch, watch.c.senior_id == seniors.c.id
)
