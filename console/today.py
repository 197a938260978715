"""What must be done now? Everything the Today page shows, read in one go and in no language yet."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from console.access.scope import Scope, within
from console.book import Book, Wanted, look_up
from console.figures import Figures, count, presses_between, wait_of_emergency
from db import second_exchange
from db.call_lines import CallLine, calls_between
from db.calls import LegRow, load_legs
from db.campaigns import CampaignRow, Progress, list_campaigns, progress
from db.cases import CaseRow, open_cases
from db.incidents import IncidentEvent, IncidentRow, load, open_incidents, opened_between, timeline
from db.second_exchange import SwitchRow
from db.tasks import TaskRow, open_tasks
from db.visits import VisitRow, open_visits
from db.watch import WatchRow, load_watch
from ivr.incident import BY_HAND

MOST_CALLS = 60
MOST_TASKS = 40
MOST_SILENT = 40


@dataclass(frozen=True, kw_only=True)
class Told:
    """An incident and its timeline, oldest line first."""

    incident: IncidentRow
    events: tuple[IncidentEvent, ...]


@dataclass(frozen=True, kw_only=True)
class Dialled:
    """A call, the rungs tried for it, and its emergency if it is one."""

    line: CallLine
    legs: tuple[LegRow, ...]
    incident: IncidentRow | None

    @property
    def ms_to_person(self) -> int | None:
        """From the press until a person was joined, or accepted her emergency; calls of ours have none."""
        call = self.line.call
        if call.ms_to_person is None and self.incident is not None:
            return wait_of_emergency(call.pressed_at, self.incident.accepted_at)
        return call.ms_to_person


@dataclass(frozen=True, kw_only=True)
class Silence:
    """An open case, what the watch last knew, and who is on the way."""

    case: CaseRow
    watch: WatchRow | None
    visit: VisitRow | None


@dataclass(frozen=True, kw_only=True)
class Going:
    """A message that is going out, and how far it is."""

    campaign: CampaignRow
    progress: Progress


@dataclass(frozen=True, kw_only=True)
class Today:
    now: datetime
    day: date
    figures: Figures
    open: tuple[Told, ...]
    closed: tuple[Told, ...]
    """Emergencies of this day that a person has closed."""
    calls: tuple[Dialled, ...]
    silent: tuple[Silence, ...]
    all_silent: int
    tasks: tuple[TaskRow, ...]
    all_tasks: int
    campaigns: tuple[Going, ...]
    book: Book
    carries: SwitchRow | None = None
    """Who carries the calls; None: nobody has ever looked."""


def bounds(day: date, zone: str) -> tuple[datetime, datetime]:
    """The instants between which this day lies for whoever lives in this zone."""
    start, end = (datetime.combine(each, time(), ZoneInfo(zone)) for each in (day, day + timedelta(days=1)))
    return start.astimezone(UTC), end.astimezone(UTC)


def read_today(conn: Connection, now: datetime, zone: str, scope: Scope = None) -> Today:
    """`scope`: the areas whose people are shown."""
    day = now.astimezone(ZoneInfo(zone)).date()
    since, until = bounds(day, zone)
    opened = read_incidents(conn, None, scope)
    closed = tuple(told for told in read_incidents(conn, (since, until), scope) if told.incident.state == "closed")
    calls = read_calls(conn, since, until, MOST_CALLS, scope)
    cases = within(conn, scope, open_cases(conn), lambda case: (None, case.senior_id))
    tasks = sorted(read_tasks(conn, None, scope), key=lambda t: t.kind != "incident_open")
    silent = _silent(conn, cases[:MOST_SILENT])
    return Today(
        now=now, day=day, figures=count(presses_between(conn, since, until, scope)),
        open=opened, closed=closed, calls=calls, silent=silent, tasks=tuple(tasks[:MOST_TASKS]),
        all_tasks=len(tasks), all_silent=len(cases), campaigns=_going(conn), carries=second_exchange.standing(conn),
        book=look_up(conn, _wanted((*opened, *closed), calls, silent, tasks[:MOST_TASKS])),
    )  # fmt: skip


def read_calls(
    conn: Connection, since: datetime, until: datetime, most: int, scope: Scope = None
) -> tuple[Dialled, ...]:
    """Newest first."""
    lines = calls_between(conn, since, until, most, scope)
    legs = load_legs(conn, [line.call.id for line in lines])
    emergencies = load(conn, {line.call.incident_id for line in lines if line.call.incident_id})
    return tuple(
        Dialled(line=line, legs=legs.get(line.call.id, ()), incident=emergencies.get(line.call.incident_id or ""))
        for line in lines
    )


def read_incidents(
    conn: Connection, between: tuple[datetime, datetime] | None, scope: Scope = None
) -> tuple[Told, ...]:
    """The open ones, oldest first; or those opened between two instants, newest first."""
    found = opened_between(conn, *between) if between else open_incidents(conn)
    return _told(conn, within(conn, scope, found, lambda incident: (incident.terminal_id, None)))


def read_tasks(conn: Connection, kind: str | None, scope: Scope = None) -> Sequence[TaskRow]:
    """Not done yet, the most urgent first."""
    return within(conn, scope, open_tasks(conn, kind), lambda task: (task.terminal_id, task.senior_id))


def names_of_calls(conn: Connection, calls: Sequence[Dialled]) -> Book:
    return look_up(conn, _wanted((), calls, (), ()))


def names_of_incidents(conn: Connection, told: Sequence[Told]) -> Book:
    return look_up(conn, _wanted(told, (), (), ()))


def names_of_tasks(conn: Connection, tasks: Sequence[TaskRow]) -> Book:
    return look_up(conn, _wanted((), (), (), tasks))


def _told(conn: Connection, rows: Iterable[IncidentRow]) -> tuple[Told, ...]:
    return tuple(Told(incident=row, events=tuple(timeline(conn, row.id))) for row in rows)


def _silent(conn: Connection, cases: Sequence[CaseRow]) -> tuple[Silence, ...]:
    watches: Mapping[str, WatchRow] = load_watch(conn, [case.senior_id for case in cases])
    visits = {visit.case_id: visit for visit in open_visits(conn)}
    return tuple(Silence(case=c, watch=watches.get(c.senior_id), visit=visits.get(c.id)) for c in cases)


def _going(conn: Connection) -> tuple[Going, ...]:
    going = [*list_campaigns(conn, "running"), *list_campaigns(conn, "paused")]
    return tuple(Going(campaign=row, progress=progress(conn, row.id)) for row in going)


def _wanted(
    told: Sequence[Told], calls: Sequence[Dialled], silent: Sequence[Silence], tasks: Sequence[TaskRow]
) -> Wanted:
    terminals = {t.incident.terminal_id or "" for t in told} | {t.terminal_id or "" for t in tasks}
    targets = {e.detail.partition(" ")[0] for t in told for e in t.events} | {t.incident.accepted_by for t in told}
    closers = {e.detail for t in told for e in t.events if e.what == BY_HAND}
    return Wanted(
        terminals=terminals | {c.line.call.terminal_id or "" for c in calls},
        seniors={s.case.senior_id for s in silent} | {t.senior_id or "" for t in tasks},
        targets=targets | {c.line.call.target for c in calls} | {leg.target for c in calls for leg in c.legs},
        staff=closers | {t.owner_id or "" for t in tasks} | {s.visit.visitor_id or "" for s in silent if s.visit},
    )
