"""Can a program bring a recording, once, and send it; and is a bad one refused with what helps?"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine

from tests.console import messages
from tests.console import neighbourhood as here
from tests.console.serving import Visitor, serving, visiting

API = "/api/v1/broadcasts"
KEY = {"idempotency-key": "upload-1"}


@pytest.fixture
def street(morning: Engine, tmp_path: Path) -> Iterator[Visitor]:
    here.add_operator(morning, "supervisor", "lijing")
    with serving(morning, messages.settings(tmp_path)) as address, visiting(address) as visitor:
        visitor.sign_in("lijing")
        yield visitor


def upload(street: Visitor, sound: bytes, key: Mapping[str, str] = KEY) -> httpx.Response:
    sent = {"recording": ("home.wav", sound, "audio/wav")}
    return street.post(f"{API}/recordings", files=sent, data={"language": "zh"}, headers=key)


def draft(recording: str, **more: Any) -> Mapping[str, Any]:
    return {"title": "家属录音", "recording": recording, "audience": {"areas": ["gucheng"]}, **more}


def reasons(reply: httpx.Response) -> tuple[int, list[tuple[str, str]]]:
    return reply.status_code, [(one["field"], one["reason"]) for one in reply.json()["errors"]]


def test_a_recording_is_uploaded_and_goes_out(street: Visitor, tmp_path: Path):
    taken = upload(street, messages.recording())
    made = street.post(API, json=draft(taken.json()["recording"]))
    begun = street.post(f"{API}/{made.json()['id']}/start", headers={"idempotency-key": "go"})

    assert (taken.status_code, 2_500 < taken.json()["total_ms"] < 3_500) == (201, True)
    assert (made.status_code, made.json()["source"]) == (201, "recording")
    assert (begun.status_code, begun.json()["state"]) == (200, "running")
    assert (tmp_path / "sounds" / "zh" / "message" / f"{made.json()['id']}.sln").stat().st_size > 40_000


def test_the_same_upload_with_its_key_is_taken_once(street: Visitor, tmp_path: Path):
    first, again = (upload(street, messages.recording()) for _ in range(2))
    other = upload(street, messages.recording(4.0))

    assert (again.json(), again.headers["idempotency-replayed"]) == (first.json(), "true")
    assert len(list((tmp_path / "sounds" / "zh" / "message").glob("upload-*.sln"))) == 1
    assert reasons(other)[0] == 422


@pytest.mark.parametrize(
    ("sound", "why"),
    [
        (b"", "the file is empty"),
        (b"RIFF but no WAV", "this is no WAV, MP3 or M4A that can be read"),
        (messages.recording(3.0, loud=0.0), "it is silent"),
        (messages.recording(0.1), "it is shorter than"),
    ],
)
def test_a_recording_that_cannot_be_sent_is_refused_with_the_reason(street: Visitor, sound: bytes, why: str):
    status, faults = reasons(upload(street, sound))

    assert (status, [field for field, _ in faults]) == (422, ["recording"])
    assert faults[0][1].startswith(why)


@pytest.mark.parametrize("name", ["upload-01nothing", "cold", "../../etc/passwd", "upload-../x"])
def test_a_message_with_a_recording_that_nobody_uploaded_is_not_kept(street: Visitor, name: str):
    before = len(street.get(API).json()["broadcasts"])

    refused = street.post(API, json=draft(name))

    assert reasons(refused) == (422, [("recording", "upload the recording again")])
    assert len(street.get(API).json()["broadcasts"]) == before


def test_a_recording_in_another_language_than_its_message_is_not_found(street: Visitor):
    taken = upload(street, messages.recording()).json()["recording"]

    assert reasons(street.post(API, json=draft(taken, language="en")))[0] == 422


def test_what_is_no_upload_names_the_missing_field(street: Visitor):
    nothing = street.post(f"{API}/recordings", data={"language": "zh"}, headers=KEY)

    assert reasons(nothing)[1][0][0] == "body.recording"


def test_another_sites_form_uploads_nothing(street: Visitor):
    assert upload(street, messages.recording(), key={}).status_code == 403


def test_without_a_voice_no_recording_is_taken(morning: Engine):
    here.add_operator(morning, "supervisor", "lijing")
    with serving(morning) as address, visiting(address) as visitor:
        visitor.sign_in("lijing")
        refused = upload(visitor, messages.recording())

    assert (refused.status_code, "no voice" in refused.json()["detail"]) == (503, True)
