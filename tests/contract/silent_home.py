"""Who is silent in the tests of the watch? Wang, who lives alone, beside a home of two."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection

from broadcasts.service import load_attempt, save_attempt
from db import visits
from db.areas import save_areas
from db.cases import CaseRow
from db.homes import save_households, save_seniors
from db.terminals import SecretTerminal, save_terminals
from db.visits import VisitRow
from ivr import events as e
from ivr.attempt import AttemptEvent, advance
from people.areas import Area, AreaKind
from people.ids import AreaId, HouseholdId, SeniorId, TerminalId
from people.seniors import Household, Senior
from people.terminals import Terminal
from tests.contract.homes import new_database, taken_back
from wellness_checks.service import (
    Intent,
    offer,
    ring_due,
    settle_attempt,
)

MONDAY = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
"""Ten in the morning in Beijing."""
SATURDAY = MONDAY + timedelta(days=5)
"""The sixth morning."""
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture(scope="module")
def upgraded(database_kind: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    return new_database(tmp_path_factory.mktemp("watch"))


@pytest.fixture
def conn(upgraded: str) -> Iterator[Connection]:
    """Wang lives alone, the Zhaos together; she was offered a message on Monday. Taken back afterwards."""
    with taken_back(upgraded, settle_in) as conn:
        yield conn


def settle_in(conn: Connection) -> None:
    save_areas(conn, [Area(id=AreaId("laoshan"), name="老山", kind=AreaKind.COMMUNITY)])
    homes = [HouseholdId("h1"), HouseholdId("h2")]
    save_households(conn, [Household(id=home, area=AreaId("laoshan"), address="老山路") for home in homes])
    save_seniors(conn, [
        Senior(id=SeniorId("wang"), household=homes[0], name="王秀英", tags=frozenset({"lives_alone"})),
        Senior(id=SeniorId("zhao"), household=homes[1], name="赵德福"),
        Senior(id=SeniorId("qian"), household=homes[1], name="钱桂芳"),
    ])  # fmt: skip
    telephones = [Terminal(id=TerminalId(f"t{n}"), household=home) for n, home in enumerate(homes, 1)]
    save_terminals(conn, [SecretTerminal(terminal=one, secret="s") for one in telephones])
    offer(conn, ["wang"], MONDAY)


def told(conn: Connection, event: AttemptEvent) -> CaseRow | None:
    """As the controller does it: load, decide, save, settle."""
    before = load_attempt(conn, event.channel)
    assert before is not None
    attempt = advance(before, event)
    save_attempt(conn, attempt)
    return settle_attempt(conn, attempt, event.at)


def staff_call(conn: Connection, intent: Intent, now: datetime, *events: str) -> CaseRow | None:
    """What the exchange tells of a staff call: `taken`, `answered`, a dial status, or the key reported."""
    attempt = e.AttemptId(intent.attempt)
    about = {"at": now, "channel": intent.attempt, "attempt": attempt}
    home = {**about, "terminal": intent.terminal}
    told(conn, e.AttemptRang(**about))  # type: ignore[arg-type]
    for name in events:
        if name == "taken":
            told(conn, e.StaffAccepted(**home, target="desk-hotline"))  # type: ignore[arg-type]
        elif name == "answered":
            told(conn, e.AttemptAnswered(**home, sip_call_id=""))  # type: ignore[arg-type]
        elif name.isdigit():
            told(conn, e.StaffReported(**home, key=name))  # type: ignore[arg-type]
        else:
            told(conn, e.HerLegEnded(**home, status=name))  # type: ignore[arg-type]
    return told(conn, e.HungUp(at=now, channel=intent.attempt, cause=16, by_itself=True))


def in_vain(conn: Connection, now: datetime) -> CaseRow | None:
    (intent,) = ring_due(conn, now)
    return staff_call(conn, intent, now, "taken", "NOANSWER")


def visit_of(conn: Connection) -> VisitRow:
    (visit,) = visits.open_visits(conn)
    return visit
