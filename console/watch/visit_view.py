"""Which visits may this reader see, and what of them? Before the acceptance a visitor sees the area alone.

W1. The desk sees every visit of its areas. A visitor sees what is theirs, and of what waits for somebody no more
    than when, why and in which area.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection

from console.access.scope import Scope, within
from console.access.table import DESK
from console.book import Book, Wanted, look_up
from db import cases, photos, visits
from db.cases import CaseRow
from db.due import telephones_of
from db.homes import contacts_of_households, load_households, load_seniors
from db.photos import PhotoRow
from db.visits import VisitRow
from db.watch import SignRow, last_signs
from people.ids import SeniorId
from people.seniors import Household, Senior
from people.staff import Staff
from people.terminals import Contact, Terminal

LATELY = timedelta(hours=16)
"""How long a closed visit still stands on the list of its visitor: the length of a working day."""
SIGNS = 3


@dataclass(frozen=True, kw_only=True)
class VisitList:
    mine: tuple[VisitRow, ...]
    """Accepted by the reader, not closed: the one that is due first stands first."""
    waiting: tuple[VisitRow, ...]
    """For somebody who accepts."""
    others: tuple[VisitRow, ...]
    """Accepted by others; for the desk."""
    done: tuple[VisitRow, ...]
    book: Book


@dataclass(frozen=True, kw_only=True)
class VisitView:
    visit: VisitRow
    senior: Senior
    household: Household
    case: CaseRow | None
    open: bool
    """The reader may know who and where."""
    mine: bool
    contacts: tuple[Contact, ...] = ()
    telephones: tuple[Terminal, ...] = ()
    signs: tuple[SignRow, ...] = ()
    photos: tuple[PhotoRow, ...] = field(default=())


def visit_list(conn: Connection, reader: Staff, scope: Scope, now: datetime) -> VisitList:
    rows = sorted(visits.open_visits(conn), key=lambda row: (row.due_at or row.opened_at, row.id))
    mine = [row for row in rows if row.visitor_id == reader.id]
    rest = within(conn, scope, [row for row in rows if row.visitor_id != reader.id], lambda row: (None, row.senior_id))
    others = [row for row in rest if row.visitor_id and reader.role in DESK]
    waiting = [row for row in rest if not row.visitor_id]
    done = visits.closed_by(conn, reader.id, now - LATELY)
    return VisitList(
        mine=tuple(mine), waiting=tuple(waiting), others=tuple(others), done=tuple(done),
        book=look_up(conn, _wanted([*mine, *rest, *done])),
    )  # fmt: skip


def visit_view(conn: Connection, visit: str, reader: Staff, scope: Scope) -> VisitView | None:
    """None: there is none, or it is not for this reader (W1)."""
    row = visits.load(conn, visit)
    if row is None or not _may_see(conn, row, reader, scope):
        return None
    her = load_seniors(conn, [row.senior_id])[SeniorId(row.senior_id)]
    mine = row.visitor_id == reader.id
    known = mine or reader.role in DESK
    return VisitView(
        visit=row, senior=her, household=load_households(conn, [her.household])[her.household], open=known, mine=mine,
        case=cases.load(conn, [row.case_id or ""]).get(row.case_id or ""),
        contacts=contacts_of_households(conn, [her.household]) if known else (),
        telephones=telephones_of(conn, [her.household]).get(her.household, ()) if known else (),
        signs=tuple(last_signs(conn, row.senior_id, SIGNS)) if known else (),
        photos=tuple(photos.of_visit(conn, visit)) if known else (),
    )  # fmt: skip


def _may_see(conn: Connection, row: VisitRow, reader: Staff, scope: Scope) -> bool:
    if row.visitor_id == reader.id:
        return True
    near = bool(within(conn, scope, [row.senior_id], lambda senior: (None, senior)))
    return near and (reader.role in DESK or (row.visitor_id is None and row.state != "closed"))


def _wanted(rows: Sequence[VisitRow]) -> Wanted:
    return Wanted(
        seniors={row.senior_id for row in rows}, staff={row.visitor_id or row.offered_to or "" for row in rows}
    )
