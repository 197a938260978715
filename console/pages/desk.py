"""Who is on the line? The operator's page: left the queue, middle the person and the call, right the telephone.

Each section is a part of its own (`templates/parts/desk_*.html`); what one needs to be drawn at first it gives by a
function of SECTIONS, and renews itself by addresses of its own.
"""

from collections.abc import Callable, Mapping
from typing import Any

from fastapi import APIRouter, Request, Response

from console.frame import page
from console.queue.section import queue
from console.telephone.section import telephone

router = APIRouter(include_in_schema=False)

Section = Callable[[Request], Mapping[str, Any]]
"""What a part of the page is drawn from; the names of one section begin with its own: `queue_…`, `call_…`."""

SECTIONS: tuple[Section, ...] = (queue, telephone)


@router.get("/desk")
def desk(request: Request) -> Response:
    content: dict[str, Any] = {}
    for section in SECTIONS:
        content |= section(request)
    return page(request, "desk.html", **content)
