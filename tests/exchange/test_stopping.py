"""What becomes of the telephones that ring when their message is cancelled? They stop, and nobody else's begins."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from broadcasts import service
from broadcasts.settings import BroadcastSettings
from broadcasts.stopping import no_longer_wanted
from db import attempts, campaigns
from db.attempts import AttemptRow
from db.engine import open_engine, reading, writing
from db.terminals import SecretTerminal, save_terminals
from ivr import care
from ivr import events as e
from ivr.asterisk.ami_actions import Originate
from ivr.commands import Command, OriginateMessage
from ivr.messages.dialler import Dialler
from ivr.orders import Ways, dialled, order
from ivr.perform import Performer
from ivr.settings import CareSettings, Settings
from people.ids import HouseholdId, TerminalId
from people.terminals import Terminal
from people.windows import parse_windows
from tests.contract.homes import new_database
from tests.contract.messages import MESSAGE, delivery, offer, settle_in
from tests.exchange.conftest import Play
from tests.exchange.world import World

RINGING, NEXT = "t1002", "t1003"
RULES = BroadcastSettings(windows=parse_windows("00:00-24:00"), quiet=())


def now() -> datetime:
    return datetime.now(UTC)


def in_which(folder: Path, first: str, second: str) -> Engine:
    """Two homes, one telephone each, and a message for both of them."""
    engine = open_engine(new_database(folder))
    with writing(engine) as conn:
        settle_in(conn, 2)
        for n, key in ((1, first), (2, second)):
            home = HouseholdId(f"h{n}")
            out = Terminal(id=TerminalId(f"t{n}"), household=home, active=False)
            there = Terminal(id=TerminalId(key), household=home)
            save_terminals(conn, [SecretTerminal(terminal=one, secret="s") for one in (out, there)])
        offer(conn, "s1", "s2", created_at=now())
        campaigns.save_deliveries(conn, [replace(delivery(conn, n), available_at=now()) for n in (1, 2)])
    return engine


def ordered(command: Command) -> Originate | None:
    assert isinstance(command, OriginateMessage)
    terminal = dialled(command)
    assert terminal is not None
    ways = Ways(trunk="", area_code="10", published="66660000", sounds="/nowhere", language="zh",
                rings=timedelta(minutes=5))  # fmt: skip
    return order(command, terminal, ways)


@contextlib.asynccontextmanager
async def dialling(world: World, engine: Engine) -> AsyncIterator[None]:
    """The dialler of a site with one line for messages."""
    turn = asyncio.Lock()

    async def decide(rule: Callable[..., int], *arguments: object) -> int:
        async with turn:
            with writing(engine) as conn:
                return rule(conn, now(), *arguments)

    performer = Performer(engine=engine, ami=world.ami, order=ordered, clock=now, unwanted=no_longer_wanted,
                          refused=care.orders_refused, turn=turn)  # fmt: skip
    settings = Settings(care=CareSettings(broadcast_channels=1, calls_per_second=100))
    found = Dialler(engine=engine, ami=world.ami, decide=decide, performer=performer, settings=settings, rules=RULES)
    running = asyncio.create_task(found.run())
    try:
        yield
    finally:
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running


def made(engine: Engine) -> list[AttemptRow]:
    with reading(engine) as conn:
        return attempts.open_attempts(conn)


def test_a_telephone_that_rings_for_a_cancelled_message_stops_ringing(play: Play, tmp_path: Path) -> None:
    engine = in_which(tmp_path, RINGING, NEXT)

    async def scene(world: World) -> None:
        await world.pair.behave(RINGING, "silent", 60)
        async with dialling(world, engine):
            rang = await world.in_town("RANG", RINGING)
            with writing(engine) as conn:
                service.cancel(conn, MESSAGE, now(), by="staff1")
            ended = await world.in_town("ENDED", RINGING)
        (attempt,) = made(engine)
        hung_up = await world.fact(e.HungUp, channel=attempt.id)

        assert isinstance(hung_up, e.HungUp) and not hung_up.by_itself
        assert ended.call_id == rang.call_id
        assert not any((row.what, row.who) == ("RANG", NEXT) for row in world.town())

    play(scene)
    engine.dispose()
