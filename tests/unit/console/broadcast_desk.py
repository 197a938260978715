"""Who sits before the pages of the broadcasts in the tests, and what do they press?"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Engine

from tests.console import messages
from tests.console import neighbourhood as here
from tests.console.messages import WORDS
from tests.console.serving import Visitor, serving, visiting

NEW = "/broadcasts/new"


@pytest.fixture
def desk(morning: Engine, tmp_path: Path) -> Iterator[Visitor]:
    """A supervisor, reading English."""
    here.add_operator(morning, "supervisor", "lijing")
    with serving(morning, messages.settings(tmp_path)) as address, visiting(address) as visitor:
        visitor.cookies.set("bigbutton_language", "en")
        visitor.sign_in("lijing")
        yield visitor


@pytest.fixture
def operator(morning: Engine, tmp_path: Path) -> Iterator[Visitor]:
    with serving(morning, messages.settings(tmp_path)) as address, visiting(address) as visitor:
        visitor.cookies.set("bigbutton_language", "en")
        visitor.sign_in()
        yield visitor


def press(visitor: Visitor, do: str, **typed: str) -> httpx.Response:
    """The form with this button pressed."""
    return visitor.post(NEW, data=_form(visitor, do, typed))


def choose(visitor: Visitor, do: str, file: bytes, title: str = "Cold") -> httpx.Response:
    """The same, with a recording that was chosen."""
    files = {"recording": ("home.wav", file, "audio/wav")}
    return visitor.post(NEW, data=_form(visitor, do, {"source": "recording", "title": title}), files=files)


def _form(visitor: Visitor, do: str, typed: Mapping[str, str]) -> dict[str, str]:
    token = visitor.form_token(NEW)
    return {"title": "Cold", "text": WORDS, "language": "zh", "do": do, "form_token": token, **typed}


def step(visitor: Visitor, message: str, name: str) -> httpx.Response:
    token = visitor.form_token(NEW)
    return visitor.post(f"/broadcasts/{message}/{name}", data={"form_token": token})


def faults(reply: httpx.Response) -> dict[str, str]:
    """The refusals at the top of the page, by the place they lead to."""
    assert reply.status_code == 422
    return dict(re.findall(r'<li><a href="#([\w-]+)">[^<]+</a>: ([^<]+)</li>', reply.text))
