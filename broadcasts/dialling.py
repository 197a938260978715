"""Whose telephone is rung next? Each dial is an attempt and an intent, both committed before it is made."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from broadcasts.audience import Excluded, Homes, place
from broadcasts.campaign import State
from broadcasts.campaigns import homes_of
from broadcasts.pacing import Candidate, may_dial
from db import attempts, campaigns, outbox
from db.attempts import AttemptRow
from db.campaigns import CampaignRow, DeliveryRow
from db.homes import load_seniors
from db.outbox import OutboxRow
from db.staff import load_holds
from db.terminals import load_terminals
from db.ulid import new_ulid
from ivr.attempt import BROADCAST
from people.ids import SeniorId
from people.seniors import Senior

KIND = "originate_message"
LOOKED_AT = 500
CALLED_OUT_FOR = timedelta(days=1)
"""A message older than this rings nobody any more; it still waits for whoever asks for it."""
"""Due deliveries read in one go; more lines than that are not filled by one tick."""


@dataclass(frozen=True, kw_only=True)
class Intent:
    """One dial to be made: channel id, telephone, file (absolute, without extension); JSON in the outbox."""

    attempt: str
    terminal: str
    file: str


def dial_due(conn: Connection, now: datetime, limit: int) -> list[Intent]:
    """Write down as many dials as `limit` channels allow. They are made only after the commit."""
    running = attempts.open_attempts(conn)
    in_use = sum(one.id.startswith("bb-") and one.kind == BROADCAST for one in running)
    since = now - CALLED_OUT_FOR
    due = campaigns.due_deliveries(conn, now, LOOKED_AT, fresh_since=since) if in_use < limit else []
    if not due and not running:
        _finish_campaigns(conn)
    candidates = [Candidate(id=row.id, household=row.household_id or row.id) for row in due]
    chosen = set(may_dial(candidates, limit=limit, in_use=in_use, busy=_homes(conn, running)))
    return _intend_all(conn, [row for row in due if row.id in chosen], now)


def _intend_all(conn: Connection, rows: Sequence[DeliveryRow], now: datetime) -> list[Intent]:
    if not rows:
        return []
    seniors = load_seniors(conn, [row.senior_id for row in rows])
    terminals = load_terminals(conn, [row.terminal_id for row in rows if row.terminal_id])
    homes = homes_of(terminals.values(), load_holds(conn).values())
    files = _files(conn, rows)
    intents = [_intend(conn, row, seniors, homes, files, now) for row in rows]
    return [intent for intent in intents if intent]


def _intend(
    conn: Connection,
    row: DeliveryRow,
    seniors: Mapping[SeniorId, Senior],
    homes: Homes,
    files: Mapping[str, str],
    now: datetime,
) -> Intent | None:
    at = place(seniors[SeniorId(row.senior_id)], homes, now, tags=frozenset())
    if isinstance(at, Excluded):  # away, or without consent or telephone, since the message was started
        campaigns.save_deliveries(conn, [replace(row, state="done", evidence=row.evidence or "not_dialled")])
        return None
    attempt = AttemptRow(
        id=f"bb-{new_ulid(now)}",
        kind=BROADCAST,
        terminal_id=at.terminal,
        senior_id=row.senior_id,
        delivery_id=row.id,
        committed_at=now,
        total_ms=row.total_ms,
    )
    if not attempts.intend(conn, attempt):
        return None
    campaigns.save_deliveries(conn, [replace(row, state="trying", tries=row.tries + 1)])
    intent = Intent(attempt=attempt.id, terminal=at.terminal, file=files[row.campaign_id])
    payload = json.dumps({"attempt": intent.attempt, "terminal": intent.terminal, "file": intent.file})
    outbox.intend(conn, [OutboxRow(id=f"dial-{attempt.id}", kind=KIND, payload=payload, created_at=now)])
    return intent


def _homes(conn: Connection, running: Sequence[AttemptRow]) -> set[str]:
    """Homes in a call of ours."""
    found = load_terminals(conn, [one.terminal_id for one in running if one.terminal_id])
    return {terminal.household for terminal in found.values()}


def _files(conn: Connection, rows: Sequence[DeliveryRow]) -> Mapping[str, str]:
    found = [campaigns.load_campaign(conn, key) for key in {row.campaign_id for row in rows}]
    return {one.id: one.audio for one in found if one}


def _finish_campaigns(conn: Connection) -> None:
    for row in campaigns.list_campaigns(conn, State.RUNNING.value):
        if _all_done(conn, row):
            campaigns.save_campaign(conn, replace(row, state=State.DONE.value))


def _all_done(conn: Connection, row: CampaignRow) -> bool:
    progress = campaigns.progress(conn, row.id)
    return progress.total == progress.done
