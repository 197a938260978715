"""What has happened to one person? Presses, messages, signs, calls, cases, visits, holds, who looked: newest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from db import attempts, audit, cases, holds, visits, watch
from db.call_lines import calls_of_household
from db.calls import CallRow
from db.histories import deliveries_of
from db.homes import load_seniors
from ivr.events import FOR_HER
from people.ids import SeniorId
from people.seniors import Senior

MOST = 200


@dataclass(frozen=True, kw_only=True)
class Happening:
    """`kind`: press, emergency (opened for her), message, sign, case, wellness_call, visit, hold, audit.

    `subject`: the row it was told by.
    """

    at: datetime
    kind: str
    subject: str
    what: str
    detail: str = ""
    by: str = ""


def history(conn: Connection, senior: str, limit: int = MOST) -> tuple[Happening, ...] | None:
    """None: nobody of that id. A press of a home of two is told of both."""
    her = load_seniors(conn, [senior]).get(SeniorId(senior))
    return None if her is None else history_of(conn, her, limit)


def history_of(conn: Connection, her: Senior, limit: int = MOST, *, with_audit: bool = True) -> tuple[Happening, ...]:
    """The same, of somebody who has been read already. Without the audit: her life, not who looked at it."""
    audited = _audited(conn, her, limit) if with_audit else ()
    found = [*_told(conn, her, limit), *_followed(conn, her), *_agreed(conn, her), *audited]
    return tuple(sorted(found, key=lambda one: (one.at, one.subject), reverse=True)[:limit])


def _told(conn: Connection, her: Senior, limit: int) -> Iterator[Happening]:
    for line in calls_of_household(conn, her.household, limit):
        yield _pressed(conn, line.call)
    for row in deliveries_of(conn, her.id, limit):
        if row.available_at:
            yield Happening(
                at=row.available_at, kind="message", subject=row.campaign_id, what=row.evidence, detail=row.why
            )
    for sign in watch.last_signs(conn, her.id, limit):
        yield Happening(at=sign.at, kind="sign", subject=sign.source, what=sign.kind, detail=sign.note, by=sign.told_by)


def _pressed(conn: Connection, call: CallRow) -> Happening:
    """Her press; or an emergency that staff opened for her, which she never pressed."""
    for_her = call.id.startswith(FOR_HER)
    return Happening(
        at=call.pressed_at, kind="emergency" if for_her else "press", subject=call.id, what=call.service_id or "",
        detail=call.outcome or "", by=_opener(conn, call.id.removeprefix(FOR_HER)) if for_her else "",
    )  # fmt: skip


def _opener(conn: Connection, subject: str) -> str:
    """`subject`: the visit or case, as the order of the emergency named it."""
    lines = [*audit.latest(conn, subject=subject), *audit.latest(conn, subject=subject.partition("-")[0])]
    return next((line.actor for line in lines if line.action in ("emergency_opened", "visit_closed")), "")


def _followed(conn: Connection, her: Senior) -> Iterator[Happening]:
    for case in cases.of_senior(conn, her.id):
        what = case.outcome or case.state
        yield Happening(
            at=case.opened_at, kind="case", subject=case.id, what=what, detail=case.reason, by=case.closed_by
        )
    for call in attempts.of_persons_cases(conn, her.id):
        yield Happening(at=call.committed_at, kind="wellness_call", subject=call.id, what=call.outcome or call.state)
    for visit in visits.of_senior(conn, her.id):
        what, who = visit.outcome or visit.state, visit.visitor_id or ""
        yield Happening(at=visit.opened_at, kind="visit", subject=visit.id, what=what, detail=visit.note, by=who)


def _agreed(conn: Connection, her: Senior) -> Iterator[Happening]:
    for hold in holds.of_seniors(conn, [her.id]).get(her.id, ()):
        at = datetime.combine(hold.starts_on, time(), ZoneInfo(her.zone))
        until = f"until {hold.ends_on}"
        yield Happening(at=at, kind="hold", subject=her.id, what=hold.reason, detail=until, by=hold.asked_by)


def _audited(conn: Connection, her: Senior, limit: int) -> Iterator[Happening]:
    for line in audit.latest(conn, subject=her.id, limit=limit):
        yield Happening(at=line.at, kind="audit", subject=her.id, what=line.action, detail=line.detail, by=line.actor)
