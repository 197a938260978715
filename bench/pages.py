"""How heavy is the operators' page, and how soon can the first page be used? Both in a real browser, nothing cached.

Usable: painted, and every script of the page has run. Bound of the time: a page of one line from the plainest server,
in the same browser, one after the other. Bound of the weight: none; what comes over the line is counted.
"""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from bench.place import Bench
from bench.result import Result, median
from prepare import javascript
from tests.console import every_page as pages
from tests.console import neighbourhood as here
from tests.console.conftest import CHROMIUM
from tests.console.serving import serving

NAME = "pages"
ROUNDS, SHORT_ROUNDS = 20, 5
HEAVIEST, SLOWEST = 500, 1.0
"""kB; seconds."""
TELEPHONE = ("vendor/jssip.js", "desk_phone.js", "desk_phone_line.js", "desk_phone_sound.js")
"""Scripts of the operators' page that only a console with an exchange asks for: they count, too."""
CHECKOUT = Path(__file__).resolve().parents[1]
USABLE = """() => new Promise((done) => {
  const told = () => {
    const [page] = performance.getEntriesByType("navigation");
    const [paint] = performance.getEntriesByName("first-contentful-paint");
    if (page?.domContentLoadedEventEnd && paint) done(Math.max(page.domContentLoadedEventEnd, paint.startTime) / 1000);
    else setTimeout(told, 5);
  };
  told();
})"""
"""Seconds from the wish to open the page."""


async def measure(bench: Bench) -> AsyncIterator[Result]:
    rounds = SHORT_ROUNDS if bench.short else ROUNDS
    with bench.folder() as folder:
        ours, bare, weight = await asyncio.to_thread(_measured, folder, rounds)
    command = bench.command(NAME)
    yield Result(name=f"{NAME}/weight", value=weight / 1000, unit="kB", bound=None, n=1, command=command,
                 goal=f"/desk at most {HEAVIEST} kB", ok=weight <= HEAVIEST * 1000)  # fmt: skip
    yield Result(name=f"{NAME}/usable", value=median(ours), unit="s", bound=median(bare), n=rounds, command=command,
                 goal=f"first page within {SLOWEST:.0f} s", ok=median(ours) <= SLOWEST)  # fmt: skip


def _measured(folder: Path, rounds: int) -> tuple[list[float], list[float], int]:
    engine = here.empty(folder)
    here.add_operator(engine)
    here.busy_morning(engine)
    cookie = dict(pages.session_of(engine, here.LOGIN))
    ours, bare = [], []
    settings = here.settings(scripts=javascript.folder(CHECKOUT))
    with serving(engine, settings) as address, _plainest() as plain, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        signed = [{**cookie, "url": address}]
        for _ in range(rounds):
            ours.append(_opened(browser, f"{address}/", signed)[0])
            bare.append(_opened(browser, plain, [])[0])
        weight = _opened(browser, f"{address}/desk", signed)[1]
        browser.close()
    engine.dispose()
    return ours, bare, weight


def _opened(browser: Browser, address: str, cookies: list[Any]) -> tuple[float, int]:
    """(seconds until it is usable, bytes over the line), in a browser that has seen nothing yet."""
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    context.add_cookies(cookies)
    page = context.new_page()
    network, sizes = context.new_cdp_session(page), [0]
    network.send("Network.enable")
    network.on("Network.loadingFinished", lambda told: sizes.append(int(told["encodedDataLength"])))
    page.goto(address)
    seconds = float(page.evaluate(USABLE))
    for script in TELEPHONE if address.endswith("/desk") else ():
        page.evaluate("(script) => fetch(`/static/${script}`).then((reply) => reply.text())", script)
    context.close()
    return seconds, sum(sizes)


@contextmanager
def _plainest() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Line) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


class _Line(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = b"<!doctype html><title>bare</title><p>One line."
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""
