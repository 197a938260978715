"""How does a program bring a recording? Uploaded first, checked and levelled; then a message names it."""

import json
from hashlib import sha256
from typing import Annotated

from fastapi import APIRouter, File, Form, Request, Response, UploadFile
from fastapi.encoders import jsonable_encoder
from sqlalchemy import Connection

from broadcasts.campaign import Refused
from console.api.broadcast_models import NewRecording, Reading
from console.api.refusing import refused
from console.broadcasts.speaking import LARGEST_BYTES, Sound, uploaded
from console.broadcasts.voice import UPLOADED
from console.forms.once import Act, Answer, once
from console.frame import frame_of
from db.ulid import new_ulid

router = APIRouter(prefix="/api/v1/broadcasts", tags=["broadcasts"])


@router.post("/recordings", status_code=201, response_model=NewRecording)
def take(
    request: Request,
    recording: Annotated[UploadFile, File(description="WAV, MP3 or M4A; at most 20 MB and five minutes.")],
    language: Annotated[Reading, Form()] = "zh",
) -> Response:
    """Take a recording for a message that is created next. 503 where no voice is set up."""
    data = recording.file.read(LARGEST_BYTES + 1)
    asked = json.dumps({"language": language, "recording": sha256(data).hexdigest()})
    return once(request, asked, lambda: _taking(request, data, language))


def _taking(request: Request, data: bytes, language: str) -> Act:
    frame = frame_of(request)
    name = UPLOADED + new_ulid(frame.settings.clock())
    audio = uploaded(frame, name, data, language)

    def act(_: Connection, __: object) -> Answer:
        if isinstance(audio, Refused):
            return refused(request, [audio])
        sound = Sound(name=name, language=language, audio=audio)
        return Answer(status=201, body=jsonable_encoder(NewRecording.of(sound)))

    return act
