"""Is this request done once, however often it is sent? A program's own key for it: `Idempotency-Key`.

The same key with the same request gets the first answer again, for 24 hours and over a restart; with another
request it is refused; while the first one is still being answered it has to wait.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from fastapi import Request, Response
from fastapi.responses import JSONResponse
from sqlalchemy import Connection, Engine

from console.access.guard import IDEMPOTENCY_KEY
from console.frame import frame_of, reader_of
from console.problems import MEDIA_TYPE, body_of
from db.engine import writing
from db.idempotency import AnswerRow, claim, release, settle

_MEANWHILE = "another request with this key is still being answered: ask again soon"
_KEY = re.compile(r"[\x21-\x7e]{1,128}")


@dataclass(frozen=True, kw_only=True)
class Answer:
    status: int = 200
    body: Any
    """What becomes JSON."""

    def reply(self) -> JSONResponse:
        media = MEDIA_TYPE if self.status >= 400 else "application/json"
        return JSONResponse(self.body, self.status, media_type=media)


Act = Callable[[Connection, datetime], Answer]
"""One transaction, and what is answered: with an answer of 400 or more nothing of it is kept."""


class TakenOver(RuntimeError):
    """The claim was old and somebody else has it: what was done under it is rolled back."""


def once(request: Request, asked: str, ready: Callable[[], Act]) -> Response:
    """Do it, or answer as before. `asked`: the request's content, in one form however it was written.

    `ready` prepares what takes long (a voice) before the transaction begins.
    """
    key, frame = request.headers.get(IDEMPOTENCY_KEY), frame_of(request)
    if key is None:
        act = ready()
        with writing(frame.engine) as conn:
            return _acted(conn, act, frame.settings.clock()).reply()
    if not _KEY.fullmatch(key):
        return refusal(request, 400, "the key is 1 to 128 letters, digits and signs without spaces").reply()
    mine = AnswerRow(actor=_actor(request), key=key, request=_digest(request, asked), at=frame.settings.clock())
    with writing(frame.engine) as conn:
        standing = claim(conn, mine)
    if standing:
        return _again(request, standing, mine)
    try:
        return _first(frame.engine, mine, ready)
    except TakenOver:
        return refusal(request, 409, _MEANWHILE).reply()


def refusal(request: Request, status: int, reason: str) -> Answer:
    errors = [{"field": "Idempotency-Key", "reason": reason}]
    return Answer(status=status, body=body_of(request, status, reason, errors))


def _again(request: Request, standing: AnswerRow, mine: AnswerRow) -> Response:
    if standing.request != mine.request:
        return refusal(request, 422, "this key was used for another request: take a new one").reply()
    if not standing.status:
        return refusal(request, 409, _MEANWHILE).reply()
    reply = Answer(status=standing.status, body=json.loads(standing.body)).reply()
    reply.headers["idempotency-replayed"] = "true"
    return reply


def _first(engine: Engine, mine: AnswerRow, ready: Callable[[], Act]) -> Response:
    try:
        act = ready()
        with writing(engine) as conn:
            answer = _acted(conn, act, mine.at)
            body = json.dumps(answer.body, ensure_ascii=False)
            if not settle(conn, mine, status=answer.status, body=body):
                raise TakenOver(f"the request {mine.key} was taken over by another process")
    except BaseException:
        with writing(engine) as conn:
            release(conn, mine)
        raise
    return answer.reply()


def _acted(conn: Connection, act: Act, now: datetime) -> Answer:
    with conn.begin_nested() as kept:
        answer = act(conn, now)
        if answer.status >= 400:
            kept.rollback()
    return answer


def _actor(request: Request) -> str:
    reader = reader_of(request)
    return reader.person.id if reader else "nobody"


def _digest(request: Request, asked: str) -> str:
    return sha256(f"{request.method} {request.url.path}\n{asked}".encode()).hexdigest()
