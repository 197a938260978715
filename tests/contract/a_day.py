"""What happened on the day that the tests of the controller read?"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from db.engine import open_engine, reading, writing
from db.tables import metadata
from ivr import settings as site_settings
from ivr.asterisk.factlog import FactLog, FactRow
from ivr.care import follower, listener
from ivr.controller import Controller
from tests.contract.homes import new_database, settle_in
from tests.unit.ivr.asterisk.writing import a_press, an_emergency, asterisks, own

LEFT_OUT = {"facts": {"seq"}, "incident_events": {"seq"}, "tasks": {"id"}, "fact_cursor": {"inode"}, "signs": {"seq"}}
"""Names and numbers given by chance or by the order of arrival."""
IN_ORDER = {"facts": "seq"}
"""What is counted in the order of arrival. PostgreSQL never gives a number twice, also where the row was rolled back or
was there already: the numbers have gaps then, the order is the same."""


def opened(folder: Path, name: str = "bigbutton.db") -> Engine:
    engine = open_engine(new_database(folder, name))
    with writing(engine) as conn:
        settle_in(conn)
    return engine


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = opened(tmp_path)
    yield engine
    engine.dispose()


def controller(engine: Engine, log: Path) -> Controller:
    return Controller(
        engine=engine, log=FactLog(log), node="exchange", listeners=[listener()],
        followers=[follower(site_settings.Settings())],
    )  # fmt: skip


def take_all(taker: Controller) -> None:
    while taker.take().rows:
        pass


def everything(engine: Engine) -> dict[str, Sequence[tuple[Any, ...]]]:
    """Every table of the story, row by row."""
    names = (
        "facts",
        "calls",
        "legs",
        "incidents",
        "incident_events",
        "tasks",
        "signs",
        "watch",
        "fact_cursor",
    )
    with reading(engine) as conn:
        return {name: _rows(conn, name) for name in names}


def _rows(conn: Any, name: str) -> Sequence[tuple[Any, ...]]:
    table = metadata.tables[name]
    asked = select(*(c for c in table.c if c.name not in LEFT_OUT.get(name, set())))
    if name in IN_ORDER:
        return [tuple(row) for row in conn.execute(asked.order_by(table.c[IN_ORDER[name]]))]
    return sorted((tuple(row) for row in conn.execute(asked)), key=repr)


def a_day() -> list[FactRow]:
    """Presses side by side, an emergency, a sign of life, ends of strangers' channels, torn rows."""
    rows = [
        *a_press("exchange-1.1", 1),
        *a_press("exchange-1.2", 1.5, taken=False, who="t1002", service="repairs"),
        *an_emergency("exchange-1.3", 10),
        *a_press("exchange-1.4", 200, who="u139", service="hotline"),
        own("KEY", "exchange-1.5", 1, 30, "who=t1001;key=well", offset=3600),
        asterisks("CHAN_START", "bb-01", 20, kind="Local"),
        asterisks("HANGUP", "exchange-9.9", 20),
        own("PRESS", "exchange-1.6", 1, 21, "svc=meals"),
    ]
    return sorted(rows, key=lambda row: row.time)
