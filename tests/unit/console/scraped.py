"""What stands in `/metrics` of a site where everything is there to be measured? For tests."""

from datetime import timedelta
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import Engine

from console.metrics.measuring import Measuring
from console.settings import ConsoleSettings
from db import ways
from db.engine import writing
from db.ways import WayRow
from ivr.running.heartbeat import beat
from ivr.running.standing import tell_links
from tests.console import neighbourhood as here

OFTEN = 30
"""Seconds within which a test has looked."""
Told = dict[tuple[str, tuple[tuple[str, str], ...]], float]


def wholly_set(engine: Engine, folder: Path, *, beats: bool = True) -> ConsoleSettings:
    """A console beside a controller whose link for the tables is down; its process began before the morning."""
    with writing(engine) as conn:
        for name, fitness in (("trunka", "fit"), ("trunkb", "resting")):
            ways.save(conn, WayRow(name=name, fitness=fitness, since=here.NOW))
    if beats:
        beat(folder / "alive", timedelta())
        tell_links(folder / "alive", {"calls": True, "tables": False})
    began = iter([here.NOW - timedelta(hours=5)])
    return here.settings(
        heartbeat=folder / "alive", unread=lambda _: 17, clock=lambda: next(began, here.NOW)
    )  # the process begins with the first look at the clock


def scraped(engine: Engine, folder: Path, *, beats: bool = True) -> Told:
    """(name, labels in their order) -> value."""
    text = Measuring(engine, wholly_set(engine, folder, beats=beats)).text().decode()
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
