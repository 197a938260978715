"""How does a message begin? It is offered to its whole audience in one transaction, then rung as lines allow."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from broadcasts import campaign as rule
from broadcasts.audience import Why
from broadcasts.campaign import Audio, Refused, State
from broadcasts.drafts import is_personal
from broadcasts.filters import Filter, from_json
from broadcasts.settings import BroadcastSettings
from db import campaigns, choosing, offering, schedules
from db.audit import AuditRow, record
from db.campaigns import CampaignRow


@dataclass(frozen=True, kw_only=True)
class Started:
    campaign: CampaignRow
    people: int
    """To whom it is offered."""
    excluded: Mapping[Why, int]
    """How many are left out, by reason."""


def start(
    conn: Connection,
    campaign_id: str,
    now: datetime,
    *,
    audio: Audio,
    by: str = "system",
    settings: BroadcastSettings | None = None,
) -> Started | Refused:
    """Offer it: a delivery for everybody of the audience, available from now (or its later start) on.

    A message with slots has no file that is everybody's: each rings once her own words are spoken.
    """
    row = campaigns.load_campaign(conn, campaign_id)
    refused = _why_not(conn, row, now, audio)
    if row is None or refused:
        return refused or Refused(field="campaign", reason="there is no such message")
    chosen = audience_of(row, settings or BroadcastSettings())
    running = replace(row, state=State.RUNNING.value, audio="" if is_personal(row.text, row.source) else audio.file)
    excluded = {Why(why): people for why, people in choosing.count_left_out(conn, now, chosen).items()}
    people = _offer(conn, running, chosen, audio.total_ms, now)
    if not people:
        return Refused(field="audience", reason=_nobody(excluded))
    campaigns.save_campaign(conn, running)
    told = AuditRow(at=now, actor=by, action="campaign_started", subject=row.id, detail=f"{people} people")
    record(conn, told)
    return Started(campaign=running, people=people, excluded=excluded)


def audience_of(row: CampaignRow, settings: BroadcastSettings) -> Filter:
    """Whom it is for; a message that never said so is for the site's own choice. Raises BadFilter."""
    return from_json(row.audience) if row.audience else Filter(tags=settings.tags)


def _why_not(conn: Connection, row: CampaignRow | None, now: datetime, audio: Audio) -> Refused | None:
    if row is None:
        return None
    step = rule.step(row.state, State.RUNNING)
    if isinstance(step, Refused):
        return step
    if schedules.of_campaign(conn, row.id):
        return Refused(field="state", reason="it goes out by its schedule; a clone of it can be started now")
    if row.ends_at and row.ends_at <= now:
        return Refused(field="ends_at", reason="is in the past")
    return rule.fault_of_audio(audio)


def _offer(conn: Connection, row: CampaignRow, chosen: Filter, total_ms: int, now: datetime) -> int:
    """In one statement each: a city is 400,000 people."""
    from_when = max(now, row.starts_at or now)
    everybody = choosing.placed(conn, now, chosen)
    people = offering.fill(conn, everybody, campaign=row.id, available_at=from_when, total_ms=total_ms, now=now)
    offering.start_clocks(conn, row.id, from_when)
    return people


def _nobody(excluded: Mapping[Why, int]) -> str:
    told = ", ".join(f"{n} {why.value}" for why, n in sorted(excluded.items()))
    return f"nobody would be rung: {told or 'no people'}"
