"""Who near her offers what, is it open, and has it room? The directory for programs."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel

from console.access.masking import number_for
from console.access.viewed import viewed
from console.api.watch_answers import of_this_reader
from console.calls.directory import Asked, Place, read_places
from console.forms.sending import person_of
from console.frame import frame_of
from db.engine import reading
from people.hours import hours_text
from people.staff import Role

router = APIRouter(prefix="/api/v1", tags=["directory"])
Short = Annotated[str, Query(max_length=100)]


class Listed(BaseModel):
    """`free`: calls it can take now, null where it has no limit. `answers`: of a hundred calls, in thirty days.

    `reach`: circles from her home, 0 the nearest. `hours` in words, as the import takes them.
    """

    id: str
    name: str
    name_en: str
    service: str
    area: str
    open: bool
    free: int | None
    answers: int | None
    reach: int
    hours: str
    numbers: list[str]

    @classmethod
    def of(cls, place: Place, role: Role) -> "Listed":
        one = place.provider
        return cls(
            id=one.id, name=one.name, name_en=one.name_en, service=one.service, area=one.area, open=place.open,
            free=place.free, answers=place.rate, reach=place.reach, hours=hours_text(one.hours),
            numbers=[number_for(role, number.number) for number in one.numbers],
        )  # fmt: skip


class Directory(BaseModel):
    places: list[Listed]


@router.get("/directory")
def directory(request: Request, q: Short = "", service: Short = "", area: Short = "", near: Short = "") -> Directory:
    """Open ones first, the nearest before the farther ones. `near`: a person's id; 404 where she is not yours."""
    frame, role = frame_of(request), person_of(request).role
    with reading(frame.engine) as conn:
        if near:
            of_this_reader(request, conn, near)
        asked = Asked(text=q.strip(), service=service, area=area, near=near)
        found = read_places(conn, asked, frame.settings.zone, frame.settings.clock())
    if found.near is not None:
        viewed(request, found.near.id, "directory")
    return Directory(places=[Listed.of(one, role) for one in found.places])
