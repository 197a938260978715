"""What came of an attempt? Evidence for the delivery, a sign of life if it proves one, else the next try.

May be run after every fact and any number of times: it only writes what the attempt proves so far.
What she listens to by herself is broadcasts/listening_in.py, what our lines prevented broadcasts/unmeasured.py.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from broadcasts.asking import OUTSIDE_WINDOW
from broadcasts.attempts import OURS, is_ours
from broadcasts.campaign import State
from broadcasts.listening import (
    Evidence,
    better,
    counts_as_alive,
    counts_as_heard,
    grade_of,
    machine_on,
    of_attempt,
)
from broadcasts.moments import rings_from
from broadcasts.retry import next_telephone, next_try, retry_outcome, table_of
from broadcasts.settings import BroadcastSettings
from broadcasts.unmeasured import excuse
from db import attempts, campaigns, tasks
from db.campaigns import DeliveryRow
from db.due import telephones_of
from db.homes import load_seniors
from db.tasks import TaskRow
from db.terminals import load_terminals
from db.ulid import new_ulid
from ivr.attempt import ENDED, Attempt
from people.ids import SeniorId, TerminalId
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
    conn: Connection,
    attempt: Attempt,
    now: datetime,
    settings: BroadcastSettings | None = None,
    *,
    before: Attempt | None = None,
) -> Settled | None:
    """None: no attempt of a message. `before`: as it was settled last, which saves telling the same proof again."""
    delivery = campaigns.load_deliveries(conn, [attempt.delivery_id or ""]).get(attempt.delivery_id or "")
    if delivery is None:
        return None
    rules = settings or BroadcastSettings()
    terminal = _terminal(conn, attempt.terminal_id)
    after = _delivered(conn, delivery, attempt, rules, terminal)
    campaigns.save_deliveries(conn, [after, *_others_of_the_home(conn, after)])
    excuse(conn, attempt)
    machine = machine_on(terminal)
    evidence = of_attempt(attempt)
    alive = counts_as_alive(evidence, machine=machine, percent=rules.alive_percent)
    if before is None or (of_attempt(before), before.outcome) != (evidence, attempt.outcome):
        _tasks(conn, attempt, now)
        if alive:
            _sign(conn, attempt, evidence)
    return Settled(delivery=after, heard=after.heard_at is not None, alive=alive)


def _delivered(
    conn: Connection, row: DeliveryRow, attempt: Attempt, rules: BroadcastSettings, terminal: Terminal | None
) -> DeliveryRow:
    evidence = of_attempt(attempt)
    before = Evidence(grade=grade_of(row.evidence), heard_ms=row.heard_ms, total_ms=row.total_ms)
    best = better(before, evidence)
    heard_at = row.heard_at
    if heard_at is None and counts_as_heard(evidence, percent=rules.heard_percent):
        heard_at = _proven_at(attempt)
    told = replace(
        row,
        evidence=best.grade.word,
        heard_ms=best.heard_ms,
        heard_at=heard_at,
        dialled_at=attempt.dialled_at or row.dialled_at,
    )
    return _scheduled(conn, told, attempt, rules, terminal) if _is_newest(conn, attempt) else told


def _scheduled(
    conn: Connection, row: DeliveryRow, attempt: Attempt, rules: BroadcastSettings, terminal: Terminal | None
) -> DeliveryRow:
    """The newest attempt has ended: done, or when and on which telephone again."""
    if attempt.state != ENDED:
        return row
    if row.heard_at:
        return replace(row, state="done", next_try_at=None, why="")
    if row.state == "done" or not is_ours(attempt):
        return row
    campaign = campaigns.load_campaign(conn, row.campaign_id)
    assert campaign is not None  # the database insists
    if campaign.state == State.CANCELLED.value:
        return replace(row, state="done", next_try_at=None, why=campaign.state)
    machine = terminal is not None and terminal.has_machine
    outcome = retry_outcome(attempt.outcome or "unknown", machine=machine, key=attempt.key)
    table = table_of(campaign.retries, rules.retries)
    dialled = attempt.dialled_at or attempt.committed_at
    at = next_try(outcome, tries=row.tries, dialled_at=dialled, table=table)
    senior = load_seniors(conn, [row.senior_id])[SeniorId(row.senior_id)]
    opens = rings_from(at, senior, campaign, rules) if at else None
    home = telephones_of(conn, [senior.household]).get(senior.household, ())
    return replace(
        row,
        state="due" if opens else "done",
        next_try_at=opens,
        terminal_id=next_telephone(outcome, row.terminal_id or "", [one.id for one in home], table) or None,
        why=OUTSIDE_WINDOW if opens and opens != at else "",
    )


def _others_of_the_home(conn: Connection, row: DeliveryRow) -> list[DeliveryRow]:
    """Two people, one telephone: the home heard, until a key says who."""
    if row.household_id is None:
        return []
    return [
        replace(
            other,
            state=row.state,
            evidence=row.evidence,
            heard_ms=row.heard_ms,
            heard_at=row.heard_at,
            tries=row.tries,
            next_try_at=row.next_try_at,
            dialled_at=row.dialled_at,
            why=row.why,
        )
        for other in campaigns.unheard_of_household(conn, row.household_id)
        if other.campaign_id == row.campaign_id and other.id != row.id and (row.heard_at or other.state != "done")
    ]


def _is_newest(conn: Connection, attempt: Attempt) -> bool:
    """Of those that we dialled: what she listens to by herself stands beside them."""
    made = [one.id for one in attempts.of_delivery(conn, attempt.delivery_id or "") if one.id.startswith(OURS)]
    return not made or not is_ours(attempt) or made[-1] == attempt.id


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


def _terminal(conn: Connection, terminal: str | None) -> Terminal | None:
    return load_terminals(conn, [terminal]).get(TerminalId(terminal)) if terminal else None
