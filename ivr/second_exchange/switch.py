"""Who carries the work, and who is told? Looked at by health, chosen by hand; each change is one commit with its task.

The rule is ivr/ways/switching.py; the row is the same for the controller, the console and the command line.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from db import second_exchange as rows
from db import tasks
from db.audit import AuditRow, record
from db.second_exchange import SwitchRow
from db.tasks import TaskRow
from db.ulid import new_ulid
from ivr.second_exchange import out_of_reach
from ivr.ways.switching import Side, Standing, SwitchRules, chosen, given_back, looked
from wellness_checks.case import Refused

CARRIES, SILENT = "second_exchange", "second_silent"
"""Kinds of tasks: the second exchange carries the work; it does not answer, so that it could not."""
HEALTH = "health"
BY_ITSELF = "neither AMI nor SIP of the exchange answers"
WELL_AGAIN = "the exchange answers again"
TWO_SIDES = "there are two sides: local and twilio"
SAY_WHY = "say why: whoever comes after you has to know"
NOT_BY_HAND = "nobody has chosen by hand: health decides already"
SILENT_AFTER = timedelta(minutes=2)


def standing(conn: Connection, now: datetime) -> SwitchRow:
    """As it stands; local where nobody has looked yet."""
    return rows.standing(conn) or SwitchRow(side=Side.LOCAL, since=now)


def look(conn: Connection, now: datetime, local_up: bool, rules: SwitchRules) -> SwitchRow:
    """The row after a look; written only where it has changed."""
    held = standing(conn, now)
    after = looked(_rule(held), local_up=local_up, now=now, rules=rules)
    if after.side == held.side:
        return _keep(conn, held, replace(held, changing_since=after.changing_since))
    return _changed(conn, held, after, BY_ITSELF if after.side is Side.TWILIO else WELL_AGAIN, now)


def choose(conn: Connection, now: datetime, side: str, by: str, reason: str) -> SwitchRow | Refused:
    """By hand; it holds until it is given back, whatever the health says."""
    if side not in set(Side):
        return Refused(field="side", reason=TWO_SIDES)
    if not reason.strip():
        return Refused(field="reason", reason=SAY_WHY)
    held = standing(conn, now)
    record(conn, AuditRow(at=now, actor=by, action="switch_chosen", subject=side, detail=reason.strip()))
    return _changed(conn, held, chosen(_rule(held), Side(side), by=by, now=now), reason.strip(), now)


def give_back(conn: Connection, now: datetime, by: str) -> SwitchRow | Refused:
    """Health decides again, from where we stand."""
    held = standing(conn, now)
    if held.by == HEALTH:
        return Refused(field="side", reason=NOT_BY_HAND)
    record(conn, AuditRow(at=now, actor=by, action="switch_given_back", subject=held.side))
    after = given_back(_rule(held))
    return _keep(conn, held, replace(held, by=after.by, changing_since=None))


def answered(conn: Connection, now: datetime, fault: str = "") -> None:
    """The webhooks have answered; or have not, and why. After a while of silence that is a task."""
    held = standing(conn, now)
    after = replace(held, fault=fault, answered_at=held.answered_at if fault else now)
    if fault:
        _tell_silence(conn, held.answered_at or held.since, now, fault)
    else:
        _close(conn, SILENT, now, "it answers again")
    moved = held.answered_at is None or (not fault and now - held.answered_at >= SILENT_AFTER / 4)
    if after.fault != held.fault or moved:
        rows.stand(conn, after)


def _tell_silence(conn: Connection, since: datetime, now: datetime, fault: str) -> None:
    if now - since >= SILENT_AFTER:
        _open(conn, SILENT, since, now, f"the second exchange does not answer: {fault}"[:300])


def _changed(conn: Connection, held: SwitchRow, after: Standing, reason: str, now: datetime) -> SwitchRow:
    new = replace(
        held, side=after.side, since=after.since, by=after.by, reason=reason, changing_since=after.changing_since
    )
    if new.side != held.side:
        record(conn, AuditRow(at=now, actor=after.by, action="switched", subject=new.side, detail=reason))
        if new.side == Side.TWILIO:
            _open(conn, CARRIES, new.since, now, f"the second exchange carries the work: {reason}")
        else:
            _close(conn, CARRIES, now, "the exchange carries the work again")
            out_of_reach.reached_again(conn, now)
    return _keep(conn, held, new)


def _open(conn: Connection, kind: str, since: datetime, now: datetime, note: str) -> None:
    subject = f"{since:%Y-%m-%dT%H:%M:%S}"
    tasks.open_task(
        conn, TaskRow(id=new_ulid(now), kind=kind, subject=subject, opened_at=now, due_at=now, note=note)
    )  # fmt: skip


def _close(conn: Connection, kind: str, now: datetime, outcome: str) -> None:
    for task in tasks.open_tasks(conn, kind):
        tasks.finish(conn, task.id, None, at=now, outcome=outcome, note=task.note)


def _rule(row: SwitchRow) -> Standing:
    return Standing(side=Side(row.side), since=row.since, by=row.by, changing_since=row.changing_since)


def _keep(conn: Connection, held: SwitchRow, row: SwitchRow) -> SwitchRow:
    if row != held or rows.standing(conn) is None:
        rows.stand(conn, row)
    return row
