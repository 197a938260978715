"""How is the site read for `/metrics`? What is cheap at each scrape, the rest at most once a minute.

However many servers scrape, the database is asked once in `FRESH`.
"""

import shutil
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import Metric
from prometheus_client.registry import Collector
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from console.metrics.measured import Readings, families
from console.metrics.press_tally import PressTally
from console.settings import ConsoleSettings
from db.backlog import Slow, backlog, slow
from db.engine import reading
from db.refusals import DatabaseRefused
from db.services import load_services
from ivr.running.heartbeat import last_beat
from ivr.running.standing import links_told
from ivr.services import HOTLINE

FRESH = 1.0
"""Seconds for which what was read is answered again."""
SLOW_EVERY = 60.0


class Measuring(Collector):
    """One of a console. `text` may be called by several threads."""

    def __init__(self, engine: Engine, settings: ConsoleSettings) -> None:
        self._engine = engine
        self._settings = settings
        self._turn = threading.Lock()
        self._tally = PressTally(settings.clock())
        self._slow: tuple[float, Slow] | None = None
        self._last: tuple[float, bytes] | None = None
        self._registry = CollectorRegistry(auto_describe=False)
        self._registry.register(self)

    def text(self) -> bytes:
        """In Prometheus' text format."""
        with self._turn:
            if self._last is None or time.monotonic() - self._last[0] >= FRESH:
                self._last = time.monotonic(), generate_latest(self._registry)
            return self._last[1]

    def describe(self) -> Iterator[Metric]:
        """Told to the registry: nothing is read before somebody scrapes."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        return families(self.read())

    def read(self) -> Readings:
        now = self._settings.clock()
        found = self._of_the_controller(now)
        try:
            with reading(self._engine) as conn:
                return self._of_the_database(conn, found)
        except (SQLAlchemyError, DatabaseRefused):
            return found

    def _of_the_controller(self, now: datetime) -> Readings:
        wall, file = self._settings.wall(), self._settings.heartbeat
        found = Readings(now=now, clock_offset=round((now - wall).total_seconds()))
        if file is None:
            return found
        beat = last_beat(file)
        return replace(
            found,
            heartbeat_age=(wall - beat).total_seconds() if beat else float("inf"),
            links=links_told(file),
            disk_free=shutil.disk_usage(file.parent).free if file.parent.is_dir() else None,
        )

    def _of_the_database(self, conn: Connection, found: Readings) -> Readings:
        self._tally.look(conn, found.now)
        unread = self._settings.unread
        return replace(
            found,
            backlog=backlog(conn, found.now),
            slow=self._slowly(conn),
            presses=self._tally,
            services=(*(service.id for service in load_services(conn)), HOTLINE),
            unread=unread(conn) if unread else None,
        )

    def _slowly(self, conn: Connection) -> Slow:
        if self._slow is None or time.monotonic() - self._slow[0] >= SLOW_EVERY:
            self._slow = time.monotonic(), slow(conn)
        return self._slow[1]
