"""Is anybody silent? Everything the watch's first page shows, read in one go and in no language yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from console.access.scope import Scope, within
from console.book import Book, Wanted, look_up
from db import attempts, telephone_states
from db.cases import CaseRow, of_outage, open_cases
from db.outages import OutageRow, not_released
from db.tasks import TaskRow, open_tasks
from db.telephone_states import TelephoneStateRow
from db.visits import VisitRow, open_visits
from db.watch import WatchRow, load_watch
from wellness_checks.after_outage import Hole, service_holes
from wellness_checks.case import NO_TRY
from wellness_checks.greeting import not_watched
from wellness_checks.ringing import tries_of
from wellness_checks.service import WatchSettings

MOST = 200
MOST_BESIDE = 40
MOST_HOLES = 10


@dataclass(frozen=True, kw_only=True)
class Followed:
    """One silence: where it stands, what the watch last knew, how often she was rung."""

    case: CaseRow
    watch: WatchRow | None
    visit: VisitRow | None
    tries: int
    outage: OutageRow | None

    def overdue(self, now: datetime) -> bool:
        return self.case.step_due_at is not None and self.case.step_due_at <= now


@dataclass(frozen=True, kw_only=True)
class OutOfOrder:
    task: TaskRow
    state: TelephoneStateRow | None


@dataclass(frozen=True, kw_only=True)
class Out:
    """An outage and who waits for it."""

    outage: OutageRow
    waiting: tuple[CaseRow, ...]


@dataclass(frozen=True, kw_only=True)
class WatchView:
    now: datetime
    cases: tuple[Followed, ...]
    all_cases: int
    high_risk: int
    overdue: int
    unwatched: tuple[str, ...]
    """Ids of seniors; those beyond `MOST_BESIDE` are only counted."""
    all_unwatched: int
    telephones: tuple[OutOfOrder, ...]
    outages: tuple[Out, ...]
    holes: tuple[Hole, ...]
    """In service, the newest first."""
    book: Book


def read_watch(conn: Connection, now: datetime, scope: Scope, rules: WatchSettings) -> WatchView:
    found = within(conn, scope, open_cases(conn), lambda case: (None, case.senior_id))
    ordered = sorted(found, key=lambda case: (case.risk != "high_risk", case.opened_at, case.id))
    followed = _followed(conn, ordered[:MOST])
    unwatched = within(conn, scope, not_watched(conn, now, rules), lambda senior: (None, senior))
    telephones = _telephones(conn, scope)
    outages = _outages(conn, scope)
    return WatchView(
        now=now, cases=tuple(followed), all_cases=len(ordered),
        high_risk=sum(case.risk == "high_risk" for case in ordered),
        overdue=sum(case.step_due_at is not None and case.step_due_at <= now for case in ordered),
        unwatched=tuple(unwatched[:MOST_BESIDE]), all_unwatched=len(unwatched), telephones=telephones,
        outages=outages, holes=service_holes(conn, MOST_HOLES),
        book=look_up(conn, _wanted(followed, unwatched[:MOST_BESIDE], telephones, outages)),
    )  # fmt: skip


def tries_made(conn: Connection, case: str) -> int:
    """Calls of a case that say something about her."""
    return sum(one.outcome not in NO_TRY for one in tries_of(attempts.of_case(conn, case)))


def _followed(conn: Connection, cases: Sequence[CaseRow]) -> list[Followed]:
    watches = load_watch(conn, [case.senior_id for case in cases])
    visits = {visit.case_id: visit for visit in open_visits(conn)}
    outages: Mapping[str, OutageRow] = {row.id: row for row in not_released(conn)}
    return [
        Followed(
            case=case, watch=watches.get(case.senior_id), visit=visits.get(case.id),
            tries=tries_made(conn, case.id), outage=outages.get(case.outage_id or ""),
        )
        for case in cases
    ]  # fmt: skip


def _telephones(conn: Connection, scope: Scope) -> tuple[OutOfOrder, ...]:
    tasks = within(conn, scope, open_tasks(conn, "telephone_out"), lambda task: (task.terminal_id, task.senior_id))
    states = telephone_states.load(conn, [task.terminal_id or "" for task in tasks])
    return tuple(OutOfOrder(task=task, state=states.get(task.terminal_id or "")) for task in tasks[:MOST_BESIDE])


def _outages(conn: Connection, scope: Scope) -> tuple[Out, ...]:
    found = []
    for row in not_released(conn):
        theirs = within(conn, scope, of_outage(conn, row.id), lambda case: (None, case.senior_id))
        waiting = tuple(case for case in theirs if case.waits_until is not None)
        if waiting or scope is None:
            found.append(Out(outage=row, waiting=waiting))
    return tuple(found)


def _wanted(
    cases: Sequence[Followed], unwatched: Sequence[str], telephones: Sequence[OutOfOrder], outages: Sequence[Out]
) -> Wanted:
    waiting = {case.senior_id for out in outages for case in out.waiting}
    visitors = {one.visit.visitor_id or one.visit.offered_to or "" for one in cases if one.visit}
    return Wanted(
        seniors={one.case.senior_id for one in cases} | set(unwatched) | waiting,
        terminals={one.task.terminal_id or "" for one in telephones},
        staff=visitors | {one.case.taken_by for one in cases},
    )
