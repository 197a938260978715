"""Which messages are there, and whom has each reached? One delivery for each senior of a campaign."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, or_, select

from db.records import batches, fetch, put, put_new, put_one_new, selecting, values
from db.schema.care import campaigns, deliveries


@dataclass(frozen=True, kw_only=True)
class CampaignRow:
    """A message: its words, the file that is played, and whether it is going out."""

    id: str
    title: str
    text: str
    audio: str = ""
    language: str = "zh"
    created_at: datetime
    state: str = "draft"
    starts_at: datetime | None = None
    source: str = ""
    """`text` (also empty) or `recording`."""
    template: str = ""
    created_by: str = ""
    audience: str = ""
    """A filter as JSON (broadcasts/filters.py)."""
    windows: str = ""
    """When it may ring, as people/windows.py writes it; empty: each one's own."""
    retries: str = ""
    """What differs from the site's retries, as JSON (broadcasts/retry.py)."""
    urgent: bool = False
    channels: int | None = None
    """Calls of it at a time; None: as many as the lines allow."""
    per_minute: int | None = None
    reply: str = ""
    """`spoken`: a word is listened for after the message; empty: keys alone."""
    ends_at: datetime | None = None
    """Nobody is rung after this; the message still waits."""
    schedule_id: str | None = None
    occurrence: datetime | None = None
    cloned_from: str | None = None


@dataclass(frozen=True, kw_only=True)
class DeliveryRow:
    """The message to one senior: when it was there to be heard, what proves that she heard it."""

    id: str
    campaign_id: str
    senior_id: str
    household_id: str | None = None
    terminal_id: str | None = None
    state: str = "waiting"
    available_at: datetime | None = None
    evidence: str = ""
    heard_ms: int | None = None
    total_ms: int | None = None
    heard_at: datetime | None = None
    tries: int = 0
    next_try_at: datetime | None = None
    way: str = ""
    """`called` or `waiting`."""
    why: str = ""
    """Why it is not dialled now; empty where nothing prevents it."""
    words: str = ""
    """Her own words, where the message has slots; empty: the campaign's."""
    audio: str = ""
    """Her own file, where she has one."""
    reply: str = ""
    area_id: str | None = None
    dialled_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far a campaign is: deliveries in all, done, proven heard."""

    total: int
    done: int
    heard: int


def save_campaign(conn: Connection, row: CampaignRow) -> None:
    put(conn, campaigns, [values(row)])


def add_run(conn: Connection, row: CampaignRow) -> bool:
    """False: the schedule has had this occurrence already, and nothing has changed."""
    return put_one_new(conn, campaigns, values(row))


def load_campaign(conn: Connection, campaign: str) -> CampaignRow | None:
    found = fetch(conn, CampaignRow, selecting(CampaignRow, campaigns).where(campaigns.c.id == campaign))
    return found[0] if found else None


def load_campaigns(conn: Connection, ids: Collection[str]) -> Mapping[str, CampaignRow]:
    """Those that exist."""
    found = fetch(conn, CampaignRow, selecting(CampaignRow, campaigns).where(campaigns.c.id.in_(list(ids))))
    return {row.id: row for row in found}


def list_campaigns(conn: Connection, state: str | None = None) -> list[CampaignRow]:
    """Newest first."""
    statement = selecting(CampaignRow, campaigns)
    if state is not None:
        statement = statement.where(campaigns.c.state == state)
    return fetch(conn, CampaignRow, statement.order_by(campaigns.c.created_at.desc()))


def add_deliveries(conn: Connection, rows: Sequence[DeliveryRow]) -> None:
    """A senior who has this campaign already is left as she stands."""
    put_new(conn, deliveries, [values(row) for row in rows])


def save_deliveries(conn: Connection, rows: Sequence[DeliveryRow]) -> None:
    put(conn, deliveries, [values(row) for row in rows])


def load_deliveries(conn: Connection, ids: Collection[str]) -> Mapping[str, DeliveryRow]:
    """Those that exist."""
    found: dict[str, DeliveryRow] = {}
    for part in batches(ids):
        rows = fetch(conn, DeliveryRow, selecting(DeliveryRow, deliveries).where(deliveries.c.id.in_(part)))
        found |= {row.id: row for row in rows}
    return found


def due_deliveries(
    conn: Connection, at: datetime, limit: int = 500, *, fresh_since: datetime | None = None
) -> list[DeliveryRow]:
    """Waiting or due in running campaigns, their next try not in the future: the longest waiting first.

    `fresh_since`: what became available before is left to be asked for.
    """
    running = select(campaigns.c.id).where(
        campaigns.c.state == "running", or_(campaigns.c.starts_at.is_(None), campaigns.c.starts_at <= at)
    )
    come = or_(deliveries.c.next_try_at.is_(None), deliveries.c.next_try_at <= at)
    statement = selecting(DeliveryRow, deliveries).where(
        deliveries.c.state.in_(["waiting", "due"]), come, deliveries.c.campaign_id.in_(running)
    )
    if fresh_since is not None:
        statement = statement.where(deliveries.c.available_at >= fresh_since)
    in_turn = statement.order_by(deliveries.c.next_try_at, deliveries.c.id).limit(limit)
    return fetch(conn, DeliveryRow, in_turn)


def of_campaign(conn: Connection, campaign: str) -> list[DeliveryRow]:
    statement = selecting(DeliveryRow, deliveries).where(deliveries.c.campaign_id == campaign)
    return fetch(conn, DeliveryRow, statement.order_by(deliveries.c.id))


def unheard_of_household(conn: Connection, household: str) -> list[DeliveryRow]:
    """What waits to be listened to in this home, oldest first (`*20`)."""
    statement = selecting(DeliveryRow, deliveries).where(
        deliveries.c.household_id == household, deliveries.c.heard_at.is_(None),
        deliveries.c.available_at.is_not(None),
    )  # fmt: skip
    return fetch(conn, DeliveryRow, statement.order_by(deliveries.c.available_at))


def unheard_in_homes(conn: Connection, homes: Collection[str], of: Collection[str]) -> list[DeliveryRow]:
    """As `unheard_of_household`, for many homes and of these campaigns alone; in no order."""
    found: list[DeliveryRow] = []
    for part in batches(homes):
        statement = selecting(DeliveryRow, deliveries).where(
            deliveries.c.household_id.in_(part), deliveries.c.campaign_id.in_(list(of)),
            deliveries.c.heard_at.is_(None), deliveries.c.available_at.is_not(None),
        )  # fmt: skip
        found += fetch(conn, DeliveryRow, statement)
    return found


def progress(conn: Connection, campaign: str) -> Progress:
    done = func.count().filter(deliveries.c.state == "done")
    counted = select(func.count(), done, func.count(deliveries.c.heard_at))
    total, finished, heard = conn.execute(counted.where(deliveries.c.campaign_id == campaign)).one()
    return Progress(total=total, done=finished, heard=heard)
