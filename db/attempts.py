"""Which times did we dial an elderly person, and what came of each? No dial without its committed attempt."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import Column, ColumnElement, Connection, String, cast, func, select
from sqlalchemy.dialects.postgresql import JSONB

from db.records import batches, fetch, insert_or_leave, put, put_one_new, selecting, values
from db.schema.care import cases, deliveries
from db.schema.site import terminals
from db.schema.work import attempts, outbox
from db.ulid import first_ulid


@dataclass(frozen=True, kw_only=True)
class AttemptRow:
    """`id` is the ChannelId it is dialled with, `bb-<ulid>`: found in Asterisk's log after any crash."""

    id: str
    kind: str
    terminal_id: str | None = None
    senior_id: str | None = None
    delivery_id: str | None = None
    case_id: str | None = None
    call_id: str | None = None
    state: str = "intended"
    outcome: str | None = None
    committed_at: datetime
    dialled_at: datetime | None = None
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    heard_ms: int | None = None
    total_ms: int | None = None
    key: str = ""


@dataclass(frozen=True, kw_only=True)
class UnderWay:
    """Messages in calls that have not ended: `many` of a campaign that left by one trunk (empty: none was needed)."""

    campaign_id: str | None
    trunk: str
    many: int


def intend(conn: Connection, row: AttemptRow) -> bool:
    """Write it down before the dial. False: the id is known, or its delivery has an open attempt already."""
    return put_one_new(conn, attempts, values(row))


def intend_all(conn: Connection, rows: Sequence[AttemptRow]) -> frozenset[str]:
    """As `intend`, for many: the ids of those written."""
    written = set[str]()
    for part in batches(rows):
        statement = insert_or_leave(conn.dialect.name, attempts).returning(attempts.c.id)
        written |= set(conn.scalars(statement, [values(row) for row in part]))
    return frozenset(written)


def load(conn: Connection, ids: Collection[str]) -> Mapping[str, AttemptRow]:
    """Those that exist."""
    found: dict[str, AttemptRow] = {}
    for part in batches(ids):
        rows = fetch(conn, AttemptRow, selecting(AttemptRow, attempts).where(attempts.c.id.in_(part)))
        found |= {row.id: row for row in rows}
    return found


def save(conn: Connection, rows: Sequence[AttemptRow]) -> None:
    put(conn, attempts, [values(row) for row in rows])


def open_attempts(conn: Connection, kind: str | None = None) -> list[AttemptRow]:
    """Without an end, oldest first: in progress, or left by a crash."""
    statement = selecting(AttemptRow, attempts).where(attempts.c.state != "ended")
    if kind is not None:
        statement = statement.where(attempts.c.kind == kind)
    return fetch(conn, AttemptRow, statement.order_by(attempts.c.committed_at))


def of_delivery(conn: Connection, delivery: str) -> list[AttemptRow]:
    """Oldest first."""
    statement = selecting(AttemptRow, attempts).where(attempts.c.delivery_id == delivery)
    return fetch(conn, AttemptRow, statement.order_by(attempts.c.committed_at))


def newest_of(conn: Connection, deliveries: Collection[str], ours: str = "bb-") -> Mapping[str, str]:
    """Delivery -> the id of the attempt made last for it, of those whose id begins with `ours`."""
    found: dict[str, str] = {}
    for part in batches(deliveries):
        made = select(attempts.c.delivery_id, attempts.c.id).where(attempts.c.delivery_id.in_(part))
        for delivery, key in conn.execute(made.order_by(attempts.c.committed_at)):
            if key.startswith(ours):
                found[delivery] = key
    return found


def of_case(conn: Connection, case: str) -> list[AttemptRow]:
    """Oldest first."""
    statement = selecting(AttemptRow, attempts).where(attempts.c.case_id == case)
    return fetch(conn, AttemptRow, statement.order_by(attempts.c.committed_at))


def of_persons_cases(conn: Connection, senior: str) -> list[AttemptRow]:
    """Of every case that one person ever had, oldest first."""
    theirs = select(cases.c.id).where(cases.c.senior_id == senior)
    statement = selecting(AttemptRow, attempts).where(attempts.c.case_id.in_(theirs))
    return fetch(conn, AttemptRow, statement.order_by(attempts.c.committed_at))


def under_way(conn: Connection, kind: str, ours: str = "bb-") -> list[UnderWay]:
    """Of this kind, those whose id begins with `ours`; counted by the database: there may be thousands."""
    trunk = _told(conn, outbox.c.payload, "trunk")
    statement = (
        select(deliveries.c.campaign_id, trunk, func.count())
        .select_from(attempts)
        .outerjoin(deliveries, deliveries.c.id == attempts.c.delivery_id)
        .outerjoin(outbox, outbox.c.id == "dial-" + attempts.c.id)
        .where(attempts.c.state != "ended", attempts.c.kind == kind, attempts.c.id.startswith(ours))
        .group_by(deliveries.c.campaign_id, trunk)
    )
    return [
        UnderWay(campaign_id=campaign, trunk=way or "", many=many) for campaign, way, many in conn.execute(statement)
    ]


def homes_under_way(conn: Connection) -> frozenset[str]:
    """Homes with any attempt that has not ended."""
    homes = select(terminals.c.household_id).join(attempts, attempts.c.terminal_id == terminals.c.id)
    return frozenset(conn.scalars(homes.where(attempts.c.state != "ended")))


def made_since(conn: Connection, at: datetime, campaigns: Collection[str]) -> Mapping[str, int]:
    """Campaign -> how often we dialled for it since (by the instant in the attempts' ids)."""
    statement = (
        select(deliveries.c.campaign_id, func.count())
        .join(attempts, attempts.c.delivery_id == deliveries.c.id)
        .where(attempts.c.id >= f"bb-{first_ulid(at)}", attempts.c.id < "bb-8",
               deliveries.c.campaign_id.in_(list(campaigns)))
        .group_by(deliveries.c.campaign_id)
    )  # fmt: skip
    return {campaign: made for campaign, made in conn.execute(statement)} if campaigns else {}


def ended_since(
    conn: Connection, committed: datetime, ended: datetime, outcomes: Collection[str]
) -> list[tuple[AttemptRow, str]]:
    """With one of these outcomes, ended since; each with its order in the outbox. `committed`: not before this."""
    statement = (
        selecting(AttemptRow, attempts).add_columns(outbox.c.payload)
        .outerjoin(outbox, outbox.c.id == "dial-" + attempts.c.id)
        .where(attempts.c.id >= f"bb-{first_ulid(committed)}", attempts.c.id < "bb-8", attempts.c.state == "ended",
               attempts.c.ended_at >= ended, attempts.c.outcome.in_(list(outcomes)))
    )  # fmt: skip
    names = [field.name for field in fields(AttemptRow)]
    return [(AttemptRow(**dict(zip(names, row[:-1], strict=True))), row[-1] or "") for row in conn.execute(statement)]


def _told(conn: Connection, json: Column[str], name: str) -> ColumnElement[str | None]:
    """A text of a column that holds JSON; NULL where there is none."""
    if conn.dialect.name == "postgresql":
        found: ColumnElement[str | None] = cast(func.nullif(json, ""), JSONB)[name].astext
        return found
    return func.json_extract(json, f"$.{name}", type_=String)
