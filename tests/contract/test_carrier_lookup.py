"""What the carrier says of a number is a word about it, or none; once it fails it is asked no further."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

import pytest

from ivr.probing.asking import address, ask_all
from ivr.probing.probing import Destination, Owner, Word

NOW = datetime(2026, 3, 10, 3, 0, tzinfo=UTC)
NUMBER = "+8613910000001"


@dataclass(frozen=True, kw_only=True)
class Account:
    api: str
    account: str = "AC" + "0" * 32
    token: str = "secret"
    timeout: float = 2


@pytest.fixture
def carrier() -> Iterator[Callable[[dict[str, tuple[int, object]]], list[Word]]]:
    """A carrier of these answers: number -> status and body; whoever is not the account is refused."""
    answers: dict[str, tuple[int, object]] = {}

    class Carrier(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            place = urlsplit(self.path)
            number = unquote(place.path).removeprefix("/v2/PhoneNumbers/")
            ours = self.headers["Authorization"].startswith("Basic ") and place.query == "Fields=line_status"
            status, body = answers.get(number, (500, {})) if ours else (401, {})
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body if isinstance(body, bytes) else json.dumps(body).encode())

        def log_message(self, *_: object) -> None:
            """A test says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Carrier)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()

    def asked(given: dict[str, tuple[int, object]]) -> list[Word]:
        answers.update(given)
        wanted = [Destination(number=number, owner=Owner.STAFF, subject="staff/a") for number in given]
        return ask_all(Account(api=f"http://127.0.0.1:{server.server_port}"), wanted, NOW)

    yield asked
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("status", "body", "leads"),
    [
        (200, {"valid": True, "line_status": {"status": "active"}}, True),
        (200, {"valid": True, "line_status": {"status": "reachable"}}, True),
        (200, {"valid": True, "line_status": {"status": "inactive"}}, False),
        (200, {"valid": True, "line_status": {"status": "unknown"}}, None),
        (200, {"valid": True, "line_status": None}, None),
        (200, {"valid": False, "validation_errors": ["TOO_SHORT"]}, False),
        (404, {}, False),
    ],
)
def test_its_answer_is_a_word_about_the_number(
    carrier: Callable[[dict[str, tuple[int, object]]], list[Word]], status: int, body: object, leads: bool | None
):
    [word] = carrier({NUMBER: (status, body)})

    assert (word.number, word.leads, word.at) == (NUMBER, leads, NOW)


@pytest.mark.parametrize("broken", [(500, {}), (429, {}), (401, {}), (200, b"<html>"), (200, b"[1]")])
def test_a_carrier_that_fails_is_asked_no_further_and_what_it_said_before_is_kept(
    carrier: Callable[[dict[str, tuple[int, object]]], list[Word]], broken: tuple[int, object]
):
    words = carrier({NUMBER: (404, {}), "+8613910000002": broken, "+8613910000003": (404, {})})

    assert [word.number for word in words] == [NUMBER]


def test_the_question_goes_to_the_lookup_beside_the_account_and_a_number_cannot_leave_its_place():
    assert address("https://api.twilio.com", "+861") == "https://lookups.twilio.com/v2/PhoneNumbers/%2B861"
    assert address("https://api.twilio.com", "../x?y") == "https://lookups.twilio.com/v2/PhoneNumbers/..%2Fx%3Fy"
