"""What came of the attempts? Evidence for the delivery, a sign of life if it proves one, else the next try.

May be run after every fact and any number of times: it only writes what the attempts prove so far. Those of one turn
are settled together, each step of theirs in its turn: everything is read once, decided, and saved once.
What she listens to by herself is broadcasts/listening_in.py, what our lines prevented broadcasts/unmeasured.py.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from broadcasts.asking import OUTSIDE_WINDOW
from broadcasts.attempts import is_ours
from broadcasts.campaign import State
from broadcasts.known import Known, Rows, known_of, rows_of
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
from db import campaigns, tasks
from db.campaigns import DeliveryRow
from db.tasks import TaskRow
from db.ulid import new_ulid
from ivr.attempt import ENDED, Attempt
from people.ids import SeniorId, TerminalId
from people.terminals import Terminal
from wellness_checks.watching import record_sign

NOT_WELL = "3"
NOT_WELL_DUE = timedelta(minutes=2)


@dataclass(frozen=True, kw_only=True)
class Step:
    """An attempt after something happened at `at`. `before`: as it was settled last, which saves telling it again."""

    attempt: Attempt
    at: datetime
    before: Attempt | None = None


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
    """None: no attempt of a message."""
    return settle_attempts(conn, [Step(attempt=attempt, at=now, before=before)], settings)[0]


def settle_attempts(
    conn: Connection, steps: Sequence[Step], settings: BroadcastSettings | None = None
) -> list[Settled | None]:
    """In the order in which it happened; what became of each."""
    rules = settings or BroadcastSettings()
    made = [step.attempt for step in steps]
    rows = rows_of(conn, made)
    known = known_of(conn, made, rows, {one.delivery_id or "" for one in made if _may_be_tried_again(one, rules)})
    settled = [_settled(known, rows, attempt, rules) for attempt in made]
    campaigns.save_deliveries(conn, rows.changed)
    ours = [(step, one) for step, one in zip(steps, settled, strict=True) if one]
    excuse(conn, *(step.attempt for step, _ in ours))
    for step, one in ours:
        _tell(conn, step, one)
    return settled


def _settled(known: Known, rows: Rows, attempt: Attempt, rules: BroadcastSettings) -> Settled | None:
    delivery = rows.get(attempt.delivery_id)
    if delivery is None:
        return None
    terminal = known.terminals.get(TerminalId(attempt.terminal_id or ""))
    after = _delivered(known, delivery, attempt, rules, terminal)
    rows.put(after)
    for other in _others_of_the_home(rows, after):
        rows.put(other)
    alive = counts_as_alive(of_attempt(attempt), machine=machine_on(terminal), percent=rules.alive_percent)
    return Settled(delivery=after, heard=after.heard_at is not None, alive=alive)


def _may_be_tried_again(attempt: Attempt, rules: BroadcastSettings) -> bool:
    return attempt.state == ENDED and not counts_as_heard(of_attempt(attempt), percent=rules.heard_percent)


def _tell(conn: Connection, step: Step, settled: Settled) -> None:
    """What it proves is a task or a sign of life, once."""
    attempt, evidence = step.attempt, of_attempt(step.attempt)
    if step.before and (of_attempt(step.before), step.before.outcome) == (evidence, attempt.outcome):
        return
    _tasks(conn, attempt, step.at)
    if settled.alive:
        _sign(conn, attempt, evidence)


def _delivered(
    known: Known, row: DeliveryRow, attempt: Attempt, rules: BroadcastSettings, terminal: Terminal | None
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
    return _scheduled(known, told, attempt, rules, terminal) if _is_newest(known, attempt) else told


def _scheduled(
    known: Known, row: DeliveryRow, attempt: Attempt, rules: BroadcastSettings, terminal: Terminal | None
) -> DeliveryRow:
    """The newest attempt has ended: done, or when and on which telephone again."""
    if attempt.state != ENDED:
        return row
    if row.heard_at:
        return replace(row, state="done", next_try_at=None, why="")
    if row.state == "done" or not is_ours(attempt):
        return row
    campaign = known.campaigns[row.campaign_id]
    if campaign.state == State.CANCELLED.value:
        return replace(row, state="done", next_try_at=None, why=campaign.state)
    machine = terminal is not None and terminal.has_machine
    outcome = retry_outcome(attempt.outcome or "unknown", machine=machine, key=attempt.key)
    table = table_of(campaign.retries, rules.retries)
    dialled = attempt.dialled_at or attempt.committed_at
    at = next_try(outcome, tries=row.tries, dialled_at=dialled, table=table)
    senior = known.seniors[SeniorId(row.senior_id)]
    opens = rings_from(at, senior, campaign, rules) if at else None
    home = known.telephones.get(senior.household, ())
    return replace(
        row,
        state="due" if opens else "done",
        next_try_at=opens,
        terminal_id=next_telephone(outcome, row.terminal_id or "", [one.id for one in home], table) or None,
        why=OUTSIDE_WINDOW if opens and opens != at else "",
    )


def _others_of_the_home(rows: Rows, row: DeliveryRow) -> Iterator[DeliveryRow]:
    """Two people, one telephone: the home heard, until a key says who."""
    for other in rows.beside(row):
        if row.heard_at or other.state != "done":
            yield replace(
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


def _is_newest(known: Known, attempt: Attempt) -> bool:
    """Of those that we dialled: what she listens to by herself stands beside them."""
    made = known.newest.get(attempt.delivery_id or "")
    return made is None or not is_ours(attempt) or made == attempt.id


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
