"""What does a contact say who rings us about a home? Everybody there was seen today, or is away for so many days.

T1. They are known by their caller id alone: it is kept with each sign and hold who is said to have rung.
T2. It holds for everybody of the home; where one of them cannot be put on hold, the first reason is told.
T3. An open case of hers ends as if we had rung them; where it cannot end so, the sign stands.
"""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection

from db import cases
from db.homes import seniors_of_households
from db.terminals import load_terminals
from people.ids import TerminalId
from people.seniors import Senior
from wellness_checks.case import Refused
from wellness_checks.checking_in import away_for, check_in
from wellness_checks.others import away_told, others_answered

NO_HOME = Refused(field="terminal", reason="there is no such telephone, or nobody lives there")
BY_TELEPHONE = "rang us, by caller id"
Told = Callable[[Senior], object]


def seen_at_home(conn: Connection, terminal: str, now: datetime, *, by: str) -> int | Refused:
    """How many people that was."""

    def told(her: Senior) -> object:
        known = check_in(conn, now, her.id, by=by, reason=BY_TELEPHONE)
        case = cases.open_case_of(conn, her.id)
        if case and not isinstance(known, Refused):
            others_answered(conn, case.id, now, by=by, seen=True, note=BY_TELEPHONE)
        return known

    return _of_each(conn, terminal, told)


def away_from_home(conn: Connection, terminal: str, now: datetime, *, by: str, days: int) -> int | Refused:
    """From her own today on; how many people that was."""

    def told(her: Senior) -> object:
        case = cases.open_case_of(conn, her.id)
        if case:
            return away_told(conn, case.id, now, by=by, days=days)
        return away_for(conn, now, her.id, by=by, days=days)

    return _of_each(conn, terminal, told)


def _of_each(conn: Connection, terminal: str, told: Told) -> int | Refused:
    telephone = load_terminals(conn, [terminal]).get(TerminalId(terminal))
    people = seniors_of_households(conn, [telephone.household]).get(telephone.household, ()) if telephone else ()
    said = [told(her) for her in people]
    refused = next((one for one in said if isinstance(one, Refused)), None)
    return (refused or len(said)) if said else NO_HOME
