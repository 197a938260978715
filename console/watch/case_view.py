"""What has been done for one silent person, and what may be done now? A case with all that happened in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from db import attempts, audit, cases, visits
from db.cases import CaseRow
from db.due import telephones_of
from db.homes import contacts_of_households, load_households, load_seniors
from db.visits import VisitRow
from db.watch import SignRow, WatchRow, last_signs, load_watch
from people.ids import SeniorId
from people.seniors import Household, Senior
from people.terminals import Contact, Terminal
from wellness_checks.service import outcomes_now

SIGNS = 5
LINES = 100


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing that was done. `kind`: call, or a line of the audit; `what`: how the call ended, or the action."""

    at: datetime
    kind: str
    what: str
    by: str = ""
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class CaseView:
    case: CaseRow
    senior: Senior
    household: Household
    contacts: tuple[Contact, ...]
    telephones: tuple[Terminal, ...]
    watch: WatchRow | None
    signs: tuple[SignRow, ...]
    visits: tuple[VisitRow, ...]
    """Oldest first."""
    lines: tuple[Line, ...]
    """Newest first."""
    outcomes: tuple[str, ...]
    """What may be reported now."""

    @property
    def visit(self) -> VisitRow | None:
        """The open one."""
        return next((visit for visit in self.visits if visit.state != "closed"), None)


def read_case(conn: Connection, case_id: str) -> CaseView | None:
    case = cases.load(conn, [case_id]).get(case_id)
    if case is None:
        return None
    her = load_seniors(conn, [case.senior_id])[SeniorId(case.senior_id)]
    walks = visits.of_case(conn, case_id)
    return CaseView(
        case=case, senior=her, household=load_households(conn, [her.household])[her.household],
        contacts=contacts_of_households(conn, [her.household]),
        telephones=telephones_of(conn, [her.household]).get(her.household, ()),
        watch=load_watch(conn, [case.senior_id]).get(case.senior_id),
        signs=tuple(last_signs(conn, case.senior_id, SIGNS)), visits=tuple(walks),
        lines=tuple(sorted(_lines(conn, case, walks), key=lambda line: line.at, reverse=True)),
        outcomes=outcomes_now(conn, case),
    )  # fmt: skip


def _lines(conn: Connection, case: CaseRow, walks: Sequence[VisitRow]) -> Iterator[Line]:
    for call in attempts.of_case(conn, case.id):
        yield Line(at=call.dialled_at or call.committed_at, kind="call", what=call.outcome or "")
    for subject in (case.id, *(walk.id for walk in walks)):
        for row in audit.latest(conn, subject=subject, limit=LINES):
            if row.action != "viewed":
                yield Line(at=row.at, kind="audit", what=row.action, by=row.actor, detail=row.detail)
