"""Which calls stand behind a figure? Those of one day, all of them or by how they ended."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query, Request, Response

from console.access.scope import scope_of
from console.access.viewed import viewed
from console.frame import frame_of, page, reader_look, reader_of
from console.say import Say, outcome_key
from console.today import Dialled, bounds, names_of_calls, read_calls
from db import in_hand
from db.engine import reading
from ivr.requests.kinds import Outcome

router = APIRouter(include_in_schema=False)
MOST = 500
Show = Literal["all", "reached", "missed", "slowest"]
_REACHED = frozenset({"reached", "talking", "incident_accepted", "incident_closed"})


@router.get("/calls")
def calls(
    request: Request, day: date | None = None, show: Annotated[Show, Query()] = "all",
    outcome: Annotated[str, Query(max_length=64)] = "",
) -> Response:  # fmt: skip
    """`day` as in 2026-11-21, in the site's zone; without it, today. `outcome`: one of the site's, as it was kept."""
    frame = frame_of(request)
    now = frame.settings.clock()
    today = now.astimezone(ZoneInfo(frame.settings.zone)).date()
    day = min(max(day or today, date(2000, 1, 1)), today)
    viewed(request, "calls", day.isoformat())
    with reading(frame.engine) as conn:
        scope = scope_of(conn, reader_of(request))
        found = read_calls(conn, *bounds(day, frame.settings.zone), MOST, scope)
        book = names_of_calls(conn, found)
        kept = in_hand.outcomes_of(conn, [each.line.call.id for each in found])
    say = Say(language=reader_look(request).language, book=book, zone=frame.settings.zone, now=now)
    return page(
        request, "calls.html", say=say, calls=ended_by(chosen(found, show), kept, outcome), show=show, outcome=outcome,
        outcomes=frame.settings.outcomes,
        kept={call: _named(one, frame.settings.outcomes, say) for call, one in kept.items()}, day=day, today=today,
        before=day - timedelta(days=1), after=day + timedelta(days=1), cut=len(found) == MOST,
    )  # fmt: skip


def _named(kept: str, outcomes: Sequence[Outcome], say: Say) -> str:
    """One that the site's list has no more is shown as it was kept."""
    return next((one.name(say.language) for one in outcomes if one.id == kept), kept)


def ended_by(found: tuple[Dialled, ...], kept: Mapping[str, str], outcome: str) -> tuple[Dialled, ...]:
    """Those whose operator kept this outcome; empty: all."""
    return tuple(each for each in found if not outcome or kept.get(each.line.call.id) == outcome)


def chosen(found: tuple[Dialled, ...], show: Show) -> tuple[Dialled, ...]:
    """Newest first; `slowest`: those that reached a person, the longest wait first."""
    if show == "all":
        return found
    presses = [each for each in found if each.line.call.kind == "press"]
    reached = [each for each in presses if outcome_key(each.line.call, each.incident) in _REACHED]
    if show == "slowest":
        return tuple(sorted(reached, key=lambda each: -(each.ms_to_person or 0)))
    return tuple(reached if show == "reached" else [each for each in presses if each not in reached])
