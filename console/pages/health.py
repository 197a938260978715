"""Does the console run, and does it have what it needs? For whatever supervises processes, and `doctor`."""

import time
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from console.frame import Frame, frame_of
from console.heartbeat import Controller, controller
from db.engine import reading
from db.refusals import DatabaseRefused

router = APIRouter()


@router.get("/health")
def health() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/ready")
def ready(request: Request) -> JSONResponse:
    """503 where the database or the controller does not answer; each is named."""
    frame = frame_of(request)
    database = _database_answers(frame)
    alive = controller(frame.settings.heartbeat, frame.settings.heartbeat_limit, time.time())
    well = database and alive is not Controller.SILENT
    return JSONResponse({"ready": well, "database": database, "controller": alive.value}, 200 if well else 503)


@router.get("/openapi.json", include_in_schema=False)
def openapi(request: Request) -> dict[str, Any]:
    described: dict[str, Any] = request.app.openapi()
    return described


def _database_answers(frame: Frame) -> bool:
    try:
        with reading(frame.engine) as conn:
            conn.execute(text("SELECT 1 FROM staff LIMIT 1"))
    except (SQLAlchemyError, DatabaseRefused):
        return False
    return True
