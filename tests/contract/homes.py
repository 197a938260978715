"""What do the tests of the use cases share? An empty database of our version, and two homes in it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection

from db.areas import save_areas
from db.engine import open_engine, writing
from db.homes import save_households, save_seniors
from db.terminals import SecretTerminal, save_terminals
from people.areas import Area, AreaKind
from people.ids import AreaId, HouseholdId, SeniorId, TerminalId
from people.seniors import Household, Senior
from people.terminals import Terminal, TerminalKind
from tests.postgres import databases
from tests.template import copied


def new_database(folder: Path, name: str = "bigbutton.db") -> str:
    """The address of a fresh database of this version: in `folder`, or where this test runs on PostgreSQL there."""
    return databases.fresh() or copied(folder / name)


@contextmanager
def taken_back(url: str, settle: Callable[[Connection], None]) -> Iterator[Connection]:
    """A transaction in which these people live there; what a test writes is taken back with them."""
    engine = open_engine(url)
    try:
        with writing(engine) as conn:
            settle(conn)
            yield conn
            conn.rollback()
    finally:
        engine.dispose()


def settle_in(conn: Connection) -> None:
    """Wang Xiuying at t1001, a SIP telephone; Zhao Defu at t1002, a fixed line."""
    save_areas(conn, [Area(id=AreaId("laoshan"), name="老山", kind=AreaKind.COMMUNITY)])
    homes = [HouseholdId("h1"), HouseholdId("h2")]
    save_households(conn, [Household(id=home, area=AreaId("laoshan"), address="老山路") for home in homes])
    save_seniors(conn, [
        Senior(id=SeniorId("wang"), household=homes[0], name="王秀英", name_en="Wang Xiuying",
               tags=frozenset({"lives_alone"})),
        Senior(id=SeniorId("zhao"), household=homes[1], name="赵德福"),
    ])  # fmt: skip
    sip = Terminal(id=TerminalId("t1001"), household=homes[0])
    line = Terminal(id=TerminalId("t1002"), household=homes[1], kind=TerminalKind.LINE, number="+861088880001")
    save_terminals(conn, [SecretTerminal(terminal=one, secret="s") for one in (sip, line)])
