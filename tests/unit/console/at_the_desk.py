"""How does a test use the pages of the watch? Signed in, and sending the forms that the pages themselves carry."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from sqlalchemy import Engine

from tests.console import silences
from tests.console.serving import Visitor, serving, visiting

TOKEN = re.compile(r'name="form_token" value="([^"]+)"')
SUBMISSION = re.compile(r'name="submission" value="([^"]+)"')


@contextmanager
def at_the_desk(
    engine: Engine, tmp_path: Path, login: str = "wangfang", to: str = "/watch", **more: object
) -> Iterator[Visitor]:
    """`more`: settings of the console."""
    with serving(engine, silences.settings(tmp_path, **more)) as address, visiting(address) as visitor:
        visitor.cookies.set("bigbutton_language", "en")
        visitor.sign_in(login, to=to)
        yield visitor


def hidden(page: str) -> dict[str, str]:
    token, submission = TOKEN.search(page), SUBMISSION.search(page)
    assert token is not None
    return {"form_token": token[1], "submission": submission[1] if submission else ""}


def send(visitor: Visitor, path: str, **fields: str) -> httpx.Response:
    """What the page's own form sends."""
    return visitor.post(path, data={**hidden(visitor.get(path).text), **fields})


def text(html: str) -> str:
    """What is read, without marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html))
