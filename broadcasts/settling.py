"""What came of an attempt? Evidence for the delivery, a sign of life if it proves one, else the next try.

May be run after every fact and any number of times: it only writes what the attempt proves so far.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from broadcasts import attempts as kept
from broadcasts.listening import (
    Evidence,
    better,
    counts_as_alive,
    counts_as_heard,
    grade_of,
    machine_on,
    of_attempt,
)
from broadcasts.retry import next_try
from broadcasts.settings import BroadcastSettings
from db import attempts, campaigns, tasks
from db.campaigns import DeliveryRow
from db.tasks import TaskRow
from db.terminals import load_terminals
from db.ulid import new_ulid
from ivr import events as e
from ivr.attempt import ANSWERED, BROADCAST, ENDED, Attempt
from people.ids import TerminalId
from people.terminals import Terminal
from wellness_checks.watching import record_sign

NOT_WELL = "3"
NOT_WELL_DUE = timedelta(minutes=2)


@dataclass(frozen=True, kw_only=True)
class Settled:
    delivery: DeliveryRow
    heard: bool
    alive: bool


def settle_attempt(
    conn: Connection, attempt: Attempt, now: datetime, settings: BroadcastSettings | None = None
) -> Settled | None:
    """None: no attempt of a message."""
    delivery = campaigns.load_deliveries(conn, [attempt.delivery_id or ""]).get(attempt.delivery_id or "")
    if delivery is None:
        return None
    rules = settings or BroadcastSettings()
    after = _delivered(delivery, attempt, rules, newest=_is_newest(conn, attempt))
    campaigns.save_deliveries(conn, [after, *_others_of_the_home(conn, after)])
    _tasks(conn, attempt, now)
    machine = machine_on(_terminal(conn, attempt.terminal_id))
    evidence = of_attempt(attempt)
    alive = counts_as_alive(evidence, machine=machine, percent=rules.alive_percent)
    if alive:
        _sign(conn, attempt, evidence)
    return Settled(delivery=after, heard=after.heard_at is not None, alive=alive)


def begin_listening(conn: Connection, event: e.AttemptAnswered) -> Attempt | None:
    """She asks to listen (`*20`): an attempt made by her, of the newest message that waits for her home."""
    waiting = _waiting(conn, event.terminal)
    if waiting is None:
        return None
    attempt = Attempt(
        id=event.attempt,
        kind=BROADCAST,
        terminal_id=event.terminal,
        senior_id=waiting.senior_id,
        delivery_id=waiting.id,
        state=ANSWERED,
        outcome="answered",
        committed_at=event.at,
        answered_at=event.at,
        total_ms=waiting.total_ms,
    )
    return attempt if attempts.intend(conn, kept.to_row(attempt)) else None


def waiting_file(conn: Connection, terminal: str) -> str:
    """What `*20` plays on this telephone: the newest message not heard in its home; empty: none waits."""
    waiting = _waiting(conn, terminal)
    campaign = campaigns.load_campaign(conn, waiting.campaign_id) if waiting else None
    return campaign.audio if campaign else ""


def _delivered(row: DeliveryRow, attempt: Attempt, rules: BroadcastSettings, *, newest: bool) -> DeliveryRow:
    evidence = of_attempt(attempt)
    before = Evidence(grade=grade_of(row.evidence), heard_ms=row.heard_ms, total_ms=row.total_ms)
    best = better(before, evidence)
    heard_at = row.heard_at
    if heard_at is None and counts_as_heard(evidence, percent=rules.heard_percent):
        heard_at = _proven_at(attempt)
    told = replace(row, evidence=best.grade.word, heard_ms=best.heard_ms, heard_at=heard_at)
    return _scheduled(told, attempt, rules) if newest and attempt.state == ENDED else told


def _scheduled(row: DeliveryRow, attempt: Attempt, rules: BroadcastSettings) -> DeliveryRow:
    """The newest attempt has ended: done, or when again."""
    if row.heard_at:
        return replace(row, state="done", next_try_at=None)
    if row.state == "done" or not attempt.id.startswith("bb-"):
        return row
    dialled = attempt.dialled_at or attempt.committed_at
    again = next_try(attempt.outcome or "unknown", tries=row.tries, dialled_at=dialled, table=rules.retries)
    return replace(row, state="due" if again else "done", next_try_at=again)


def _others_of_the_home(conn: Connection, row: DeliveryRow) -> list[DeliveryRow]:
    """Two people, one telephone: the home heard, until a key says who."""
    if row.household_id is None:
        return []
    return [
        replace(row, id=other.id, senior_id=other.senior_id)
        for other in campaigns.unheard_of_household(conn, row.household_id)
        if other.campaign_id == row.campaign_id and other.id != row.id
    ]


def _is_newest(conn: Connection, attempt: Attempt) -> bool:
    made = attempts.of_delivery(conn, attempt.delivery_id or "")
    return not made or made[-1].id == attempt.id


def _sign(conn: Connection, attempt: Attempt, evidence: Evidence) -> None:
    record_sign(
        conn,
        at=_proven_at(attempt),
        kind="key" if evidence.key else "heard",
        source=f"attempt/{attempt.id}",
        terminal=attempt.terminal_id,
    )


def _proven_at(attempt: Attempt) -> datetime:
    """No later than what it proves: an old attempt read today proves nothing about today."""
    return attempt.answered_at or attempt.ended_at or attempt.committed_at


def _tasks(conn: Connection, attempt: Attempt, now: datetime) -> None:
    if attempt.key == NOT_WELL:
        _open(conn, "not_well", attempt.id, attempt, now)
    if attempt.outcome == "no_file":
        _open(conn, "file_missing", attempt.delivery_id or attempt.id, attempt, now)


def _open(conn: Connection, kind: str, subject: str, attempt: Attempt, now: datetime) -> None:
    task = TaskRow(
        id=new_ulid(now),
        kind=kind,
        subject=subject,
        terminal_id=attempt.terminal_id,
        senior_id=attempt.senior_id,
        opened_at=now,
        due_at=now + NOT_WELL_DUE,
    )
    tasks.open_task(conn, task)


def _waiting(conn: Connection, terminal: str) -> DeliveryRow | None:
    found = _terminal(conn, terminal)
    waiting = campaigns.unheard_of_household(conn, found.household) if found else []
    return waiting[-1] if waiting else None


def _terminal(conn: Connection, terminal: str | None) -> Terminal | None:
    return load_terminals(conn, [terminal]).get(TerminalId(terminal)) if terminal else None
