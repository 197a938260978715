"""How does a test talk to the console? Over HTTP, as a browser does, on a port of its own."""

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import uvicorn
from sqlalchemy import Engine
from uvicorn.config import WSProtocolType

from console.app import create_app
from console.server import Server
from console.settings import ConsoleSettings
from tests.console import neighbourhood as here
from tests.waiting import wait_until


@contextmanager
def serving(engine: Engine, settings: ConsoleSettings | None = None, ws: WSProtocolType = "none") -> Iterator[str]:
    """The console's address while it runs. `ws` "auto": with the browser telephone's connections."""
    listening = socket.create_server(("127.0.0.1", 0))
    app = create_app(engine, settings or here.settings())
    server = Server(uvicorn.Config(app, log_level="error", ws=ws, timeout_graceful_shutdown=5))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        wait_until(lambda: server.started)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
        listening.close()


class Visitor(httpx.Client):
    """A browser without scripts."""

    def form_token(self, path: str = "/sign-in") -> str:
        found = re.search(r'name="form_token" value="([^"]+)"', self.get(path).text)
        assert found is not None
        return found[1]

    def sign_in(self, login: str = here.LOGIN, password: str = here.PASSWORD, to: str = "/") -> httpx.Response:
        form = {"login": login, "password": password, "to": to, "form_token": self.form_token()}
        return self.post("/sign-in", data=form)


@contextmanager
def visiting(address: str) -> Iterator[Visitor]:
    with Visitor(base_url=address, follow_redirects=True, timeout=10) as visitor:
        yield visitor
