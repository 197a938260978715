"""Why is she flagged, or why not, and when would the flag fall? What `bigbutton explain` prints."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from db import attempts, campaigns, cases, holds, visits, watch
from db.attempts import AttemptRow
from db.campaigns import DeliveryRow
from db.cases import CaseRow
from db.homes import load_seniors
from db.visits import VisitRow
from db.watch import SignRow, WatchRow
from people.holds import Hold
from people.ids import SeniorId
from people.seniors import Senior
from wellness_checks.deadline import Deadline, deadline
from wellness_checks.settings import WatchSettings
from wellness_checks.silence import Silence, silence
from wellness_checks.sweeping import watched
from wellness_checks.unmeasured import days_of


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """`unheard`: messages that wait for her, oldest first. `case`: the open one, its calls and visits."""

    senior: Senior
    silence: Silence
    clock_from: datetime | None
    last_sign_at: datetime | None
    last_sign_kind: str
    signs: tuple[SignRow, ...]
    unheard: tuple[DeliveryRow, ...]
    case: CaseRow | None
    calls: tuple[AttemptRow, ...]
    visits: tuple[VisitRow, ...]
    deadline: Deadline | None = None
    holds: tuple[Hold, ...] = ()
    away: Hold | None = None
    overdue: Hold | None = None
    """A hold that is over, after which nothing was seen of her."""


def explain(conn: Connection, senior: str, now: datetime, settings: WatchSettings | None = None) -> Explanation | None:
    """None: nobody of that id."""
    her = load_seniors(conn, [senior]).get(SeniorId(senior))
    if her is None:
        return None
    row = watch.load_watch(conn, [senior]).get(senior, WatchRow(senior_id=senior))
    away = holds.of_seniors(conn, [senior]).get(her.id, ())
    rules = settings or WatchSettings()
    asked = watched(her, row, away, days_of(conn, senior, now, rules), rules)
    today = now.astimezone(ZoneInfo(her.zone)).date()
    case = cases.open_case_of(conn, senior)
    waiting = campaigns.unheard_of_household(conn, her.household)
    return Explanation(
        senior=her,
        silence=silence(asked, now),
        clock_from=row.oldest_unheard_at,
        last_sign_at=row.last_sign_at,
        last_sign_kind=row.last_sign_kind,
        signs=tuple(watch.last_signs(conn, senior)),
        unheard=tuple(one for one in waiting if one.senior_id == senior),
        case=case,
        calls=tuple(attempts.of_case(conn, case.id)) if case else (),
        visits=tuple(visits.of_case(conn, case.id)) if case else (),
        deadline=deadline(asked, now),
        holds=tuple(away),
        away=next((hold for hold in away if hold.covers(today)), None),
        overdue=_overdue(away, row.last_sign_at, today, ZoneInfo(her.zone)),
    )


def _overdue(away: Sequence[Hold], sign: datetime | None, today: date, zone: ZoneInfo) -> Hold | None:
    over = [hold for hold in away if hold.ends_on < today]
    if not over or any(hold.covers(today) for hold in away):
        return None
    last = max(over, key=lambda hold: hold.ends_on)
    seen = sign is not None and sign.astimezone(zone).date() > last.ends_on
    return None if seen else last
