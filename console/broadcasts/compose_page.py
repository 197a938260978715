"""What does the page on which a message is written need, besides what was typed?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from sqlalchemy import Connection

from broadcasts.campaign import Refused
from broadcasts.drafts import RECORDING
from broadcasts.service import load_audiences
from console.access.table import LEADS
from console.broadcasts import vocabulary as known
from console.broadcasts.audience_choice import area_tree, tags_in_use
from console.broadcasts.speaking import Sound
from console.broadcasts.words import MessageWords
from console.forms.filling import language_of, slots_of
from console.forms.typed import Typed
from console.frame import frame_of, page, reader_look, reader_of
from console.words import N_
from db.campaigns import list_campaigns
from db.engine import reading
from ivr.speech.personal import WRITTEN
from ivr.speech.templates import READY

EARLIER = 20
"""Messages offered at "who has not heard"."""
LABELS: Mapping[str, str] = {
    "title": N_("Title"), "text": N_("Words"), "recording": N_("Recording"), "audio": N_("Recording"),
    "people": N_("Only these people"), "audience": N_("Whom it reaches"), "min_age": N_("From age"),
    "max_age": N_("to age"), "starts_at": N_("Day and time"), "ends_at": N_("Nobody is rung after"),
    "windows": N_("Hours in which telephones may ring"), "recurrence": N_("When"), "when": N_("When"),
    "at": N_("Begins at"), "weekdays": N_("weekly"), "month_days": N_("Days of the month"),
    "lunar_days": N_("on festivals"), "channels": N_("Calls at a time, at most"),
    "per_minute": N_("Calls a minute, at most"), "save_as": N_("Keep this choice under the name"),
    "voice": N_("Listen to it here"), "ring": N_("Ring me with it"),
    **{f"slot_{slot}": word for slot, word in known.SLOTS.items()},
}  # fmt: skip
PLACES: Mapping[str, str] = {
    "audience": "tags", "recurrence": "when", "audio": "recording", "voice": "hear", "ring": "hear",
}  # fmt: skip
"""Where on the page that is mended which has no field of its own name."""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What became of the last button that was pressed."""

    refused: Sequence[Refused] = ()
    preview: Any = None
    reach_fault: str = ""
    sound: Sound | None = None
    ringing: bool = False
    kept: str = ""


def compose_page(request: Request, form: Typed, shown: Shown, status: int = 200) -> HTMLResponse:
    frame, look = frame_of(request), reader_look(request)
    reader = reader_of(request)
    with reading(frame.engine) as conn:
        choices = _choices(conn, look.language)
    slots = () if form.one("source") == RECORDING else slots_of(form.one("text"))
    return page(
        request, "broadcast_new.html", status, form=form, say=words_of(request), labels=LABELS, places=PLACES,
        templates=READY, language=language_of(Typed(fields={"language": (look.language,)})), written=WRITTEN,
        slots=slots, slot_words=known.SLOTS, weekdays=known.WEEKDAYS, festivals=known.FESTIVALS,
        may_start=reader is not None and reader.person.role in LEADS, **choices, **vars(shown),
    )  # fmt: skip


def reach_content(conn: Connection, language: str, shown: Shown, say: MessageWords) -> Mapping[str, Any]:
    return {"preview": shown.preview, "reach_fault": shown.reach_fault, "say": say, **_areas(conn, language)}


def words_of(request: Request) -> MessageWords:
    return words_in(request, reader_look(request).language)


def words_in(request: Request, language: str) -> MessageWords:
    settings = frame_of(request).settings
    return MessageWords(language=language, zone=settings.zone, now=settings.clock())


def renamed(refused: Sequence[Refused], **names: str) -> tuple[Refused, ...]:
    """Refusals of a use case under the names that the form's fields have."""
    return tuple(replace(one, field=names.get(one.field, one.field)) for one in refused)


def _choices(conn: Connection, language: str) -> Mapping[str, Any]:
    earlier = [row for row in list_campaigns(conn) if row.state in ("running", "done")][:EARLIER]
    return {
        "saved": load_audiences(conn), "tags": tags_in_use(conn), "earlier": earlier, **_areas(conn, language),
    }  # fmt: skip


def _areas(conn: Connection, language: str) -> Mapping[str, Any]:
    tree = area_tree(conn)
    names = {b.area.id: (b.area.name_en or b.area.name) if language == "en" else b.area.name for b in tree}
    return {"areas": tree, "area_names": names}
