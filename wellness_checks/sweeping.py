"""Who has gone silent? Run late or twice, the sweep flags nobody twice and forgets nobody.

Only those are looked at whose flag can have fallen (`watch.look_at`, kept up by everything that moves it), so
that a sweep in which nothing is due costs one look into an index:

    SEARCH watch USING COVERING INDEX ix_watch_look_at (look_at<?)
    SEARCH watch USING COVERING INDEX ix_watch_unplanned (oldest_unheard_at>?)

Everybody due is gathered, judged in groups whose days are alike (judging.py), and given a case, a task and a line of
the audit by one statement each, whatever their number.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from db import looking
from db.cases import CaseRow
from db.opening import Opened, Opening, audit_them, open_cases, open_their_tasks
from db.watch import WatchRow
from people.holds import Hold
from people.seniors import Senior, Tag
from wellness_checks.case import State
from wellness_checks.closing import close_proven_well
from wellness_checks.guarding import guard_against_outage
from wellness_checks.judging import judge
from wellness_checks.settings import WatchSettings
from wellness_checks.silence import Watched


@dataclass(frozen=True, kw_only=True)
class Swept:
    opened: Collection[CaseRow]
    """Read from the database only by whoever looks into it, within the transaction."""
    closed: tuple[CaseRow, ...]
    """Those who gave a sign of life meanwhile."""


def sweep(conn: Connection, now: datetime, settings: WatchSettings | None = None) -> Swept:
    """Open a case and a task for everybody whose flag has fallen; close those who proved to be well."""
    rules = settings or WatchSettings()
    closed = tuple(close_proven_well(conn, now))
    if not looking.gather(conn, now):
        return Swept(opened=(), closed=closed)
    judge(conn, now, rules)
    opened = _open(conn, now, rules)
    looking.plan(conn)
    return Swept(opened=opened if len(opened) else (), closed=closed)


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


def _open(conn: Connection, now: datetime, rules: WatchSettings) -> Opened:
    """First those of each outage, then the others: no statement is made for nobody."""
    opened = Opened(conn, now)
    homes = looking.fallen(conn)
    if not homes:
        return opened
    for held in guard_against_outage(conn, homes, now, rules):
        looking.mark(conn, held.seniors, held.outage)
        open_cases(conn, opened, _opening(now, rules, held.outage, held.waits_until))
    open_cases(conn, opened, _opening(now, rules))
    open_their_tasks(conn, opened, kind="wellness_call")
    audit_them(conn, opened, actor="system", action="case_opened")
    return opened


def _opening(now: datetime, rules: WatchSettings, outage: str | None = None, waits: datetime | None = None) -> Opening:
    """High risk waits for no outage."""
    return Opening(
        at=now,
        state=State.WELLNESS_CALL_DUE.value,
        due_at=(waits or now) + rules.call_due_in(""),
        due_at_high_risk=now + rules.call_due_in(Tag.HIGH_RISK.value),
        outage=outage,
        waits_until=waits,
    )
