"""Since when has she not listened, and when did she last prove that she is well? The watch, kept up."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from db import campaigns, watch
from db.opening import NO_SIGN, SIGN_SAID
from db.site import Resident, residents
from db.watch import AT_ONCE, SignRow, WatchRow
from people.ids import SeniorId
from wellness_checks.silence import clock_after_sign


def offer(conn: Connection, seniors: Collection[str], at: datetime) -> None:
    """A message is there for them from now on: the clock starts for everybody for whom none waited yet."""
    known = watch.load_watch(conn, seniors)
    rows = [known.get(senior, WatchRow(senior_id=senior)) for senior in seniors]
    started = [replace(row, oldest_unheard_at=at, look_at=AT_ONCE) for row in rows if row.oldest_unheard_at is None]
    watch.save_watch(conn, started)


def record_sign(
    conn: Connection,
    *,
    at: datetime,
    kind: str,
    source: str,
    terminal: str | None = None,
    senior: str | None = None,
    told_by: str = "",
    note: str = "",
) -> tuple[SeniorId, ...]:
    """A sign of life of one senior, or of everybody in the home of a telephone. Returns whose it was.

    `told_by`: who says so on her behalf, with the reason in `note`.
    """
    people = residents(conn, terminal=terminal, senior=senior) if terminal or senior else ()
    watch.record_signs(conn, [_sign(one, at, kind, source, told_by, note) for one in people])
    known = watch.load_watch(conn, [one.id for one in people])
    rows = [_seen(conn, one, known.get(one.id, WatchRow(senior_id=one.id)), at, kind) for one in people]
    watch.save_watch(conn, rows)
    return tuple(one.id for one in people)


def last_sign(conn: Connection, senior: str) -> str:
    """For the staff, in words."""
    return last_sign_in_words(watch.load_watch(conn, [senior]).get(senior))


def last_sign_in_words(row: WatchRow | None) -> str:
    if row is None or row.last_sign_at is None:
        return NO_SIGN
    before, between, behind = SIGN_SAID
    return f"{before}{row.last_sign_at:%Y-%m-%d %H:%M}{between}{row.last_sign_kind}{behind}"


def _sign(her: Resident, at: datetime, kind: str, source: str, told_by: str, note: str) -> SignRow:
    return SignRow(
        senior_id=her.id, household_id=her.household, at=at, kind=kind, source=source, told_by=told_by, note=note
    )


def _seen(conn: Connection, her: Resident, row: WatchRow, at: datetime, kind: str) -> WatchRow:
    clock = row.oldest_unheard_at
    if clock is not None:
        clock = clock_after_sign(clock, at, _unheard(conn, her))
    moved = replace(row, oldest_unheard_at=clock, look_at=AT_ONCE)
    if row.last_sign_at is not None and at < row.last_sign_at:
        return moved
    return replace(moved, last_sign_at=at, last_sign_kind=kind)


def _unheard(conn: Connection, her: Resident) -> list[datetime]:
    waiting = campaigns.unheard_of_household(conn, her.household)
    return [row.available_at for row in waiting if row.senior_id == her.id and row.available_at]
