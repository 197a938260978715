"""When does staff ring her? Each call is an attempt and an intent, both committed before it is made."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from db import attempts, cases, outbox
from db.attempts import AttemptRow
from db.cases import CaseRow
from db.due import telephones_of
from db.homes import load_seniors
from db.outbox import OutboxRow
from db.terminals import load_terminals
from db.ulid import new_ulid
from ivr.attempt import BY_MACHINE, WELLNESS
from people.ids import SeniorId
from people.seniors import Senior
from people.terminals import Terminal
from wellness_checks.case import RingAgain, State, Try, after
from wellness_checks.closing import close_proven_well, move_case
from wellness_checks.settings import WatchSettings
from wellness_checks.visiting import send_visitor

KIND, MACHINE_KIND = "originate_staff_call", "originate_wellness_message"
TO_RING = (State.WELLNESS_CALL_DUE.value, State.NOT_ANSWERED.value)
LOOKED_AT = 400
"""Cases at one look, those due first: more than staff can ring before the next, however many there are."""


@dataclass(frozen=True, kw_only=True)
class Intent:
    """One call to be made: staff first, then her; `machine`: by the exchange alone. The outbox has it as JSON."""

    attempt: str
    terminal: str
    case: str
    why: str = WELLNESS
    machine: bool = False


def ring_due(conn: Connection, now: datetime, settings: WatchSettings | None = None) -> list[Intent]:
    """Write down the wellness calls whose time has come, as many as staff can take. Made after the commit."""
    rules = settings or WatchSettings()
    close_proven_well(conn, now)
    waiting = cases.next_of(conn, TO_RING, now, LOOKED_AT)
    if not waiting:
        return []
    running = attempts.open_attempts(conn)
    free = rules.calls_at_once - sum(one.kind == WELLNESS for one in running)
    seniors = load_seniors(conn, [case.senior_id for case in waiting])
    telephones = telephones_of(conn, {her.household for her in seniors.values()})
    busy = _homes(conn, running)
    made = list[Intent]()
    for case in waiting:
        her = seniors[SeniorId(case.senior_id)]
        terminal = next(iter(telephones.get(her.household, ())), None)
        if terminal is None:
            send_visitor(conn, case, now, why="no telephone in service", settings=rules)
        elif len(made) < free and her.household not in busy and (then := _call(conn, case, her, now, rules)):
            busy.add(her.household)
            made.append(_intend(conn, case, terminal, now, machine=then.machine, rules=rules))
    return made


def tries_of(rows: Sequence[AttemptRow]) -> list[Try]:
    """The calls of a case that have ended, oldest first."""
    return [Try(outcome=row.outcome or "unknown", ended_at=row.ended_at) for row in rows if row.ended_at]


def _call(conn: Connection, case: CaseRow, her: Senior, now: datetime, rules: WatchSettings) -> RingAgain | None:
    """The call that is due now; None: not yet."""
    clock = now.astimezone(ZoneInfo(her.zone)).time()
    if not rules.rings_from <= clock < rules.rings_until:
        return None
    then = after(tries_of(attempts.of_case(conn, case.id)), rules)
    if not isinstance(then, RingAgain):
        return RingAgain(at=now, alarm=False, machine=rules.machine_tries > 0)
    return then if then.at <= now else None


def _intend(
    conn: Connection, case: CaseRow, terminal: Terminal, now: datetime, *, machine: bool, rules: WatchSettings
) -> Intent:
    attempt = AttemptRow(
        id=f"bb-{new_ulid(now)}{BY_MACHINE if machine else ''}",
        kind=WELLNESS,
        terminal_id=terminal.id,
        senior_id=case.senior_id,
        case_id=case.id,
        committed_at=now,
    )
    attempts.intend(conn, attempt)
    move_case(conn, case, "ring", now, rules)
    payload = json.dumps({"attempt": attempt.id, "terminal": terminal.id, "why": WELLNESS})
    kind = MACHINE_KIND if machine else KIND
    outbox.intend(conn, [OutboxRow(id=f"dial-{attempt.id}", kind=kind, payload=payload, created_at=now)])
    return Intent(attempt=attempt.id, terminal=terminal.id, case=case.id, machine=machine)


def _homes(conn: Connection, running: Sequence[AttemptRow]) -> set[str]:
    found = load_terminals(conn, [one.terminal_id for one in running if one.terminal_id])
    return {terminal.household for terminal in found.values()}
