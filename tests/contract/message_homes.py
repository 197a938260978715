"""Who gets messages in the tests? Two people living alone and a couple; a message to those alone."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection

from broadcasts.service import (
    Audio,
    Intent,
    Lines,
    Started,
    TrunkUse,
    create_campaign,
    dial_due,
    load_attempt,
    save_attempt,
    settle_attempt,
    start_campaign,
)
from db import campaigns, watch
from db.areas import save_areas
from db.campaigns import CampaignRow, DeliveryRow
from db.homes import save_households, save_seniors
from db.terminals import SecretTerminal, save_terminals
from ivr import events as e
from ivr.attempt import AttemptEvent, advance
from people.areas import Area, AreaKind
from people.ids import AreaId, HouseholdId, SeniorId, TerminalId
from people.seniors import Household, Senior
from people.terminals import Terminal
from tests.contract.homes import new_database, taken_back

NINE = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
"""Nine in the morning in Beijing."""
MINUTE = timedelta(minutes=1)
FROST = Audio(file="/sounds/frost", total_ms=30_000)
ALONE = frozenset({"lives_alone"})


@pytest.fixture(scope="module")
def upgraded(database_kind: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    return new_database(tmp_path_factory.mktemp("broadcasts"))


@pytest.fixture
def conn(upgraded: str) -> Iterator[Connection]:
    """Three homes: two people living alone, and a couple. What a test writes is taken back."""
    with taken_back(upgraded, settle_in) as conn:
        yield conn


def settle_in(conn: Connection) -> None:
    save_areas(conn, [Area(id=AreaId("laoshan"), name="老山", kind=AreaKind.COMMUNITY)])
    homes = [HouseholdId(f"h{n}") for n in (1, 2, 3)]
    save_households(conn, [Household(id=home, area=AreaId("laoshan"), address="老山路") for home in homes])
    save_seniors(conn, [
        Senior(id=SeniorId("wang"), household=homes[0], name="王秀英", tags=ALONE),
        Senior(id=SeniorId("li"), household=homes[1], name="李淑兰", tags=ALONE),
        Senior(id=SeniorId("zhao"), household=homes[2], name="赵德福"),
        Senior(id=SeniorId("qian"), household=homes[2], name="钱桂芳"),
    ])  # fmt: skip
    telephones = [Terminal(id=TerminalId(f"t{n}"), household=home) for n, home in enumerate(homes, 1)]
    save_terminals(conn, [SecretTerminal(terminal=one, secret="s") for one in telephones])


def started(conn: Connection, now: datetime = NINE) -> CampaignRow:
    draft = create_campaign(conn, now, title="Frost", text="It will be cold")
    assert isinstance(draft, CampaignRow)
    done = start_campaign(conn, draft.id, now, audio=FROST)
    assert isinstance(done, Started)
    return done.campaign


def delivery(conn: Connection, campaign: CampaignRow, senior: str) -> DeliveryRow:
    return next(row for row in campaigns.of_campaign(conn, campaign.id) if row.senior_id == senior)


def lines(channels: int = 10) -> Lines:
    return Lines(channels=channels, dials=99, trunks=(TrunkUse(name="trunka", limit=30),))


def dialled(conn: Connection, now: datetime = NINE) -> dict[str, Intent]:
    """The dials of one tick, by terminal."""
    return {intent.terminal: intent for intent in dial_due(conn, now, lines())}


def told(conn: Connection, event: AttemptEvent, now: datetime | None = None) -> None:
    """As the controller does it: load, decide, save, settle."""
    ours = event.channel if isinstance(event, e.HungUp) else str(event.attempt)
    before = load_attempt(conn, ours)
    assert before is not None
    attempt = advance(before, event)
    save_attempt(conn, attempt)
    settle_attempt(conn, attempt, now or event.at)


def heard(attempt: str, terminal: str, at: datetime, *, ms: int | None, measured: bool = True) -> e.MessageHeard:
    return e.MessageHeard(
        at=at,
        channel=attempt,
        attempt=e.AttemptId(attempt),
        terminal=terminal,
        ms=ms,
        measured=measured,
        key="",
    )


def answered(attempt: str, terminal: str, at: datetime) -> e.AttemptAnswered:
    return e.AttemptAnswered(at=at, channel=attempt, attempt=e.AttemptId(attempt), terminal=terminal, sip_call_id="")


def key(attempt: str, terminal: str, at: datetime, digit: str) -> e.KeyPressed:
    return e.KeyPressed(at=at, channel=attempt, attempt=e.AttemptId(attempt), terminal=terminal, key=digit)


def rings(conn: Connection, intent: Intent, *events: str, ms: int | None = None) -> None:
    """What the exchange tells of a dial: `answered`, `heard` or a key, ten seconds apart; then the end."""
    about, at = (intent.attempt, intent.terminal), NINE
    told(conn, e.AttemptRang(at=at, channel=intent.attempt, attempt=e.AttemptId(intent.attempt)))
    for name in events:
        at += timedelta(seconds=10)
        if name == "answered":
            told(conn, answered(*about, at))
        else:
            told(conn, heard(*about, at, ms=ms) if name == "heard" else key(*about, at, name))
    over = at + timedelta(seconds=10)
    told(conn, e.HungUp(at=over, channel=intent.attempt, cause=16, by_itself=True))


def clock(conn: Connection, senior: str) -> datetime | None:
    return watch.load_watch(conn, [senior])[senior].oldest_unheard_at
