"""How is a view noted by a page that only reads? In a transaction of its own, before anything is shown."""

from fastapi import Request

from console.access import viewing
from console.frame import frame_of
from db.engine import writing


def viewed(request: Request, subject: str, detail: str = "") -> None:
    """`subject` is what was opened: a person's id, or the list that shows people."""
    with writing(frame_of(request).engine) as conn:
        viewing.viewed(request, conn, subject, detail)
