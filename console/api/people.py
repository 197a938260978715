"""Who is meant, what happened to her, who is away? People, their history, holds and check-ins for programs."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from starlette.exceptions import HTTPException

from console.access.scope import scope_of, within
from console.access.viewed import viewed
from console.api.watch_answers import of_this_reader, stepped
from console.api.watch_models import (
    AwayHold,
    CheckIn,
    FoundPeople,
    FoundPerson,
    HappeningLine,
    History,
    Holds,
    NewHold,
    Seen,
)
from console.book import Wanted, look_up
from console.calls.finding import Finder
from console.forms.sending import person_of
from console.frame import frame_of, reader_of
from db.engine import reading
from db.holds import not_over
from people.ids import SeniorId
from wellness_checks.service import check_in, end_hold, history, put_on_hold

router = APIRouter(prefix="/api/v1", tags=["people"])


@router.get("/people")
def search(
    request: Request,
    q: Annotated[str, Query(min_length=1, max_length=100)],
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> FoundPeople:
    """By a part of the name, its pinyin or initials, of the address, of a telephone, or by her id."""
    viewed(request, "people", q)
    rows = Finder(frame_of(request).engine).rows(q.strip(), limit)
    with reading(frame_of(request).engine) as conn:
        found = within(conn, scope_of(conn, reader_of(request)), rows, lambda row: (None, row.senior_id))
        book = look_up(conn, Wanted(seniors={row.senior_id for row in found}))
    people = [(row, book.seniors[SeniorId(row.senior_id)]) for row in found]
    return FoundPeople(
        people=[
            FoundPerson(
                senior=her.id, name=her.name, area=row.area_id, address=book.households[her.household].address
            )
            for row, her in people
        ]
    )  # fmt: skip


@router.get("/people/{senior}/history")
def happened(request: Request, senior: str, limit: Annotated[int, Query(ge=1, le=1000)] = 200) -> History:
    """Presses, broadcasts with their evidence, silences, calls, visits, holds, signs, who looked: newest first."""
    viewed(request, senior, "history")
    with reading(frame_of(request).engine) as conn:
        of_this_reader(request, conn, senior)
        told = history(conn, senior, limit)
    if told is None:
        raise HTTPException(404)
    return History(senior=senior, history=[HappeningLine.of(one) for one in told])


@router.post("/people/{senior}/check-in", status_code=201, response_model=Seen)
def seen(request: Request, senior: str, asked: CheckIn) -> Response:
    """She is well, says a registered contact or a member of staff: a sign of life."""
    _of_ours(request, senior)
    by = asked.told_by or person_of(request).id
    text = asked.model_dump_json()
    return stepped(
        request, text, lambda conn, now: check_in(conn, now, senior, by=by, reason=asked.reason),
        lambda _, at: Seen(at=at), 201,
    )  # fmt: skip


@router.get("/holds")
def away(request: Request) -> Holds:
    """Those that stand or are to come; the one that ends first stands first."""
    viewed(request, "holds")
    with reading(frame_of(request).engine) as conn:
        rows = not_over(conn, frame_of(request).settings.clock().date())
        found = within(conn, scope_of(conn, reader_of(request)), rows, lambda hold: (None, hold.senior))
    return Holds(holds=[AwayHold.of(hold) for hold in found])


@router.post("/holds", status_code=201, response_model=AwayHold)
def put(request: Request, asked: NewHold) -> Response:
    """The watch resumes by itself on the day after `ends_on`."""
    _of_ours(request, asked.senior)
    told = asked.model_dump(exclude={"senior"})
    return stepped(
        request, asked.model_dump_json(), lambda conn, now: put_on_hold(conn, now, asked.senior, **told),
        lambda _, hold: AwayHold.of(hold), 201,
    )  # fmt: skip


@router.post("/holds/{senior}/end", response_model=AwayHold)
def end(request: Request, senior: str) -> Response:
    """She is back: answered with the hold as it was ended."""
    _of_ours(request, senior)
    by = person_of(request).id
    return stepped(
        request, "", lambda conn, now: end_hold(conn, now, senior, by=by), lambda _, hold: AwayHold.of(hold)
    )  # fmt: skip


def _of_ours(request: Request, senior: str) -> None:
    with reading(frame_of(request).engine) as conn:
        of_this_reader(request, conn, senior)
