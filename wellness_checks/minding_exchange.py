"""What did the exchange itself see go out: itself, its trunks, all telephones of a place? Outages, kept and ended.

Each may be told late, again, or by a controller that has just been started: what stands in the records decides.
"""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Connection

from db import outages, telephone_states
from db.outages import OutageRow
from db.telephone_states import TelephoneStateRow
from wellness_checks.guarding import end_outage, record_outage
from wellness_checks.lost_together import WIDEST_FIRST, Measure, lost_together, still_out
from wellness_checks.minding_telephones import mended
from wellness_checks.settings import WatchSettings
from wellness_checks.telephones import REACHABLE
from wellness_checks.unmeasured import EVERYBODY, TRUNK

LOST = "telephones lost at once"
LINES = "lines"


def exchange_is_away(conn: Connection, now: datetime, name: str, last_seen: datetime) -> int:
    """Nothing is heard of it: for as long as it does not say otherwise it is out."""
    return _begin(conn, now, EVERYBODY, name, last_seen, "the exchange is not heard of")


def exchange_is_there(
    conn: Connection, now: datetime, name: str, last_seen: datetime, started: datetime,
    settings: WatchSettings | None = None,
) -> int:  # fmt: skip
    """It runs since `started`. Where it was started again since it was last seen, it was out in between."""
    standing = _open_of(conn, EVERYBODY, name)
    if standing is None:
        if started <= last_seen or _told_already(conn, name, started):
            return 0
        record_outage(conn, now, kind=EVERYBODY, subject=name, started_at=last_seen, ended_at=started)
        return 1
    end_outage(conn, standing.id, now, ended_at=max(started, standing.started_at), settings=settings)
    return 1


def trunks_are(
    conn: Connection, now: datetime, reachable: Mapping[str, bool], settings: WatchSettings | None = None
) -> int:
    """Fixed lines are out only when every way to them is."""
    standing = _open_of(conn, TRUNK, LINES)
    if not reachable or any(reachable.values()):
        return _end(conn, standing, now, settings)
    return _begin(conn, now, TRUNK, LINES, now, f"no trunk is reachable: {', '.join(sorted(reachable))}")


def telephones_are(
    conn: Connection, now: datetime, seen: Mapping[str, str], measure: Measure | None = None,
    settings: WatchSettings | None = None,
) -> int:  # fmt: skip
    """How each endpoint of this exchange stands; another exchange tells of its own. How many have changed."""
    changed = _changed(conn, seen, now)
    telephone_states.save_all(conn, changed)
    mended(conn, {row.terminal_id for row in changed if row.state == REACHABLE}, now)
    _keep_outages(conn, now, measure or Measure(), settings)
    return len(changed)


def _told_already(conn: Connection, name: str, started: datetime) -> bool:
    ended = {(row.kind, row.subject, row.ended_at) for row in outages.since(conn, started)}
    return (EVERYBODY, name, started) in ended


def _changed(conn: Connection, seen: Mapping[str, str], now: datetime) -> list[TelephoneStateRow]:
    ours = telephone_states.registering(conn) & seen.keys()
    before = telephone_states.load(conn, ours)
    found = list[TelephoneStateRow]()
    for terminal in sorted(ours):
        state, known = seen[terminal], before.get(terminal)
        if known is None or known.state != state:
            found.append(TelephoneStateRow(terminal_id=terminal, state=state, since=now, seen_at=now))
    return found


def _keep_outages(conn: Connection, now: datetime, measure: Measure, settings: WatchSettings | None) -> None:
    telephones = telephone_states.of_ours(conn)
    for row in _lost_places(conn):
        if not still_out(telephones, (row.kind, row.subject), measure):
            _end(conn, row, now, settings)
    standing = {(row.kind, row.subject) for row in _lost_places(conn)}
    for loss in lost_together(telephones, measure):
        if (loss.kind, loss.subject) not in standing:
            _begin(conn, now, loss.kind, loss.subject, loss.since, f"{LOST}: {len(loss.telephones)}")


def _lost_places(conn: Connection) -> Collection[OutageRow]:
    """Those that we have found by telephones, not the guard by silences nor somebody by hand."""
    return [row for row in outages.not_ended(conn) if row.kind in WIDEST_FIRST and row.note.startswith(LOST)]


def _open_of(conn: Connection, kind: str, subject: str) -> OutageRow | None:
    return next((row for row in outages.not_ended(conn) if (row.kind, row.subject) == (kind, subject)), None)


def _begin(conn: Connection, now: datetime, kind: str, subject: str, since: datetime, note: str) -> int:
    if _open_of(conn, kind, subject):
        return 0
    record_outage(conn, now, kind=kind, subject=subject, started_at=min(since, now), ended_at=None, note=note)
    return 1


def _end(conn: Connection, row: OutageRow | None, now: datetime, settings: WatchSettings | None) -> int:
    if row is None:
        return 0
    end_outage(conn, row.id, now, ended_at=max(now, row.started_at), settings=settings)
    return 1
