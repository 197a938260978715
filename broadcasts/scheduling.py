"""Whose moment has come to go out again? Each run is a campaign of its own, made exactly once.

The run and the schedule's next moment are written in one transaction, and a unique index holds one run an
occurrence: a controller that dies before the commit has made nothing, one that dies after it has lost nothing, since
`due_runs` tells a run again until it has been started.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from broadcasts.campaign import Refused, State
from broadcasts.catching_up import Due, due, first_run
from broadcasts.recurrence_json import BadRecurrence, from_json
from broadcasts.settings import BroadcastSettings
from db import campaigns, schedules
from db.audit import AuditRow, record
from db.campaigns import CampaignRow
from db.schedules import ScheduleRow
from db.ulid import new_ulid

ACTIVE, PAUSED, ENDED = "active", "paused", "ended"
SYSTEM = "system"


def due_runs(conn: Connection, now: datetime, settings: BroadcastSettings | None = None) -> list[CampaignRow]:
    """Drafts to be spoken and started now, oldest first; told again until they are. Those whose end has passed
    are cancelled."""
    rules = settings or BroadcastSettings()
    for schedule in schedules.claim_due(conn, now):
        _take(conn, schedule, now, rules)
    waiting = schedules.runs_not_started(conn)
    over = [run for run in waiting if run.ends_at and run.ends_at <= now]
    for run in over:
        _skip(conn, run, now)
    return [run for run in waiting if run not in over]


def pause_schedule(
    conn: Connection, row: CampaignRow, schedule: ScheduleRow, now: datetime, *, by: str
) -> CampaignRow | Refused:
    """No run is made until it is resumed; a run that is going out is stopped by itself."""
    if schedule.state != ACTIVE:
        return _refused(schedule, "paused")
    schedules.save(conn, replace(schedule, state=PAUSED))
    _tell(conn, now, by, "schedule_paused", row.id)
    return row


def resume_schedule(
    conn: Connection,
    row: CampaignRow,
    schedule: ScheduleRow,
    now: datetime,
    *,
    by: str,
    settings: BroadcastSettings | None = None,
) -> CampaignRow | Refused:
    """From the next run on; what fell into the pause is not made up for."""
    if schedule.state != PAUSED:
        return _refused(schedule, "resumed")
    try:
        recurrence = from_json(schedule.recurrence)
    except BadRecurrence as fault:
        return Refused(field="recurrence", reason=str(fault))
    calendar = (settings or BroadcastSettings()).calendar
    following = first_run(recurrence, now, row.starts_at, schedule.zone, calendar=calendar)
    schedules.save(conn, _moved(schedule, following, row.ends_at, state=ACTIVE))
    _tell(conn, now, by, "schedule_resumed", row.id)
    return row


def cancel_schedule(conn: Connection, campaign_id: str, now: datetime, *, by: str) -> None:
    """With the runs that are made and not started. Nothing where the campaign is not repeated."""
    schedule = schedules.of_campaign(conn, campaign_id)
    if schedule is None or schedule.state == ENDED:
        return
    schedules.save(conn, replace(schedule, state=ENDED, next_at=None))
    for run in schedules.runs_not_started(conn, schedule.id):
        campaigns.save_campaign(conn, replace(run, state=State.CANCELLED.value))
    _tell(conn, now, by, "schedule_ended", campaign_id)


def _take(conn: Connection, schedule: ScheduleRow, now: datetime, rules: BroadcastSettings) -> None:
    template = campaigns.load_campaign(conn, schedule.campaign_id)
    assert template is not None, "the schedule refers to it"
    assert schedule.next_at is not None, "it was claimed by it"
    try:
        recurrence = from_json(schedule.recurrence)
    except BadRecurrence as fault:
        schedules.save(conn, replace(schedule, state=PAUSED))
        _tell(conn, now, SYSTEM, "schedule_unreadable", template.id, str(fault))
        return
    found = due(recurrence, schedule.next_at, now, schedule.zone, until=template.ends_at, calendar=rules.calendar)
    _tell_skipped(conn, template, found.skipped, now)
    if found.run:
        _make(conn, template, schedule, found, now)
    last = found.run or schedule.last_at
    schedules.save(conn, replace(_moved(schedule, found.next_at, template.ends_at), last_at=last))


def _make(conn: Connection, template: CampaignRow, schedule: ScheduleRow, found: Due, now: datetime) -> None:
    run = replace(
        template, id=new_ulid(now), created_at=now, starts_at=found.run, ends_at=found.ends_at,
        schedule_id=schedule.id, occurrence=found.run, cloned_from=template.id,
    )  # fmt: skip
    if campaigns.add_run(conn, run):
        _tell(conn, now, SYSTEM, "run_made", run.id, f"of {template.id}")


def _moved(schedule: ScheduleRow, next_at: datetime | None, until: datetime | None, state: str = "") -> ScheduleRow:
    """To its next run; ended where there is none before `until`."""
    if next_at is None or (until and next_at >= until):
        return replace(schedule, state=ENDED, next_at=None)
    return replace(schedule, state=state or schedule.state, next_at=next_at)


def _skip(conn: Connection, run: CampaignRow, now: datetime) -> None:
    campaigns.save_campaign(conn, replace(run, state=State.CANCELLED.value))
    _tell(conn, now, SYSTEM, "run_skipped", run.id, "its end had come before it was started")


def _tell_skipped(conn: Connection, template: CampaignRow, skipped: Sequence[datetime], now: datetime) -> None:
    if skipped:
        since, until = skipped[0].isoformat(), skipped[-1].isoformat()
        _tell(conn, now, SYSTEM, "runs_skipped", template.id, f"{len(skipped)} from {since} to {until}")


def _refused(schedule: ScheduleRow, step: str) -> Refused:
    return Refused(field="state", reason=f"its schedule is {schedule.state} and cannot be {step}")


def _tell(conn: Connection, now: datetime, by: str, action: str, subject: str, detail: str = "") -> None:
    record(conn, AuditRow(at=now, actor=by, action=action, subject=subject, detail=detail))
