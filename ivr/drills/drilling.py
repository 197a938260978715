"""How are the ways out drilled? Wanted by hand or by the calendar, dialled one by one, settled, and told when missed.

Wanted, begun and ended are each one commit; the dial itself lies in the outbox, so that a kill repeats none.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from db import drills as rows
from db import outbox, tasks
from db.audit import AuditRow, record
from db.outbox import OutboxRow
from db.tasks import TaskRow
from db.ulid import new_ulid
from ivr import events as e
from ivr.commands import RingDrillDesk
from ivr.drills import drill as rule
from ivr.drills.drill import Drill, DrillEnd, DrillRules, DrillState
from ivr.settings import Settings
from people.windows import parse_windows

SYSTEM, ORDER = "system", "ring_drill_desk"
FAILED_TASK, OVERDUE_TASK = "drill_failed", "drill_overdue"
MOMENT = timedelta(seconds=1)
IN_TURN = timedelta(milliseconds=1)
"""Between the ids of those wanted together: they sort in the order of the site's ways."""


def drill_rules(settings: Settings) -> DrillRules:
    """What the site sets: its ways, and who takes the drills."""
    ours = settings.drill
    numbers = {desk.name: desk.number for desk in settings.desks}
    return DrillRules(
        ways=tuple(trunk.name for trunk in settings.trunks),
        number=ours.number or numbers.get(ours.desk, ""),
        every=ours.every,
        hours=parse_windows(ours.hours),
        zone=settings.zone,
    )


def want(conn: Connection, now: datetime, ways: Iterable[str], *, by: str) -> list[Drill]:
    """Write down that these are to be drilled; one of which a drill stands already is not wanted twice."""
    wanted = []
    for n, way in enumerate(ways):
        drill = Drill(id=f"{rule.ID}{new_ulid(now + n * IN_TURN)}", way=way, wanted_at=now, wanted_by=by)
        if rows.want(conn, drill):
            record(conn, AuditRow(at=now, actor=by, action="drill_wanted", subject=way, detail=drill.id))
            wanted.append(drill)
    return wanted


def keep_drilling(conn: Connection, now: datetime, rules: DrillRules) -> int:
    """At its timer: what the calendar wants, what nobody tells of, the next in turn, what was missed. How many."""
    wanted = want(conn, now, rule.due(rules, rows.last_wanted(conn), now), by=SYSTEM)
    lost = _settle(conn, now, rules)
    begun = _begin_next(conn, now, rules)
    return len(wanted) + lost + begun + len(_tell_missed(conn, now, rules))


def follow(conn: Connection, happened: Sequence[e.Event]) -> None:
    """What the exchange told of drills, in the transaction that keeps it."""
    told = [(key, event) for event in happened if (key := _drill_of(event))]
    if not told:
        return
    known = rows.load(conn, {key for key, _ in told})
    for key, event in told:
        if key in known:
            known[key] = _keep(conn, known[key], rule.advance(known[key], event))


def _drill_of(event: e.Event) -> str:
    match event:
        case e.DrillTold():
            return event.drill
        case e.AttemptRang() | e.HungUp() if event.channel.startswith(rule.ID):
            return event.channel
        case _:
            return ""


def _begin_next(conn: Connection, now: datetime, rules: DrillRules) -> int:
    drill = rule.next_in_turn(rows.standing(conn))
    if drill is None:
        return 0
    if not rules.number:
        _keep(conn, drill, rule.over(drill, now, rule.NO_DESK))
        return 1
    told = RingDrillDesk(drill=drill.id, way=drill.way, number=rules.number)
    order = OutboxRow(id=drill.id, kind=ORDER, payload=json.dumps(asdict(told)), created_at=now)
    outbox.intend(conn, [order])
    rows.save(conn, replace(drill, state=DrillState.INTENDED, intended_at=now))
    return 1


def _settle(conn: Connection, now: datetime, rules: DrillRules) -> int:
    """Those that were refused, and those of which nothing is told: their dial is not made any more."""
    settled = 0
    for drill in rows.standing(conn):
        order = outbox.load(conn, drill.id) if drill.state == DrillState.INTENDED else None
        refused = order is not None and order.state == "failed"
        if refused or rule.is_lost(drill, now, rules.patience):
            outbox.finish(conn, drill.id, state="failed", result="the drill is over")
            _keep(conn, drill, rule.over(drill, now, rule.REFUSED if refused else rule.NOTHING_TOLD))
            settled += 1
    return settled


def _keep(conn: Connection, before: Drill, after: Drill) -> Drill:
    if after == before:
        return before
    rows.save(conn, after)
    if after.outcome is not None and after.outcome != before.outcome:
        _ended(conn, after)
    return after


def _ended(conn: Connection, drill: Drill) -> None:
    ended = drill.ended_at or drill.wanted_at
    rows.mark_for_reports(conn, drill, min(drill.intended_at or drill.wanted_at, ended - MOMENT), ended)
    if drill.outcome == DrillEnd.ACCEPTED:
        _proven(conn, drill, ended)
        return
    _open(conn, FAILED_TASK, drill.id, ended, f"drill of the way out {drill.way}: {drill.fault or drill.outcome}")


def _proven(conn: Connection, drill: Drill, at: datetime) -> None:
    """Whatever was missing about this way is there now."""
    open_ = [task for kind in (FAILED_TASK, OVERDUE_TASK) for task in tasks.open_tasks(conn, kind)]
    known = rows.load(conn, {task.subject for task in open_})
    for task in open_:
        way = known[task.subject].way if task.subject in known else task.subject.partition("/")[0]
        if way == drill.way:
            tasks.finish(conn, task.id, None, at=at, outcome="a drill got through", note=task.note)


def _tell_missed(conn: Connection, now: datetime, rules: DrillRules) -> list[TaskRow]:
    """A task for each way that is overdue; once for each success that is missing."""
    late = rule.overdue(rules, rows.first_wanted(conn), rows.last_proven(conn), now)
    found = {f"{way}/{since:%Y-%m-%dT%H:%M}": (way, since) for way, since in late.items()}
    told = {task.subject for task in tasks.of_kind(conn, OVERDUE_TASK, found)}
    return [
        _open(conn, OVERDUE_TASK, subject, now, f"no drill of the way out {way} since {since:%Y-%m-%d %H:%M} UTC")
        for subject, (way, since) in found.items()
        if subject not in told
    ]


def _open(conn: Connection, kind: str, subject: str, at: datetime, note: str) -> TaskRow:
    return tasks.open_task(
        conn, TaskRow(id=new_ulid(at), kind=kind, subject=subject, opened_at=at, due_at=at, note=note)
    )
