"""How is a request kept between two steps? Its state as a type out of its row, and back."""

from dataclasses import replace

from db.requests import RequestRow
from ivr.requests.request import Accepted, Asked, Done, Open, Rated, State, Withdrawn


def state_of(row: RequestRow) -> State:
    match row.state:
        case "open":
            return Open(promised_by=row.promised_by)
        case "accepted":
            return Accepted(promised_by=row.promised_by, at=row.accepted_at or row.opened_at, by=row.accepted_by)
        case "done":
            return Done(at=row.done_at or row.opened_at, by=row.done_by)
        case "asked":
            return Asked(attempt=row.attempt_id or "")
        case "rated":
            return Rated(stars=row.stars or 1, at=row.rated_at or row.opened_at)
        case _:
            return Withdrawn(at=row.done_at or row.opened_at, by=row.done_by)


def with_state(row: RequestRow, state: State) -> RequestRow:
    """The row after the step that led to this state."""
    match state:
        case Open():
            return replace(row, state="open", accepted_at=None, accepted_by="")
        case Accepted():
            return replace(row, state="accepted", accepted_at=state.at, accepted_by=state.by)
        case Done():
            return replace(row, state="done", done_at=state.at, done_by=state.by)
        case Asked():
            return replace(row, state="asked", attempt_id=state.attempt)
        case Rated():
            return replace(row, state="rated", stars=state.stars, rated_at=state.at)
        case Withdrawn():
            return replace(row, state="withdrawn", done_at=state.at, done_by=state.by)
