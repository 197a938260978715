"""Who has gone silent? Run late or twice, the sweep flags nobody twice and forgets nobody."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from db import cases, tasks, watch
from db.cases import CaseRow
from db.homes import load_seniors
from db.staff import load_holds
from db.tasks import TaskRow
from db.ulid import new_ulid
from db.watch import WatchRow
from people.holds import Hold
from people.ids import SeniorId
from people.seniors import Senior
from wellness_checks.case import State
from wellness_checks.closing import close_proven_well, move_case, note
from wellness_checks.settings import WatchSettings
from wellness_checks.silence import Silence, Watched, silence


@dataclass(frozen=True, kw_only=True)
class Swept:
    opened: tuple[CaseRow, ...]
    closed: tuple[CaseRow, ...]
    """Those who gave a sign of life meanwhile."""


def sweep(conn: Connection, now: datetime, settings: WatchSettings | None = None) -> Swept:
    """Open a case and a task for everybody whose flag has fallen; close those who proved to be well."""
    rules = settings or WatchSettings()
    closed = close_proven_well(conn, now)
    followed = {case.senior_id for case in cases.open_cases(conn)}
    rows = [row for row in watch.silent_since(conn, now) if row.senior_id not in followed]
    seniors = load_seniors(conn, [row.senior_id for row in rows])
    holds = holds_by_senior(conn) if rows else {}
    opened = list[CaseRow]()
    for row in rows:
        her = seniors[SeniorId(row.senior_id)]
        state = silence(watched(her, row, holds.get(her.id, ()), rules), now)
        if state.flagged:
            opened.append(_open(conn, her, row, state, now, rules))
    return Swept(opened=tuple(opened), closed=tuple(closed))


def watched(her: Senior, row: WatchRow, holds: Sequence[Hold], rules: WatchSettings) -> Watched:
    return Watched(
        zone=her.zone,
        clock_from=row.oldest_unheard_at,
        last_sign_at=row.last_sign_at,
        holds=holds,
        after_days=rules.days_for(her),
        morning=rules.morning,
    )


def holds_by_senior(conn: Connection) -> Mapping[SeniorId, Sequence[Hold]]:
    found: defaultdict[SeniorId, list[Hold]] = defaultdict(list)
    for hold in load_holds(conn).values():
        found[hold.senior].append(hold)
    return found


def _open(conn: Connection, her: Senior, row: WatchRow, state: Silence, now: datetime, rules: WatchSettings) -> CaseRow:
    days = state.silent_days
    reason = f"{len(days)} silent days, {days[0]} to {days[-1]}"
    silent = CaseRow(id=new_ulid(now), senior_id=her.id, state=State.SILENT.value, opened_at=now, reason=reason)
    case = move_case(conn, cases.open_case(conn, silent), State.WELLNESS_CALL_DUE)
    tasks.open_task(conn, _task(case, row, now, rules))
    note(conn, at=now, by="system", action="case_opened", subject=case.id, detail=reason)
    return case


def _task(case: CaseRow, row: WatchRow, now: datetime, rules: WatchSettings) -> TaskRow:
    return TaskRow(
        id=new_ulid(now),
        kind="wellness_call",
        subject=case.id,
        senior_id=case.senior_id,
        case_id=case.id,
        opened_at=now,
        due_at=now + rules.call_within,
        note=f"{case.reason}; {last_sign_in_words(row)}",
    )


def last_sign_in_words(row: WatchRow | None) -> str:
    if row is None or row.last_sign_at is None:
        return "no sign of life on record"
    return f"last sign of life {row.last_sign_at:%Y-%m-%d %H:%M} UTC ({row.last_sign_kind})"
