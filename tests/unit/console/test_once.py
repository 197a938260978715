"""Is a request with a key done once, whatever happens in the middle of it?"""

import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select, update

from db.engine import reading, writing
from db.idempotency import LEFT_BEHIND
from db.tables import deliveries, idempotency
from tests.console import messages
from tests.console import neighbourhood as here
from tests.console.serving import Visitor, serving, visiting

API = "/api/v1/broadcasts"
KEY = {"idempotency-key": "go"}
ROOT = Path(__file__).parents[3]


class Hands:
    """The hands of a clock that the test moves."""

    def __init__(self) -> None:
        self.now = here.NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture
def street(morning: Engine, tmp_path: Path, clock: Hands) -> Iterator[Visitor]:
    here.add_operator(morning, "supervisor", "lijing")
    with serving(morning, messages.settings(tmp_path, clock=clock)) as address, visiting(address) as visitor:
        visitor.sign_in("lijing")
        yield visitor


def draft(visitor: Visitor) -> str:
    return str(visitor.post(API, json={"title": "寒潮", "text": messages.WORDS}).json()["id"])


def offered(engine: Engine, message: str) -> int:
    asked = select(func.count()).select_from(deliveries).where(deliveries.c.campaign_id == message)
    with reading(engine) as conn:
        return int(conn.scalar(asked) or 0)


def test_a_console_killed_while_it_speaks_has_sent_nothing_and_the_same_key_goes_on_later(
    street: Visitor, morning: Engine, clock: Hands
):
    message = draft(street)
    script = [sys.executable, "-m", "tests.unit.console.dies_while_speaking"]
    killed = subprocess.run([*script, morning.url.render_as_string(), message], cwd=ROOT, timeout=60, check=False)
    assert killed.returncode == -9

    at_once = street.post(f"{API}/{message}/start", headers=KEY)
    nothing_yet = offered(morning, message)
    clock.now += LEFT_BEHIND
    later = street.post(f"{API}/{message}/start", headers=KEY)

    assert (at_once.status_code, nothing_yet) == (409, 0)
    assert (later.status_code, offered(morning, message)) == (200, 10)


def test_an_answer_outlives_the_console_that_gave_it(street: Visitor, morning: Engine, tmp_path: Path):
    message = draft(street)
    first = street.post(f"{API}/{message}/start", headers=KEY)

    with serving(morning, messages.settings(tmp_path)) as address, visiting(address) as visitor:
        visitor.sign_in("lijing")
        again = visitor.post(f"{API}/{message}/start", headers=KEY)

    assert (again.status_code, again.json()) == (200, first.json())
    assert again.headers["idempotency-replayed"] == "true"


def test_a_fault_keeps_nothing_and_leaves_the_key_free_for_another_try(street: Visitor, morning: Engine):
    message = draft(street)
    with morning.begin() as conn:
        conn.exec_driver_sql("ALTER TABLE audit RENAME TO gone")
    failed = street.post(f"{API}/{message}/start", headers=KEY)
    nothing = offered(morning, message)
    with morning.begin() as conn:
        conn.exec_driver_sql("ALTER TABLE gone RENAME TO audit")

    done = street.post(f"{API}/{message}/start", headers=KEY)

    assert (failed.status_code, nothing) == (503, 0)
    assert (done.status_code, offered(morning, message)) == (200, 10)


def test_whoever_lost_the_key_to_another_process_keeps_nothing_of_what_was_done(
    morning: Engine, tmp_path: Path, clock: Hands
):
    """The second process takes the key over while the first one still speaks."""
    voice = messages.voice(tmp_path)

    class Slow(type(voice)):  # type: ignore[misc]
        def speak(self, message: str, text: str, language: str) -> object:
            with writing(morning) as conn:
                conn.execute(update(idempotency).values(at=clock.now + LEFT_BEHIND))
            return super().speak(message, text, language)

    here.add_operator(morning, "supervisor", "lijing")
    slow = Slow(voice._settings)
    with serving(morning, here.settings(voice=slow)) as address, visiting(address) as visitor:
        visitor.sign_in("lijing")
        message = draft(visitor)
        lost = visitor.post(f"{API}/{message}/start", headers=KEY)

    assert (lost.status_code, offered(morning, message)) == (409, 0)
