"""Who lives in the silent house of the tests?"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection

from db import visits
from db.areas import save_areas
from db.cases import CaseRow
from db.engine import open_engine, writing
from db.homes import save_contacts, save_households, save_seniors
from db.staff import Account, save_accounts
from db.terminals import SecretTerminal, save_terminals
from db.visits import VisitRow
from people.areas import Area, AreaKind
from people.ids import AreaId, ContactId, HouseholdId, SeniorId, StaffId, TerminalId
from people.seniors import Household, Senior
from people.staff import Role, Staff
from people.terminals import Contact, Terminal
from tests.contract.homes import new_database
from wellness_checks import service as w
from wellness_checks.case import Refused

MONDAY = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
SATURDAY = MONDAY + timedelta(days=5)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
HOUSE = [f"s{n}" for n in range(6)]


@pytest.fixture
def conn(tmp_path) -> Iterator[Connection]:
    """Six people of one house, each alone with a telephone; visitors li and wu, supervisor boss; a daughter."""
    engine = open_engine(new_database(tmp_path))
    try:
        with writing(engine) as conn:
            settle_in(conn)
            yield conn
    finally:
        engine.dispose()


def settle_in(conn: Connection) -> None:
    save_areas(conn, [Area(id=AreaId("laoshan"), name="老山", kind=AreaKind.COMMUNITY)])
    homes = [HouseholdId(f"h{n}") for n in range(len(HOUSE))]
    area = AreaId("laoshan")
    save_households(conn, [Household(id=h, area=area, address=f"和平路9号楼{h}") for h in homes])
    save_seniors(conn, [Senior(id=SeniorId(s), household=h, name=s) for s, h in zip(HOUSE, homes, strict=True)])
    save_terminals(
        conn, [SecretTerminal(terminal=Terminal(id=TerminalId(f"t{h}"), household=h), secret="s") for h in homes]
    )
    daughter = Contact(id=ContactId("daughter"), household=homes[0], position=1, name="王芳", number="+8613900000001")
    save_contacts(conn, [daughter])
    roles = {"li": Role.VISITOR, "wu": Role.VISITOR, "boss": Role.SUPERVISOR}
    save_accounts(conn, [Account(person=Staff(id=StaffId(k), name=k, role=role)) for k, role in roles.items()])


def flagged(conn: Connection, senior: str = "s0") -> CaseRow:
    w.offer(conn, [senior], MONDAY)
    (case,) = w.sweep(conn, SATURDAY).opened
    return case


def visited(conn: Connection) -> VisitRow:
    w.send_visitor(conn, replace(flagged(conn)), SATURDAY, why="test")
    (visit,) = visits.open_visits(conn)
    return visit


def refused(outcome: object) -> str:
    assert isinstance(outcome, Refused), outcome
    return outcome.field
