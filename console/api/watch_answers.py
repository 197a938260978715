"""How does the API answer for a step of the watch? With what stands then, or with the refusal as RFC 9457."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from fastapi import Request, Response
from fastapi.encoders import jsonable_encoder
from pydantic import BaseModel
from sqlalchemy import Connection
from starlette.exceptions import HTTPException

from console.access.scope import scope_of, within
from console.api.refusing import refused
from console.forms.once import Answer, once
from console.frame import reader_of
from wellness_checks.case import Refused

T = TypeVar("T")


def stepped(
    request: Request,
    asked: str,
    act: Callable[[Connection, datetime], T | Refused],
    told: Callable[[Connection, T], BaseModel],
    status: int = 200,
) -> Response:
    """Once for one `Idempotency-Key`; a refused step has changed nothing."""

    def acting(conn: Connection, now: datetime) -> Answer:
        done = act(conn, now)
        if isinstance(done, Refused):
            return refused(request, [done])
        return Answer(status=status, body=jsonable_encoder(told(conn, done)))

    return once(request, asked, lambda: acting)


def of_this_reader(request: Request, conn: Connection, senior: str) -> None:
    """Raises 404 where she lives in no area of the reader's."""
    if not within(conn, scope_of(conn, reader_of(request)), [senior], lambda one: (None, one)):
        raise HTTPException(404)
