"""Whom does a message still have to ring, and what must be known of those homes before it does?"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Select, exists, func, or_, select, update

from db.campaigns import CampaignRow, DeliveryRow
from db.records import batches, fetch, selecting
from db.schema.calls import calls
from db.schema.care import campaigns, deliveries
from db.schema.site import terminals
from db.schema.staff import holds
from people.holds import Hold
from people.ids import HouseholdId, SeniorId, TerminalId
from people.terminals import Terminal, TerminalKind

OPEN = ("waiting", "due")
UNSAYABLE = "unsayable"
"""Why of a delivery whose own words no voice can say."""


@dataclass(frozen=True, kw_only=True)
class Busy:
    """A telephone and its home in a call that has not ended."""

    terminal: str | None
    household: str | None


def ringing_campaigns(conn: Connection, now: datetime) -> list[CampaignRow]:
    """Those that may ring somebody now: running, begun, not over; urgent ones first, then the oldest."""
    statement = selecting(CampaignRow, campaigns).where(
        campaigns.c.state == "running",
        or_(campaigns.c.starts_at.is_(None), campaigns.c.starts_at <= now),
        or_(campaigns.c.ends_at.is_(None), campaigns.c.ends_at > now),
    )
    return fetch(conn, CampaignRow, statement.order_by(campaigns.c.urgent.desc(), campaigns.c.created_at))


def due(
    conn: Connection, now: datetime, limit: int, *, of: Collection[str], fresh_since: datetime, outside: bool = True
) -> list[DeliveryRow]:
    """Deliveries of these campaigns that may be tried now, never tried ones first, in the order of their offer.

    `outside` False: no trunk is free, and only telephones of ours are looked for.
    """
    come = or_(deliveries.c.next_try_at.is_(None), deliveries.c.next_try_at <= now)
    campaign = deliveries.c.campaign_id.concat("")  # by the index of those open, in their order: not by campaign
    statement = selecting(DeliveryRow, deliveries).where(
        deliveries.c.state != "done", deliveries.c.state.in_(OPEN), come,
        campaign.in_(list(of)), deliveries.c.available_at >= fresh_since,
        or_(deliveries.c.audio != "", deliveries.c.campaign_id.in_(_spoken())),
    )  # fmt: skip
    if not outside:
        lines = select(terminals.c.id).where(terminals.c.kind == TerminalKind.LINE.value)
        statement = statement.where(deliveries.c.terminal_id.not_in(lines))
    return fetch(conn, DeliveryRow, statement.order_by(deliveries.c.next_try_at.asc().nulls_first()).limit(limit))


def unspoken(conn: Connection, limit: int) -> list[DeliveryRow]:
    """Whose own words are still to be spoken, of messages that are going out: those offered first come first."""
    going_out = _with_slots()
    statement = selecting(DeliveryRow, deliveries).where(*_to_be_spoken())
    by_lamp = selecting(DeliveryRow, deliveries).where(
        deliveries.c.way == "waiting", deliveries.c.audio == "", deliveries.c.why != UNSAYABLE,
        deliveries.c.campaign_id.in_(going_out),
    )  # fmt: skip
    rung = fetch(conn, DeliveryRow, statement.order_by(deliveries.c.available_at, deliveries.c.id).limit(limit))
    return rung or fetch(conn, DeliveryRow, by_lamp.order_by(deliveries.c.id).limit(limit))


def count_unspoken(conn: Connection) -> int:
    """How many are to be rung whose own words are still to be spoken."""
    return conn.scalar(select(func.count()).select_from(deliveries).where(*_to_be_spoken())) or 0


def say(conn: Connection, delivery: str, *, words: str, audio: str, total_ms: int) -> None:
    """Her own words are spoken: from now on she may be rung with them."""
    spoken = update(deliveries).where(deliveries.c.id == delivery, deliveries.c.audio == "")
    conn.execute(spoken.values(words=words, audio=audio, total_ms=total_ms))


def cannot_say(conn: Connection, delivery: str) -> None:
    """She is not rung: her own words cannot be spoken."""
    left = update(deliveries).where(deliveries.c.id == delivery, deliveries.c.audio == "")
    conn.execute(left.values(state="done", evidence="not_dialled", why=UNSAYABLE))


def _spoken() -> Select[tuple[str]]:
    """Messages with a file that is everybody's."""
    return select(campaigns.c.id).where(campaigns.c.audio != "")


def give_up(conn: Connection, now: datetime, fresh_since: datetime, why: str) -> int:
    """What is too old, or its campaign over, rings nobody any more: it only waits to be asked for."""
    over = select(campaigns.c.id).where(campaigns.c.state == "running", campaigns.c.ends_at <= now)
    running = select(campaigns.c.id).where(campaigns.c.state == "running")
    old = or_(deliveries.c.available_at < fresh_since, deliveries.c.campaign_id.in_(over))
    late = update(deliveries).where(
        deliveries.c.state != "done", deliveries.c.state.in_(OPEN), deliveries.c.campaign_id.in_(running), old
    )
    never = conn.execute(late.where(deliveries.c.evidence == "").values(evidence="not_dialled", state="done", why=why))
    return never.rowcount + conn.execute(late.values(state="done", why=why)).rowcount


def finish_campaigns(conn: Connection) -> int:
    """Running campaigns in which nobody is left to ring are done."""
    left: ColumnElement[bool] = exists().where(deliveries.c.state != "done", deliveries.c.campaign_id == campaigns.c.id)
    finished = update(campaigns).where(campaigns.c.state == "running", ~left)
    return conn.execute(finished.values(state="done")).rowcount


def in_calls(conn: Connection) -> list[Busy]:
    """Telephones with a press that has not ended."""
    statement = select(calls.c.terminal_id, calls.c.household_id).where(calls.c.state != "ended")
    return [Busy(terminal=terminal, household=home) for terminal, home in conn.execute(statement)]


def telephones_of(conn: Connection, homes: Collection[str]) -> Mapping[HouseholdId, tuple[Terminal, ...]]:
    """The telephones in service of each home, by their ids."""
    found: dict[HouseholdId, tuple[Terminal, ...]] = {}
    for part in batches(homes):
        statement = select(terminals).where(terminals.c.household_id.in_(part), terminals.c.active)
        for row in conn.execute(statement.order_by(terminals.c.id)):
            home = HouseholdId(row.household_id)
            terminal = Terminal(
                id=TerminalId(row.id), household=home, kind=TerminalKind(row.kind), number=row.number,
                has_machine=row.has_machine,
            )  # fmt: skip
            found[home] = (*found.get(home, ()), terminal)
    return found


def holds_of(conn: Connection, seniors: Collection[str]) -> Mapping[SeniorId, tuple[Hold, ...]]:
    """When each of these is away."""
    found: dict[SeniorId, tuple[Hold, ...]] = {}
    for part in batches(seniors):
        for row in conn.execute(select(holds).where(holds.c.senior_id.in_(part))):
            senior = SeniorId(row.senior_id)
            hold = Hold(senior=senior, starts_on=row.starts_on, ends_on=row.ends_on)
            found[senior] = (*found.get(senior, ()), hold)
    return found


def _with_slots() -> Select[tuple[str]]:
    """Messages that are going out and are spoken for each person."""
    return select(campaigns.c.id).where(campaigns.c.state == "running", campaigns.c.audio == "")


def _to_be_spoken() -> tuple[ColumnElement[bool], ...]:
    d = deliveries.c
    return d.state.in_(OPEN), d.audio == "", d.campaign_id.in_(_with_slots())
