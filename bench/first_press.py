"""How long from `git clone` to a press seen on /demo? `python3 -m bench.first_press --since SECONDS`, by `make run`.

Does what a visitor's browser does: waits for the page, presses the first home's meal key by the page's own form, and
follows the page's own stream until a person is drawn on the line. Only the standard library, so that it can wait
before anything is set up; `--since` is `date +%s` of before the clone.
"""

import argparse
import json
import re
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, ProxyHandler, Request, build_opener

from bench.result import Result, keep

GOAL = 300.0
"""Seconds from the clone to a person on the line."""
PATIENCE = 900.0
"""Seconds after which nobody waits any longer for the page."""
SILENCE = 60.0
"""Seconds that the stream may say nothing, and that a press may take until somebody has it."""
LOOK = 0.5
KEY = "meals"
KEPT = Path(__file__).resolve().parents[1] / ".run" / "bench.jsonl"
Say = Callable[[str], None]
_CALL = re.compile(r'<li id="(call-[^"]+)" class="drawn[^>]*>')


class NotSeen(Exception):
    """The page did not show the press, and why."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """What stands on the page before the press. `token`: the form's; `calls`: drawn already."""

    token: str
    home: str
    calls: frozenset[str]


class Visitor:
    """Raises NotSeen where the page refuses, in the page's words, or is silent too long."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._opener = build_opener(ProxyHandler({}), HTTPCookieProcessor(CookieJar()))

    def page(self) -> Page | None:
        """None: it is not there yet, or its town is not."""
        try:
            with self._opener.open(f"{self._address}/demo", timeout=SILENCE) as reply:
                text = reply.read().decode()
        except (URLError, OSError):
            return None
        token = re.search(r'name="form_token" value="([^"]+)"', text)
        home = re.search(r'name="home" value="([^"]+)"', text)
        calls = frozenset(found[1] for found in _CALL.finditer(text))
        return Page(token=token[1], home=home[1], calls=calls) if token and home else None

    def send(self, path: str, page: Page, **values: str) -> None:
        body = urlencode({"form_token": page.token, "home": page.home, **values}).encode()
        asked = Request(f"{self._address}{path}", body, {"accept": "application/json"})
        try:
            self._opener.open(asked, timeout=SILENCE).close()
        except HTTPError as fault:
            raise NotSeen(_refusal(fault)) from fault

    def drawn(self, page: Page) -> Iterator[str]:
        """The tag of the new call at this home, each time the stream draws it."""
        until = time.monotonic() + SILENCE
        with self._opener.open(f"{self._address}/live/demo", timeout=SILENCE) as stream:
            for line in stream:
                if time.monotonic() > until:
                    break
                if line.startswith(b"data:"):
                    yield from _new(json.loads(line[5:]), page)
        raise NotSeen(f"nobody was on the line within {SILENCE:.0f} s")


def measure(address: str, since: float, say: Say, patience: float = PATIENCE) -> float:
    """Seconds from `since` (seconds since 1970) until a person is drawn on the line. Raises NotSeen."""
    visitor = Visitor(address)
    page = _waited(visitor, patience)
    say(f"{time.time() - since:6.1f} s  the page is there, and its town")
    visitor.send("/demo/press", page, service=KEY)
    say(f"{time.time() - since:6.1f} s  pressed {KEY} at {page.home}")
    ringing = False
    for tag in visitor.drawn(page):
        if not ringing:
            say(f"{time.time() - since:6.1f} s  its call is drawn on the page")
            ringing = True
        if "data-taken" in tag:
            break
    took = time.time() - since
    say(f"{took:6.1f} s  a person is on the line")
    visitor.send("/demo/hang-up", page)
    return took


def _waited(visitor: Visitor, patience: float) -> Page:
    until = time.monotonic() + patience
    while (page := visitor.page()) is None:
        if time.monotonic() > until:
            raise NotSeen(f"no page with a town within {patience:.0f} s; is `make run` up, on this port?")
        time.sleep(LOOK)
    return page


def _new(part: dict[str, str], page: Page) -> Iterator[str]:
    if part.get("name") != "demo_call":
        return
    for found in _CALL.finditer(part["html"]):
        if found[1] not in page.calls and f'data-terminal="{page.home}"' in found[0]:
            yield found[0]


def _refusal(fault: HTTPError) -> str:
    try:
        said = json.loads(fault.read())
    except ValueError:
        said = {}
    return f"the page refuses: {said.get('refused') or said.get('detail') or fault}"


def main() -> int:
    """0: within the goal; 1: later; 2: not seen at all."""
    parser = argparse.ArgumentParser(prog="python3 -m bench.first_press", description=__doc__)
    parser.add_argument("--since", type=float, default=time.time(), help="date +%%s of before the clone; else: now")
    parser.add_argument("--port", type=int, default=8080, help="of `make run`")
    asked = parser.parse_args()
    try:
        took = measure(f"http://127.0.0.1:{asked.port}", asked.since, lambda text: print(text, flush=True))
    except (NotSeen, OSError) as why:
        print(f"first_press: {why}", file=sys.stderr)
        return 2
    keep(Result(name="clone to a press seen on /demo", value=took, unit="s", bound=None, goal=f"<= {GOAL:.0f} s",
                ok=took <= GOAL, n=1, command="python3 -m bench.first_press --since SECONDS"), KEPT)  # fmt: skip
    return 0 if took <= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
