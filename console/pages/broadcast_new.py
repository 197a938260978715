"""What is to be said, to whom, and when? The page on which a message is written, heard and sent."""

from collections.abc import Callable, Mapping

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from broadcasts.campaign import Refused
from broadcasts.service import load_audiences, preview, save_audience
from console.broadcasts.compose_page import Shown, compose_page, reach_content, renamed, words_of
from console.broadcasts.composing import form_of
from console.forms.filling import language_of
from console.forms.sending import Unsaid, keep_draft, may_start, named_audience, person_of, said
from console.forms.typed import Typed
from console.forms.upload import TypedForm
from console.frame import Frame, frame_of, part, reader_look
from console.pages.broadcast import started
from db.engine import reading, writing
from ivr.sounds.playing_to_staff import ring_me
from ivr.speech.templates import ready

router = APIRouter(include_in_schema=False)
_USE = "use-"


@router.get("/broadcasts/new")
def begin(request: Request) -> Response:
    return compose_page(request, Typed(), Shown())


@router.post("/broadcasts/new")
def act(request: Request, form: TypedForm) -> Response:
    do = form.one("do", "save")
    if do.startswith(_USE) and ready(do.removeprefix(_USE)):
        return compose_page(request, _from_template(form, do.removeprefix(_USE)), Shown())
    return ACTS.get(do, _save)(request, form)


@router.post("/broadcasts/reach")
def reach(request: Request, form: TypedForm) -> Response:
    """The count alone, for the script of the page."""
    frame, language = frame_of(request), reader_look(request).language
    shown = _counted(frame, form)
    with reading(frame.engine) as conn:
        return HTMLResponse(part(language, "parts/reach.html", reach_content(conn, language, shown, words_of(request))))


def _from_template(form: Typed, id: str) -> Typed:
    found, language = ready(id), language_of(form)
    assert found is not None
    title = form.one("title") or found.title(language)
    return form.with_(template=id, text=found.text(language), title=title, source="text")


def _listen(request: Request, form: Typed) -> Response:
    heard = said(frame_of(request), form)
    if isinstance(heard, Unsaid):
        return compose_page(request, form, Shown(refused=heard.refused), 422)
    return compose_page(request, form, Shown(sound=heard))


def _ring(request: Request, form: Typed) -> Response:
    heard = said(frame_of(request), form)
    if isinstance(heard, Unsaid):
        return compose_page(request, form, Shown(refused=heard.refused), 422)
    with writing(frame_of(request).engine) as conn:
        now, person = frame_of(request).settings.clock(), person_of(request)
        rung = ring_me(conn, now, person=person, audio=heard.audio, subject=heard.name)
    if isinstance(rung, Refused):
        return compose_page(request, form, Shown(refused=[rung], sound=heard), 422)
    return compose_page(request, form, Shown(sound=heard, ringing=True))


def _count(request: Request, form: Typed) -> Response:
    return compose_page(request, form, _counted(frame_of(request), form))


def _counted(frame: Frame, form: Typed) -> Shown:
    with reading(frame.engine) as conn:
        audience = named_audience(conn, form)
        if not isinstance(audience, Unsaid):
            return Shown(preview=preview(conn, frame.settings.clock(), audience))
    return Shown(refused=audience.refused, reach_fault=audience.refused[0].reason)


def _take_saved(request: Request, form: Typed) -> Response:
    with reading(frame_of(request).engine) as conn:
        saved = {one.name: one.filter for one in load_audiences(conn)}
    taken = form_of(saved[form.one("saved")], form) if form.one("saved") in saved else form
    return compose_page(request, taken, _counted(frame_of(request), taken))


def _keep_audience(request: Request, form: Typed) -> Response:
    frame = frame_of(request)
    with writing(frame.engine) as conn:
        audience = named_audience(conn, form)
        if isinstance(audience, Unsaid):
            return compose_page(request, form, Shown(refused=audience.refused), 422)
        by = person_of(request).id
        kept = save_audience(conn, frame.settings.clock(), form.one("save_as"), audience, by=by)
    if isinstance(kept, tuple):
        return compose_page(request, form, Shown(refused=renamed(kept, name="save_as")), 422)
    return compose_page(request, form.with_(save_as=""), Shown(kept=kept.name))


def _save(request: Request, form: Typed) -> Response:
    kept = keep_draft(request, form, runs=False)
    if isinstance(kept, Unsaid):
        return compose_page(request, form, Shown(refused=kept.refused), 422)
    return RedirectResponse(f"/broadcasts/{kept.id}", 303)


def _send(request: Request, form: Typed) -> Response:
    if not may_start(request):
        return _save(request, form)
    kept = keep_draft(request, form, runs=True)
    if isinstance(kept, Unsaid):
        return compose_page(request, form, Shown(refused=kept.refused), 422)
    return started(request, kept)


ACTS: Mapping[str, Callable[[Request, Typed], Response]] = {
    "listen": _listen, "ring": _ring, "count": _count, "use-saved": _take_saved, "save-audience": _keep_audience,
    "save": _save, "send": _send,
}  # fmt: skip
