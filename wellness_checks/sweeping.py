"""Who has gone silent? Run late or twice, the sweep flags nobody twice and forgets nobody.

Only those are looked at whose flag can have fallen (`watch.look_at`, kept up by everything that moves it), so
that a sweep in which nothing is due costs one look into an index:

    SEARCH watch USING INDEX ix_watch_look_at (look_at<?)
    SEARCH watch USING INDEX ix_watch_unplanned (oldest_unheard_at>?)

The cases, tasks and lines of the audit of one sweep are written by one statement each.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from db import audit, cases, tasks, watch
from db.audit import AuditRow
from db.cases import CaseRow
from db.due import holds_of
from db.tasks import TaskRow
from db.ulid import new_ulids
from db.watch import AT_ONCE, LookRow, WatchRow
from people.holds import Hold
from people.ids import SeniorId
from people.seniors import Senior, Tag
from wellness_checks.case import State
from wellness_checks.closing import close_proven_well
from wellness_checks.flag import Flag, flag, next_look
from wellness_checks.guarding import Guarded, guard_against_outage
from wellness_checks.settings import WatchSettings
from wellness_checks.silence import Watched
from wellness_checks.unmeasured import unmeasured_days
from wellness_checks.watching import last_sign_in_words

Verdict = tuple[Flag | None, datetime | None]
_Key = tuple[str, int, date | None, date | None]


@dataclass(frozen=True, kw_only=True)
class Swept:
    opened: tuple[CaseRow, ...]
    closed: tuple[CaseRow, ...]
    """Those who gave a sign of life meanwhile."""


def sweep(conn: Connection, now: datetime, settings: WatchSettings | None = None) -> Swept:
    """Open a case and a task for everybody whose flag has fallen; close those who proved to be well."""
    rules = settings or WatchSettings()
    closed = close_proven_well(conn, now)
    rows = watch.to_look_at(conn, now)
    if not rows:
        return Swept(opened=(), closed=tuple(closed))
    verdicts = _judge(conn, rows, now, rules)
    judged = list(zip(rows, verdicts, strict=True))
    watch.plan(conn, {row.senior_id: AT_ONCE if _proven(row) else look for row, (_, look) in judged})
    fallen = [(row, found) for row, (found, _) in judged if found and row.followed_since is None]
    opened = _open(conn, fallen, now, rules)
    return Swept(opened=tuple(opened), closed=tuple(closed))


def watched(her: Senior, row: WatchRow, holds: Sequence[Hold], lost: frozenset[date], rules: WatchSettings) -> Watched:
    return Watched(
        zone=her.zone,
        clock_from=row.oldest_unheard_at,
        last_sign_at=row.last_sign_at,
        holds=holds,
        not_measured=lost,
        after_days=rules.days_for(her),
        morning=rules.morning,
        well_by=row.well_by,
        well_by_since=row.well_by_since,
    )


def _proven(row: LookRow) -> bool:
    """She gave a sign since her case was opened, which could not be closed yet: it is looked at until it can."""
    since = row.followed_since
    return since is not None and row.last_sign_at is not None and row.last_sign_at >= since


def _judge(conn: Connection, rows: Sequence[LookRow], now: datetime, rules: WatchSettings) -> list[Verdict]:
    """The rule's answer for each, worked out once for all whose days look alike."""
    seniors = [row.senior_id for row in rows]
    holds = holds_of(conn, seniors)
    lost = unmeasured_days(conn, rows, now, rules)
    known = dict[_Key, Verdict]()
    verdicts = list[Verdict]()
    for row in rows:
        away, missing = holds.get(SeniorId(row.senior_id), ()), lost.get(row.senior_id, frozenset())
        key = None if away or missing or row.well_by is not None else _alike(row, rules)
        verdict = known.get(key) if key else None
        if verdict is None:
            her = _watched(row, away, missing, rules)
            verdict = flag(her, now), next_look(her, now)
        if key:
            known[key] = verdict
        verdicts.append(verdict)
    return verdicts


def _alike(row: LookRow, rules: WatchSettings) -> _Key:
    """Two people of one key have the same days: zone, threshold, first day, day of the sign that set the clock."""
    clock, zone = row.oldest_unheard_at, ZoneInfo(row.zone)
    sign = row.last_sign_at if clock and row.last_sign_at and row.last_sign_at >= clock else None
    first = clock.astimezone(zone).date() if clock else None
    return row.zone, _needed(row, rules), first, sign.astimezone(zone).date() if sign else None


def _watched(row: LookRow, holds: Sequence[Hold], lost: frozenset[date], rules: WatchSettings) -> Watched:
    return Watched(
        zone=row.zone,
        clock_from=row.oldest_unheard_at,
        last_sign_at=row.last_sign_at,
        holds=holds,
        not_measured=lost,
        after_days=_needed(row, rules),
        morning=rules.morning,
        well_by=row.well_by,
        well_by_since=row.well_by_since,
    )


def _needed(row: LookRow, rules: WatchSettings) -> int:
    if row.silent_after_days is not None:
        return row.silent_after_days
    return rules.after_days_high_risk if row.high_risk else rules.after_days


def _open(
    conn: Connection, fallen: Sequence[tuple[LookRow, Flag]], now: datetime, rules: WatchSettings
) -> Sequence[CaseRow]:
    guarded = guard_against_outage(conn, [row for row, _ in fallen], now, rules)
    ids = new_ulids(now, 2 * len(fallen))
    opened = [_case(key, row, found, guarded, now, rules) for key, (row, found) in zip(ids, fallen, strict=False)]
    cases.open_all(conn, opened)
    told = zip(ids[len(fallen) :], opened, fallen, strict=True)
    tasks.open_all(conn, [_task(key, case, row, rules) for key, case, (row, _) in told])
    audit.record_all(conn, [_line(case) for case in opened])
    return opened


def _case(
    key: str, row: LookRow, found: Flag, guarded: Mapping[str, Guarded], now: datetime, rules: WatchSettings
) -> CaseRow:
    risk = Tag.HIGH_RISK.value if row.high_risk else ""
    held = guarded.get(row.senior_id)
    waits = held.waits_until if held and not risk else None
    return CaseRow(
        id=key,
        senior_id=row.senior_id,
        state=State.WELLNESS_CALL_DUE.value,
        opened_at=now,
        reason=found.reason,
        trigger=found.trigger,
        risk=risk,
        step_due_at=(waits or now) + rules.call_due_in(risk),
        outage_id=held.outage if held else None,
        waits_until=waits,
    )


def _task(key: str, case: CaseRow, row: LookRow, rules: WatchSettings) -> TaskRow:
    return TaskRow(
        id=key,
        kind="wellness_call",
        subject=case.id,
        senior_id=case.senior_id,
        case_id=case.id,
        opened_at=case.opened_at,
        due_at=case.step_due_at,
        note=f"{case.reason}; {last_sign_in_words(row)}",
    )


def _line(case: CaseRow) -> AuditRow:
    return AuditRow(at=case.opened_at, actor="system", action="case_opened", subject=case.id, detail=case.reason)
