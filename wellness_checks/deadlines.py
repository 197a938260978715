"""By when must the next step of a case be taken, and to whom does it climb when it is not?

N1. Each rung has its deadline by class of risk. A case that waits for an outage has none until it is released.
N2. What is overdue climbs one rank each quarter of an hour: supervisors of her area, supervisors of the site,
    administrators; then it goes round again, until somebody takes it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from people.areas import Area, upwards
from people.ids import AreaId
from people.staff import Role, Staff
from wellness_checks.case import State
from wellness_checks.settings import WatchSettings

RANKS = ("area_supervisor", "supervisor", "administrator")


def due_at(state: State, risk: str, now: datetime, rules: WatchSettings) -> datetime | None:
    """N1. None: nothing is to be done any more."""
    within: Mapping[State, timedelta] = {
        State.SILENT: rules.call_due_in(risk),
        State.WELLNESS_CALL_DUE: rules.call_due_in(risk),
        State.CALLING: rules.call_due_in(risk),
        State.NOT_ANSWERED: rules.call_due_in(risk),
        State.OTHERS_DUE: rules.ask_within,
        State.SPOKE: rules.call_due_in(risk),
        State.VISIT_DUE: rules.visit_due_in(risk),
        State.SEARCHING: rules.visit_due_in(risk),
    }
    return now + within[state] if state in within else None


def rank(climbed: int) -> str:
    """N2. `climbed`: how often it has climbed before."""
    return RANKS[climbed % len(RANKS)]


def whom(rank: str, area: str, staff: Sequence[Staff], areas: Mapping[AreaId, Area]) -> tuple[Staff, ...]:
    """Everybody of a rank who is answerable for an area, in the order of their ids."""
    above = frozenset(upwards(AreaId(area), areas))
    if rank == "administrator":
        fit = [one for one in staff if one.role is Role.ADMINISTRATOR]
    elif rank == "supervisor":
        fit = [one for one in staff if one.role is Role.SUPERVISOR]
    else:
        fit = [one for one in staff if one.role is Role.SUPERVISOR and one.area in above]
    return tuple(sorted(fit, key=lambda one: one.id))
