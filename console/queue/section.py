"""What is the queue's part of a page drawn from? The operator's page and the queue's own draw the same parts."""

import time
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from fastapi import Request
from sqlalchemy import Connection

from console.access.table import ANSWERING, LEADS
from console.forms.sending import person_of
from console.forms.submitting import new_submission
from console.frame import Frame, frame_of, reader_look
from console.heartbeat import Controller, controller
from console.queue.view import QueueView, read_queue
from console.queue.words import PAUSES, QueueWords
from console.settings import ConsoleSettings
from db.engine import reading
from ivr.operators.phones import endpoint_of
from people.staff import Staff
from wellness_checks.case import Refused

SILENT_AFTER: Final = timedelta(seconds=3)


def queue(request: Request) -> Mapping[str, Any]:
    """For the first drawing of `parts/desk_queue.html`."""
    frame, person = frame_of(request), person_of(request)
    return {
        **content(frame, read(frame), person, reader_look(request).language),
        "queue_submission": new_submission(),
        "queue_to": "/desk",
        "queue_refused": None,
    }


def read(frame: Frame) -> QueueView:
    with reading(frame.engine) as conn:
        return read_queue(conn, frame.settings.clock(), frame.settings.queue)


def content(frame: Frame, view: QueueView, person: Staff, language: str) -> Mapping[str, Any]:
    settings = frame.settings
    return {
        "queue": view,
        "queue_say": QueueWords(
            language=language, book=view.book, zone=settings.zone, now=settings.clock(), people=view.people
        ),
        "queue_me": person,
        "queue_seat": view.mine(person.id),
        "queue_telephones": telephones(view, person, settings.queue.phones),
        "queue_pauses": tuple(PAUSES),
        "queue_skills": settings.queue.skills,
        "queue_leads": person.role in LEADS,
        "queue_plays": settings.words is not None,
        "controller_silent": is_silent(settings),
    }


def is_silent(settings: ConsoleSettings) -> bool:
    """The controller beats once a second; whoever has a call in hand is told sooner than the rest of the console."""
    return controller(settings.heartbeat, SILENT_AFTER, time.time()) is Controller.SILENT


def telephones(view: QueueView, person: Staff, phones: tuple[str, ...]) -> tuple[str, ...]:
    """Where this person may sit down, their own first; without those at which somebody else sits."""
    own = (endpoint_of(person.id),) if person.role in ANSWERING else ()
    named = dict.fromkeys((*own, *((person.desk,) if person.desk else ()), *phones))
    return tuple(one for one in named if view.holder(one) in ("", person.id))


def sits_where_they_may(conn: Connection, frame: Frame, person: Staff, endpoint: str) -> Refused | None:
    view = read_queue(conn, frame.settings.clock(), frame.settings.queue)
    known = {*telephones(view, person, frame.settings.queue.phones), *(one.seat.endpoint for one in view.seated)}
    if endpoint in known:
        return None
    return Refused(field="telephone", reason="is no telephone of this site: choose one of the list")
