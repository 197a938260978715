"""Is a crowd of silences one outage? The guard at work: outages opened, cases that wait, and their release by list."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from db import cases, outages, tasks, watch
from db.cases import CaseRow
from db.outages import OutageRow
from db.tasks import TaskRow
from db.ulid import new_ulid
from wellness_checks.case import Refused, State
from wellness_checks.closing import audited
from wellness_checks.deadlines import due_at
from wellness_checks.guard import AREA, BUILDING, LINE, Home, Mass, Place, crowded, masses
from wellness_checks.settings import WatchSettings
from wellness_checks.unmeasured import touches

IN_VAIN = 10
"""Crowded places of one kind that are no outage, one after the other, before the rest is not counted."""


@dataclass(frozen=True, kw_only=True)
class Guarded:
    """Which outage may be the reason of whose silence, and until when a case of no high risk waits for it."""

    outage: str
    waits_until: datetime
    seniors: tuple[str, ...]


def guard_against_outage(
    conn: Connection, silent: Mapping[str, Home], now: datetime, rules: WatchSettings
) -> list[Guarded]:
    """Of those found silent, by senior: who is one of a crowd. An outage that is open already takes them up too."""
    held = list(_taken_by_what_was_seen(conn, silent, now, rules))
    taken = {senior for one in held for senior in one.seniors}
    rest = {senior: home for senior, home in silent.items() if senior not in taken} if taken else silent
    crowds = crowded(rest, rules.guard_least)
    counted = _counted(conn, {place: len(people) for place, people in crowds.items()}, rules)
    found = masses(crowds, counted, least=rules.guard_least, share=rules.guard_share)
    return [*held, *(_outage(conn, mass, now, rules) for mass in found)]


def record_outage(
    conn: Connection, now: datetime, *, kind: str, subject: str, started_at: datetime, ended_at: datetime | None,
    note: str = "",
) -> OutageRow | Refused:  # fmt: skip
    """A fault that the exchange itself saw, shared by several homes: those days may not have been measured."""
    if ended_at is not None and ended_at < started_at:
        return Refused(field="ended_at", reason="it ends before it begins")
    row = OutageRow(
        id=new_ulid(now), kind=kind, subject=subject, started_at=started_at, ended_at=ended_at, found_at=now,
        released_at=ended_at and now, released_by="system" if ended_at else "", note=note,
    )  # fmt: skip
    standing = outages.open_outage(conn, row)
    if ended_at is not None:
        _after_outage(conn, standing, now)
    return standing


def end_outage(
    conn: Connection, outage_id: str, now: datetime, *, ended_at: datetime, settings: WatchSettings | None = None
) -> OutageRow | Refused:
    """It is over: those who waited for it are released, and a task asks for the list of who was not measured."""
    row = outages.load(conn, outage_id)
    if row is None or row.released_at:
        return _no_such(row)
    if ended_at < row.started_at:
        return Refused(field="ended_at", reason="it ends before it begins")
    over = replace(row, ended_at=ended_at, released_at=now, released_by="system")
    if ended_at > row.started_at:
        _after_outage(conn, row, now)
    release(conn, outage_id, now, by="system", settings=settings)
    outages.save(conn, over)
    return over


def release(
    conn: Connection, outage_id: str, now: datetime, *, by: str, seniors: Collection[str] | None = None,
    settings: WatchSettings | None = None,
) -> list[CaseRow] | Refused:  # fmt: skip
    """Those who wait go on: all of them, or the ones named. Released twice: nobody is left the second time.

    That ends what the guard took for an outage; one that the exchange saw lasts until it sees its end.
    """
    row = outages.load(conn, outage_id)
    if row is None:
        return _no_such(row)
    if not by:
        return Refused(field="by", reason="who releases them is not said")
    waiting = [case for case in cases.of_outage(conn, outage_id) if case.waits_until is not None]
    freed = [_go_on(conn, case, now, settings) for case in waiting if seniors is None or case.senior_id in seniors]
    if len(freed) == len(waiting) and row.released_at is None and row.waits_until is not None:
        over = replace(row, released_at=now, released_by=by, ended_at=row.ended_at or now)
        outages.save(conn, over)
    if freed:
        audited(conn, at=now, by=by, action="outage_released", subject=outage_id, detail=f"{len(freed)} cases")
    return freed


def release_due(conn: Connection, now: datetime, settings: WatchSettings | None = None) -> int:
    """Whoever has waited the set time goes on by itself: how many."""
    over = [row for row in outages.not_released(conn) if row.waits_until and row.waits_until <= now]
    freed = [release(conn, row.id, now, by="system", settings=settings) for row in over]
    alone = [_go_on(conn, case, now, settings) for case in cases.waited_until(conn, now)]
    return len(alone) + sum(len(some) for some in freed if not isinstance(some, Refused))


def _go_on(conn: Connection, case: CaseRow, now: datetime, settings: WatchSettings | None) -> CaseRow:
    due = due_at(State(case.state), case.risk, now, settings or WatchSettings())
    free = replace(case, waits_until=None, step_due_at=due)
    cases.save(conn, free)
    return free


def _taken_by_what_was_seen(
    conn: Connection, silent: Mapping[str, Home], now: datetime, rules: WatchSettings
) -> Iterator[Guarded]:
    """Those in the middle of an outage that the exchange sees, few as they may be."""
    left = dict(silent)
    for row in outages.not_ended(conn):
        theirs = () if row.waits_until else tuple(senior for senior, home in left.items() if touches(row, home))
        if theirs:
            yield Guarded(outage=row.id, waits_until=now + rules.guard_waits, seniors=theirs)
            left = {senior: home for senior, home in left.items() if senior not in set(theirs)}


def _outage(conn: Connection, mass: Mass, now: datetime, rules: WatchSettings) -> Guarded:
    row = OutageRow(
        id=new_ulid(now), kind=mass.kind, subject=mass.subject, started_at=now, found_at=now,
        waits_until=now + rules.guard_waits, note=f"{len(mass.seniors)} silent at once",
    )  # fmt: skip
    standing = outages.open_outage(conn, row)
    tasks.open_task(conn, _task("outage", standing, now, f"{mass.kind} {mass.subject}: {row.note}"))
    return Guarded(outage=standing.id, waits_until=standing.waits_until or now, seniors=mass.seniors)


def _after_outage(conn: Connection, row: OutageRow, now: datetime) -> None:
    note = f"{row.kind} {row.subject} was out since {row.started_at:%Y-%m-%d %H:%M} UTC: who pressed in vain?"
    tasks.open_task(conn, _task("after_outage", row, now, note))


def _task(kind: str, row: OutageRow, now: datetime, note: str) -> TaskRow:
    return TaskRow(id=new_ulid(now), kind=kind, subject=row.id, opened_at=now, due_at=now, note=note)


def _counted(conn: Connection, crowds: Mapping[Place, int], rules: WatchSettings) -> Mapping[Place, int]:
    """How many are watched in each place, the most crowded first; a kind is left after so many in vain running.

    What is left out is taken as watched by far more than are silent.
    """
    counted = dict[Place, int]()
    in_vain: defaultdict[str, int] = defaultdict(int)
    for place, number in sorted(crowds.items(), key=lambda one: (-one[1], one[0])):
        if in_vain[place[0]] < IN_VAIN:
            counted[place] = _watched(conn, place, most=int(number / rules.guard_share) + 1)
            in_vain[place[0]] = 0 if number >= rules.guard_share * counted[place] else in_vain[place[0]] + 1
    return counted


def _watched(conn: Connection, place: Place, *, most: int) -> int:
    kind, subject = place
    if kind == AREA:
        return watch.count_watched(conn, area=subject, most=most)
    if kind == BUILDING:
        area, _, building = subject.partition("/")
        return watch.count_watched(conn, area=area, building=building, most=most)
    return watch.count_watched(conn, prefix=subject if kind == LINE else "+", most=most)


def _no_such(row: OutageRow | None) -> Refused:
    if row is None:
        return Refused(field="outage", reason="there is no such outage")
    return Refused(field="state", reason=f"it was released by {row.released_by} already")
