"""Whose turn is it to be visited, and how is such a visit begun? The rota of monthly and weekly visits at work."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from db import holds, visits
from db.areas import load_areas
from db.homes import load_seniors
from db.staff import load_accounts
from db.ulid import new_ulid
from db.visited import VisitedRow, to_be_visited
from db.visits import VisitRow
from people.areas import upwards
from people.holds import Hold
from people.ids import AreaId, SeniorId
from people.staff import Role, Staff
from wellness_checks.case import Refused
from wellness_checks.closing import audited
from wellness_checks.monthly import Due, Person, Rate, Worker, due_of, rates, shared_out
from wellness_checks.settings import WatchSettings
from wellness_checks.visiting import open_with_code

NOBODY = Refused(field="senior", reason="there is no such senior")


@dataclass(frozen=True, kw_only=True)
class Rota:
    """`load`: people by worker; `asked`: how many one worker should have at most."""

    today: date
    dues: tuple[Due, ...]
    by_area: Mapping[str, Rate]
    load: Mapping[str, int]
    asked: int

    def of(self, worker: str) -> tuple[Due, ...]:
        return tuple(due for due in self.dues if due.worker == worker)


def rota(conn: Connection, now: datetime, zone: str, settings: WatchSettings | None = None) -> Rota:
    """Everybody whose turn it is in this month or week, street by street. `zone`: whose days are meant."""
    rules, today = settings or WatchSettings(), now.astimezone(ZoneInfo(zone)).date()
    rows = to_be_visited(conn, rules.visited_monthly, rules.visited_weekly)
    away = holds.of_seniors(conn, [row.senior_id for row in rows])
    people = [_person(row, away.get(SeniorId(row.senior_id), ()), zone) for row in rows]
    workers = [Worker(id=one.id, area=one.area) for one in _visitors(conn)]
    areas = load_areas(conn)
    above = {place: tuple(upwards(AreaId(place), areas)) for place in {one.area for one in people}}
    whose = shared_out(people, workers, above)
    dues = [replace(due_of(one, today), worker=whose.get(one.senior, "")) for one in people]
    ordered = sorted(dues, key=lambda due: (due.last, due.person.area, due.person.address, due.person.senior))
    load = {one.id: sum(worker == one.id for worker in whose.values()) for one in workers}
    return Rota(today=today, dues=tuple(ordered), by_area=rates(dues), load=load, asked=rules.people_per_worker)


def begin_visit(conn: Connection, senior: str, now: datetime, *, by: str) -> VisitRow | Refused:
    """A visit of the rota, begun by whoever makes it: theirs at once. One that stands open already is that one."""
    if not load_seniors(conn, [senior]):
        return NOBODY
    row = VisitRow(
        id=new_ulid(now), senior_id=senior, state="accepted", visitor_id=by, opened_at=now, accepted_at=now,
    )  # fmt: skip
    found = open_with_code(conn, row, lambda: open_visit_of_rota(conn, senior))
    if found.visitor_id != by:
        return Refused(field="by", reason=f"the visit is {found.visitor_id}'s")
    if found.id == row.id:
        audited(conn, at=now, by=by, action="visit_begun", subject=row.id, detail=senior)
    return found


def open_visit_of_rota(conn: Connection, senior: str) -> VisitRow | None:
    """Not one of a case."""
    found = visits.of_senior(conn, senior)
    return next((row for row in found if row.state != "closed" and row.case_id is None), None)


def _visitors(conn: Connection) -> Sequence[Staff]:
    accounts = load_accounts(conn).values()
    return [one.person for one in accounts if one.active and one.person.role is Role.VISITOR]


def _person(row: VisitedRow, away: Sequence[Hold], zone: str) -> Person:
    met = row.last_met.astimezone(ZoneInfo(zone)).date() if row.last_met else None
    return Person(
        senior=row.senior_id, area=row.area_id, address=row.address, weekly=row.weekly, last_met=met,
        away=tuple((hold.starts_on, hold.ends_on) for hold in away),
    )  # fmt: skip
