"""How does a form arrive that may bring a recording? The file is taken at once and known from then on by a name."""

from typing import Annotated

from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from broadcasts.campaign import Refused
from broadcasts.drafts import RECORDING
from console.broadcasts.speaking import LARGEST_BYTES, uploaded
from console.broadcasts.voice import UPLOADED, VoiceMissing
from console.forms.filling import language_of
from console.forms.typed import Typed, typed
from console.frame import Frame, frame_of
from db.ulid import new_ulid

FAULT = "recording_fault"


async def _typed(request: Request) -> Typed:
    sent = await request.form()
    form = typed((name, value) for name, value in sent.multi_items() if isinstance(value, str))
    form = form.with_(**{FAULT: ""})
    file = sent.get("recording")
    if not isinstance(file, UploadFile):
        return form
    data = await file.read(LARGEST_BYTES + 1)
    await file.close()
    if not file.filename:
        return form
    return await run_in_threadpool(_taken, frame_of(request), form, file.filename, data)


TypedForm = Annotated[Typed, Depends(_typed)]


def fault_of_recording(form: Typed) -> tuple[Refused, ...]:
    """What was wrong with the file that came, or that none has come yet."""
    if form.one("source") != RECORDING:
        return ()
    if form.one(FAULT):
        return (Refused(field="recording", reason=form.one(FAULT)),)
    return () if form.one("uploaded") else (Refused(field="recording", reason="choose a recording"),)


def _taken(frame: Frame, form: Typed, file: str, data: bytes) -> Typed:
    name = UPLOADED + new_ulid(frame.settings.clock())
    try:
        found = uploaded(frame, name, data, language_of(form).value)
    except VoiceMissing as fault:
        found = Refused(field="recording", reason=str(fault))
    if isinstance(found, Refused):
        return form.with_(source=RECORDING, uploaded="", **{FAULT: found.reason})
    return form.with_(source=RECORDING, uploaded=name, uploaded_name=file[:100])
