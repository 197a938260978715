"""A neighbourhood with messages, for the tests of their delivery: homes, a running message, one delivery a person."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from broadcasts.attempts import load, save
from broadcasts.pacing import Lines, TrunkUse
from broadcasts.settling import settle_attempt
from db import campaigns
from db.areas import save_areas
from db.campaigns import CampaignRow, DeliveryRow
from db.engine import open_engine, writing
from db.homes import save_households, save_seniors
from db.terminals import SecretTerminal, save_terminals
from ivr import events as e
from ivr.attempt import AttemptEvent, advance
from people.areas import Area, AreaKind
from people.ids import AreaId, HouseholdId, SeniorId, TerminalId
from people.seniors import Household, Senior
from people.terminals import Terminal, TerminalKind
from tests.contract.homes import new_database

NINE = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
"""Nine in the morning in Beijing, a Monday: the first window opens."""
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
MESSAGE = "frost"
FILE, MS = "/sounds/frost", 30_000


@contextmanager
def neighbourhood(folder: Path, homes: int = 3) -> Iterator[Connection]:
    """Home hN with person sN and telephone tN, from 1; a running message for all of them. Taken back at the end."""
    engine = open_engine(new_database(folder))
    try:
        with writing(engine) as conn:
            settle_in(conn, homes)
            offer(conn, *(f"s{n}" for n in range(1, homes + 1)))
            yield conn
            conn.rollback()
    finally:
        engine.dispose()


def settle_in(conn: Connection, homes: int) -> None:
    save_areas(conn, [Area(id=AreaId("laoshan"), name="老山", kind=AreaKind.COMMUNITY)])
    for n in range(1, homes + 1):
        save_households(conn, [Household(id=HouseholdId(f"h{n}"), area=AreaId("laoshan"), address="老山路")])
        person(conn, n)
        telephone(conn, n)


def person(conn: Connection, n: int, **more: Any) -> None:
    save_seniors(
        conn, [Senior(**{"id": SeniorId(f"s{n}"), "household": HouseholdId(f"h{n}"), "name": "王秀英", **more})]
    )


def telephone(conn: Connection, n: int, key: str = "", **more: Any) -> None:
    one = Terminal(id=TerminalId(key or f"t{n}"), household=HouseholdId(f"h{n}"), **more)
    save_terminals(conn, [SecretTerminal(terminal=one, secret="s")])


def fixed_line(conn: Connection, n: int) -> None:
    telephone(conn, n, kind=TerminalKind.LINE, number=f"+86108888{n:04}")


def campaign(conn: Connection, key: str = MESSAGE, **more: Any) -> CampaignRow:
    """A running message; written again with other fields under the same key."""
    row = CampaignRow(**{"id": key, "title": "寒潮", "text": "降温", "audio": FILE, "created_at": NINE,
                         "state": "running", **more})  # fmt: skip
    campaigns.save_campaign(conn, row)
    return row


def offer(conn: Connection, *seniors: str, key: str = MESSAGE, **more: Any) -> None:
    """`seniors` as sN; the delivery is `<campaign>-sN`."""
    campaign(conn, key, **more)
    rows = [
        DeliveryRow(
            id=f"{key}-{senior}", campaign_id=key, senior_id=senior, household_id=f"h{senior[1:]}",
            terminal_id=f"t{senior[1:]}", available_at=NINE, total_ms=MS,
        )
        for senior in seniors
    ]  # fmt: skip
    campaigns.add_deliveries(conn, rows)


def delivery(conn: Connection, n: int = 1, key: str = MESSAGE) -> DeliveryRow:
    return campaigns.load_deliveries(conn, [f"{key}-s{n}"])[f"{key}-s{n}"]


def lines(channels: int = 10, dials: int = 99, **trunk: Any) -> Lines:
    return Lines(channels=channels, dials=dials, trunks=(TrunkUse(**{"name": "trunka", "limit": 30, **trunk}),))


def told(conn: Connection, event: AttemptEvent) -> None:
    """As the controller does it: load, decide, save, settle."""
    ours = event.channel if isinstance(event, e.HungUp) else str(event.attempt)
    before = load(conn, ours)
    assert before is not None, f"{ours} is no attempt"
    attempt = advance(before, event)
    save(conn, attempt)
    settle_attempt(conn, attempt, event.at)


def rang(conn: Connection, attempt: str, at: datetime = NINE) -> None:
    told(conn, e.AttemptRang(at=at, channel=attempt, attempt=e.AttemptId(attempt)))


def ended(conn: Connection, attempt: str, cause: int, at: datetime = NINE) -> None:
    """It rang, and its channel is gone with this cause (17 busy, 16 no answer, 34 congestion)."""
    rang(conn, attempt, at)
    told(conn, e.HungUp(at=at, channel=attempt, cause=cause, by_itself=False))


def heard(conn: Connection, attempt: str, terminal: str, at: datetime = NINE, ms: int | None = None) -> None:
    key = e.AttemptId(attempt)
    told(conn, e.MessageHeard(at=at, channel=attempt, attempt=key, terminal=terminal, ms=ms, measured=True, key=""))
