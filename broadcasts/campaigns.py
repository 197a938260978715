"""How does a message begin? Written as a draft, spoken to a file, then offered to its audience."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from broadcasts import campaign as rule
from broadcasts.audience import Audience, Excluded, Homes, Listener, choose
from broadcasts.campaign import Audio, Refused, State
from broadcasts.settings import BroadcastSettings
from db import campaigns
from db.audit import AuditRow, record
from db.campaigns import CampaignRow, DeliveryRow
from db.homes import load_seniors
from db.staff import load_holds
from db.terminals import load_terminals
from db.ulid import new_ulid
from people.holds import Hold
from people.ids import HouseholdId, SeniorId
from people.terminals import Terminal
from wellness_checks.watching import offer


@dataclass(frozen=True, kw_only=True)
class Started:
    campaign: CampaignRow
    deliveries: tuple[DeliveryRow, ...]
    excluded: tuple[Excluded, ...]


def create_campaign(
    conn: Connection,
    now: datetime,
    *,
    title: str,
    text: str,
    language: str = "zh",
    starts_at: datetime | None = None,
) -> CampaignRow | Refused:
    """A draft; nobody hears of it yet."""
    fault = rule.fault_of_words(title, text)
    if fault:
        return fault
    row = CampaignRow(id=new_ulid(now), title=title, text=text, language=language, created_at=now, starts_at=starts_at)
    campaigns.save_campaign(conn, row)
    return row


def start_campaign(
    conn: Connection,
    campaign: str,
    now: datetime,
    *,
    audio: Audio,
    by: str = "system",
    settings: BroadcastSettings | None = None,
) -> Started | Refused:
    """Offer it: a delivery for everybody of the audience, available from now (or its later start) on."""
    row = campaigns.load_campaign(conn, campaign)
    refused = _why_not(row, audio)
    if row is None or refused:
        return refused or Refused(field="campaign", reason="there is no such message")
    found = audience_of(conn, now, settings or BroadcastSettings())
    if not found.listeners:
        return Refused(field="audience", reason=_nobody(found))
    from_when = max(now, row.starts_at or now)
    running = replace(row, state=State.RUNNING.value, audio=audio.file)
    rows = [_delivery(running, listener, audio, from_when, now) for listener in found.listeners]
    campaigns.save_campaign(conn, running)
    campaigns.add_deliveries(conn, rows)
    offer(conn, [listener.senior for listener in found.listeners], from_when)
    record(
        conn,
        AuditRow(at=now, actor=by, action="campaign_started", subject=row.id, detail=f"{len(rows)} people"),
    )
    return Started(campaign=running, deliveries=tuple(rows), excluded=found.excluded)


def audience_of(conn: Connection, now: datetime, settings: BroadcastSettings) -> Audience:
    """Whom a message would reach now, and why not the others: the preview."""
    homes = homes_of(load_terminals(conn).values(), load_holds(conn).values())
    return choose(load_seniors(conn).values(), homes, now, tags=settings.tags)


def homes_of(terminals: Iterable[Terminal], holds: Iterable[Hold]) -> Homes:
    of_home: defaultdict[HouseholdId, list[Terminal]] = defaultdict(list)
    of_senior: defaultdict[SeniorId, list[Hold]] = defaultdict(list)
    for terminal in terminals:
        of_home[terminal.household].append(terminal)
    for hold in holds:
        of_senior[hold.senior].append(hold)
    return Homes(terminals=of_home, holds=of_senior)


def _why_not(row: CampaignRow | None, audio: Audio) -> Refused | None:
    if row is None:
        return None
    step = rule.step(row.state, State.RUNNING)
    return step if isinstance(step, Refused) else rule.fault_of_audio(audio)


def _nobody(found: Audience) -> str:
    counted = Counter(excluded.why.value for excluded in found.excluded)
    return "nobody would be rung: " + (", ".join(f"{n} {why}" for why, n in sorted(counted.items())) or "no people")


def _delivery(
    campaign: CampaignRow, listener: Listener, audio: Audio, from_when: datetime, now: datetime
) -> DeliveryRow:
    return DeliveryRow(
        id=new_ulid(now),
        campaign_id=campaign.id,
        senior_id=listener.senior,
        household_id=listener.household,
        terminal_id=listener.terminal,
        available_at=from_when,
        total_ms=audio.total_ms,
    )
