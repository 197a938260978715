"""Is a form that was sent twice one submission? Each form carries an id of its own; what it did is done once.

On a bad link a reply is lost and the form is sent again, by hand or by the page's script: the second time nothing
is done, and the reader is led to what stands.
"""

import secrets
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from typing import TypeVar

from fastapi import Request
from sqlalchemy import Connection

from console.forms.sending import person_of
from console.forms.typed import Typed
from console.frame import frame_of
from db.engine import writing
from db.idempotency import AnswerRow, claim, settle
from wellness_checks.case import Refused

FIELD = "submission"
LONGEST = 64
SEEN = 303
"""The status kept for a form: where it led."""
T = TypeVar("T")


def new_submission() -> str:
    """For a hidden field of each form that is shown."""
    return secrets.token_urlsafe(12)


def submitted(request: Request, form: Typed, act: Callable[[Connection, datetime], T | Refused]) -> T | Refused | None:
    """One transaction. None: this submission was done before. A refused one has changed nothing and may come again."""
    frame, key = frame_of(request), form.one(FIELD)[:LONGEST]
    now = frame.settings.clock()
    asked = sha256(request.url.path.encode()).hexdigest()
    mine = AnswerRow(actor=person_of(request).id, key=f"form-{key}", request=asked, at=now)
    with writing(frame.engine) as conn, conn.begin_nested() as kept:
        if key and claim(conn, mine) is not None:
            return None
        done = act(conn, now)
        if isinstance(done, Refused):
            kept.rollback()
        elif key:
            settle(conn, mine, status=SEEN, body="")
    return done
