"""How is a message kept before anybody hears of it? As a draft: examined, with its audience and its schedule."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from broadcasts.campaign import Audio, Refused
from broadcasts.catching_up import first_run
from broadcasts.drafts import Draft, faults_of
from broadcasts.filters import Filter, to_json
from broadcasts.fitting import fault_of_moment
from broadcasts.recurrence import Recurrence, ends_of
from broadcasts.recurrence_json import to_json as recurrence_text
from broadcasts.settings import BroadcastSettings
from broadcasts.starting import Started, start
from broadcasts.windows import EVERY_DAY, openings
from broadcasts.wording import fault_of_words
from db import campaigns, schedules
from db.audit import AuditRow, record
from db.campaigns import CampaignRow
from db.known import unknown_ids
from db.schedules import ScheduleRow
from db.ulid import new_ulid
from people.seniors import Tag
from people.windows import parse_windows

SHOWN = 3
"""Ids named in a refusal; of a long list that is enough to find the mistake."""


def create(
    conn: Connection, now: datetime, draft: Draft, *, by: str, settings: BroadcastSettings | None = None
) -> CampaignRow | tuple[Refused, ...]:
    """A draft; nobody hears of it yet. With a recurrence its schedule runs from now on, and it itself never starts.

    Everything that is wrong is told at once.
    """
    rules = settings or BroadcastSettings()
    refused = _faults(draft, now, rules) + fault_of_ids(conn, draft.audience)
    refused = refused or _faults_of_moment(draft, now, rules)
    if refused:
        return refused
    row = _row(draft, now, by)
    campaigns.save_campaign(conn, row)
    if draft.recurrence:
        _schedule(conn, row, draft.recurrence, now, rules)
    record(conn, AuditRow(at=now, actor=by, action="campaign_created", subject=row.id, detail=row.title))
    return row


def create_campaign(
    conn: Connection,
    now: datetime,
    *,
    title: str,
    text: str,
    language: str = "zh",
    starts_at: datetime | None = None,
) -> CampaignRow | Refused:
    """A draft for the site's own choice of people, in their own windows; the first fault where it has several."""
    draft = Draft(title=title, text=text, language=language, starts_at=starts_at)
    refused = _faults(draft, now, BroadcastSettings())
    if refused:
        return refused[0]
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
    """As `start`."""
    return start(conn, campaign, now, audio=audio, by=by, settings=settings)


def fault_of_ids(conn: Connection, audience: Filter) -> tuple[Refused, ...]:
    """Ids that the audience names and nobody knows. A tag with a fixed id is known though nobody has it."""
    unknown = dict(unknown_ids(conn, audience))
    unknown["tag"] = [tag for tag in unknown.get("tag", ()) if tag not in set(Tag)]
    return tuple(Refused(field="audience", reason=_unknown(kind, ids)) for kind, ids in unknown.items() if ids)


def _unknown(kind: str, ids: Sequence[str]) -> str:
    more = f" and {len(ids) - SHOWN} more" if len(ids) > SHOWN else ""
    return f"there is no {kind} {', '.join(ids[:SHOWN])}{more}"


def _faults(draft: Draft, now: datetime, rules: BroadcastSettings) -> tuple[Refused, ...]:
    refused = faults_of(draft, now, templates=rules.templates, longest_text=rules.longest_text)
    unsaid = None if any(one.field == "text" for one in refused) else fault_of_words(draft)
    return (*refused, unsaid) if unsaid else refused


def _faults_of_moment(draft: Draft, now: datetime, rules: BroadcastSettings) -> tuple[Refused, ...]:
    begins, ends = max(now, draft.starts_at or now), draft.ends_at
    if draft.recurrence:
        run = first_run(draft.recurrence, now, draft.starts_at, rules.zone, calendar=rules.calendar)
        if run is None or (ends and run >= ends):
            return (Refused(field="recurrence", reason="names no day that comes"),)
        begins, ends = run, ends_of(draft.recurrence, run, rules.zone)
    open_ = openings(campaign=parse_windows(draft.windows), site=rules.windows, quiet=rules.quiet, urgent=draft.urgent)
    calendar = EVERY_DAY if rules.rings_on_holidays or draft.urgent else rules.calendar
    fault = fault_of_moment(begins=begins, ends=ends, openings=open_, zone=rules.zone, calendar=calendar)
    return (fault,) if fault else ()


def _schedule(
    conn: Connection, row: CampaignRow, recurrence: Recurrence, now: datetime, rules: BroadcastSettings
) -> None:
    next_at = first_run(recurrence, now, row.starts_at, rules.zone, calendar=rules.calendar)
    schedules.save(conn, ScheduleRow(
        id=new_ulid(now), campaign_id=row.id, recurrence=recurrence_text(recurrence), zone=rules.zone,
        created_at=now, next_at=next_at,
    ))  # fmt: skip


def _row(draft: Draft, now: datetime, by: str) -> CampaignRow:
    return CampaignRow(
        id=new_ulid(now), title=draft.title.strip(), text=draft.text.strip(), language=draft.language,
        source=draft.source, template=draft.template, audience=to_json(draft.audience), windows=draft.windows.strip(),
        urgent=draft.urgent, channels=draft.channels, per_minute=draft.per_minute, reply=draft.reply,
        starts_at=draft.starts_at, ends_at=draft.ends_at, created_at=now, created_by=by,
    )  # fmt: skip
