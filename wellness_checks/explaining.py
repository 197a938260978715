"""Why is she flagged, or why not, and when would the flag fall? What `bigbutton explain` prints."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from db import attempts, campaigns, cases, visits, watch
from db.attempts import AttemptRow
from db.campaigns import DeliveryRow
from db.cases import CaseRow
from db.homes import load_seniors
from db.visits import VisitRow
from db.watch import SignRow, WatchRow
from people.ids import SeniorId
from people.seniors import Senior
from wellness_checks.settings import WatchSettings
from wellness_checks.silence import Silence, silence
from wellness_checks.sweeping import holds_by_senior, watched


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


def explain(conn: Connection, senior: str, now: datetime, settings: WatchSettings | None = None) -> Explanation | None:
    """None: nobody of that id."""
    her = load_seniors(conn, [senior]).get(SeniorId(senior))
    if her is None:
        return None
    row = watch.load_watch(conn, [senior]).get(senior, WatchRow(senior_id=senior))
    holds = holds_by_senior(conn).get(her.id, ())
    case = cases.open_case_of(conn, senior)
    waiting = campaigns.unheard_of_household(conn, her.household)
    return Explanation(
        senior=her,
        silence=silence(watched(her, row, holds, settings or WatchSettings()), now),
        clock_from=row.oldest_unheard_at,
        last_sign_at=row.last_sign_at,
        last_sign_kind=row.last_sign_kind,
        signs=tuple(watch.last_signs(conn, senior)),
        unheard=tuple(one for one in waiting if one.senior_id == senior),
        case=case,
        calls=tuple(attempts.of_case(conn, case.id)) if case else (),
        visits=tuple(visits.of_case(conn, case.id)) if case else (),
    )
