"""How is she? A family's own person: the last sign of life, and the care card."""

from fastapi import APIRouter, Request, Response

from console.access.viewing import viewed
from console.broadcasts.vocabulary import TAGS
from console.frame import frame_of, page, reader_look, reader_of
from console.say import Say
from console.watch.family_view import care_card
from db.engine import writing
from people.staff import Role

router = APIRouter(include_in_schema=False)


@router.get("/family")
def family(request: Request) -> Response:
    frame, reader = frame_of(request), reader_of(request)
    now = frame.settings.clock()
    with writing(frame.engine) as conn:
        card = care_card(conn, reader.person.id, now) if reader else None
        viewed(request, conn, card.senior.id if card else "family", "care card")
    if card is None:
        return page(request, "family_nobody.html")
    say = Say(
        language=reader_look(request).language, book=card.book, zone=frame.settings.zone, now=now, role=Role.FAMILY
    )
    return page(request, "family.html", card=card, say=say, tags=TAGS)
