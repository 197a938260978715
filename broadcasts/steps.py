"""Stop, go on, take back, do again: which step may a campaign take now, and what becomes of its dials?

The step and everything it means are one transaction: after its commit nobody is dialled whose dial was not on
the wire. A campaign that is repeated steps with its schedule (`scheduling.py`).
"""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from broadcasts import campaign as rule
from broadcasts.campaign import Refused, State
from broadcasts.scheduling import cancel_schedule, pause_schedule, resume_schedule
from broadcasts.settings import BroadcastSettings
from db import campaigns, offering, schedules, stopping
from db.audit import AuditRow, record
from db.campaigns import CampaignRow
from db.ulid import new_ulid

CANCELLED = "cancelled"
"""Why a delivery is done that was never heard."""


def pause(conn: Connection, campaign_id: str, now: datetime, *, by: str) -> CampaignRow | Refused:
    """Nobody more is dialled; whoever is on the telephone hears it to its end."""
    row = campaigns.load_campaign(conn, campaign_id)
    schedule = schedules.of_campaign(conn, campaign_id)
    if row and schedule:
        return pause_schedule(conn, row, schedule, now, by=by)
    stepped = _step(row, State.PAUSED)
    if isinstance(stepped, Refused):
        return stepped
    pulled = len(stopping.pull_dials(conn, campaign_id, now))
    return _kept(conn, stepped, now, by=by, action="campaign_paused", detail=f"{pulled} dials taken back")


def resume(
    conn: Connection, campaign_id: str, now: datetime, *, by: str, settings: BroadcastSettings | None = None
) -> CampaignRow | Refused:
    """What was due meanwhile is dialled as lines allow."""
    row = campaigns.load_campaign(conn, campaign_id)
    schedule = schedules.of_campaign(conn, campaign_id)
    if row and schedule:
        return resume_schedule(conn, row, schedule, now, by=by, settings=settings)
    if row and row.state == State.DRAFT:
        return Refused(field="state", reason="it has not been started")
    stepped = _step(row, State.RUNNING)
    if isinstance(stepped, Refused):
        return stepped
    return _kept(conn, stepped, now, by=by, action="campaign_resumed")


def cancel(conn: Connection, campaign_id: str, now: datetime, *, by: str) -> CampaignRow | Refused:
    """Nobody more is dialled, and it no longer waits for anybody; what was heard stays heard."""
    stepped = _step(campaigns.load_campaign(conn, campaign_id), State.CANCELLED)
    if isinstance(stepped, Refused):
        return stepped
    cancel_schedule(conn, campaign_id, now, by=by)
    stopping.pull_dials(conn, campaign_id, now)
    ended = offering.withdraw(conn, campaign_id, why=CANCELLED)
    return _kept(conn, stepped, now, by=by, action="campaign_cancelled", detail=f"{ended} people not dialled")


def clone(conn: Connection, campaign_id: str, now: datetime, *, by: str) -> CampaignRow | Refused:
    """A new draft with the same words and audience; without dates, and without a schedule."""
    row = campaigns.load_campaign(conn, campaign_id)
    if row is None:
        return _unknown()
    copied = replace(
        row, id=new_ulid(now), state=State.DRAFT.value, created_at=now, created_by=by, cloned_from=row.id,
        starts_at=None, ends_at=None, schedule_id=None, occurrence=None,
    )  # fmt: skip
    return _kept(conn, copied, now, by=by, action="campaign_cloned", detail=f"from {row.id}")


def _step(row: CampaignRow | None, to: State) -> CampaignRow | Refused:
    if row is None:
        return _unknown()
    taken = rule.step(row.state, to)
    return taken if isinstance(taken, Refused) else replace(row, state=taken.value)


def _kept(conn: Connection, row: CampaignRow, now: datetime, *, by: str, action: str, detail: str = "") -> CampaignRow:
    campaigns.save_campaign(conn, row)
    record(conn, AuditRow(at=now, actor=by, action=action, subject=row.id, detail=detail))
    return row


def _unknown() -> Refused:
    return Refused(field="campaign", reason="there is no such message")
