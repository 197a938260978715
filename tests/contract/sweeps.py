"""On which database is the watch swept in the tests? One of the kind whose turn it is, for a whole file."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, Engine

from db.areas import save_areas
from db.engine import open_engine, writing
from db.homes import save_households, save_seniors
from db.terminals import SecretTerminal, save_terminals
from people.areas import Area, AreaKind
from people.ids import AreaId, HouseholdId, SeniorId, TerminalId
from people.seniors import Household, Senior
from people.terminals import Terminal, TerminalKind
from tests.contract.homes import new_database

MONDAY = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
"""Ten in the morning in Beijing."""
DAY = timedelta(days=1)
SATURDAY = MONDAY + 5 * DAY
"""The sixth morning."""


@pytest.fixture(scope="module")
def engine(database_kind: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = open_engine(new_database(tmp_path_factory.mktemp("sweep")))
    yield engine
    engine.dispose()


@pytest.fixture
def conn(engine: Engine) -> Iterator[Connection]:
    """Taken back afterwards."""
    with writing(engine) as conn:
        lay_out(conn)
        yield conn
        conn.rollback()


def lay_out(conn: Connection) -> None:
    save_areas(conn, [Area(id=AreaId("laoshan"), name="老山", kind=AreaKind.COMMUNITY)])


def move_in(
    conn: Connection, *people: str, address: str = "老山路", line: str = "", zone: str = "Asia/Shanghai",
    risk: bool = False, days: int | None = None,
) -> None:  # fmt: skip
    """Each of them into a home of her own, with a telephone of ours or, given its number, a fixed line."""
    tags = frozenset({"lives_alone", *(["high_risk"] if risk else [])})
    homes = [HouseholdId(f"h-{one}") for one in people]
    save_households(conn, [Household(id=home, area=AreaId("laoshan"), address=address) for home in homes])
    save_seniors(
        conn,
        [
            Senior(id=SeniorId(one), household=home, name="王秀英", tags=tags, zone=zone, silent_after_days=days)
            for one, home in zip(people, homes, strict=True)
        ],
    )
    kind = TerminalKind.LINE if line else TerminalKind.SIP
    telephones = [
        Terminal(id=TerminalId(f"t-{one}"), household=home, kind=kind, number=line and f"{line}{number:04}")
        for number, (one, home) in enumerate(zip(people, homes, strict=True))
    ]
    save_terminals(conn, [SecretTerminal(terminal=one, secret="s") for one in telephones])
