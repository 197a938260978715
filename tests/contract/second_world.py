"""A controller beside a pretended Twilio and our webhooks: a database with three homes, an exchange that is away."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Engine, select

from broadcasts.settings import BroadcastSettings
from db.engine import open_engine, reading, writing
from db.schema.work import attempts, outbox, tasks
from db.second_exchange import GivenRow, SwitchRow, load_given
from db.second_exchange import standing as switch_row
from ivr.asterisk.ami import Ami
from ivr.asterisk.ami_line import Account
from ivr.asterisk.factlog import FactLog
from ivr.care import follower
from ivr.controller import Controller
from ivr.deciding import Deciding
from ivr.exchange_settings import ExchangeSettings
from ivr.second_exchange.carrying import Carrying
from ivr.second_exchange.desk import Desk
from ivr.settings import Settings
from ivr.tables.loaded import Loaded
from ivr.taking import Taking
from ivr.telling import tell_family
from people.windows import parse_windows
from tests.contract.homes import new_database
from tests.contract.messages import fixed_line, settle_in
from tests.contract.twilio_world import World, world
from wellness_checks.service import WatchSettings

ALL_DAY = BroadcastSettings(windows=parse_windows("00:00-23:45"), quiet=())


class Answering(asyncio.DatagramProtocol):
    """Whatever is sent to it is answered, as an Asterisk that lives refuses a stranger's OPTIONS."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, address: tuple[str, int]) -> None:
        self._transport.sendto(b"SIP/2.0 404 Not Found\r\n\r\n", address)


@dataclass
class Second:
    """`twilio`: the world of the webhooks. `sip`: where the exchange would answer OPTIONS."""

    twilio: World
    engine: Engine
    carrying: Carrying
    controller: Controller
    clock: Callable[[], datetime]
    sip: tuple[str, int]
    again: Callable[[], tuple[Carrying, Controller]]

    def killed(self) -> None:
        """The controller dies and is started again: its memory is gone, the database stands."""
        self.carrying, self.controller = self.again()

    async def look(self, after: float = 0) -> SwitchRow:
        """One look, `after` so many seconds."""
        self.twilio.offset(after)
        await self.carrying.look()
        with reading(self.engine) as conn:
            row = switch_row(conn)
        assert row is not None
        return row

    async def gone(self) -> None:
        """The exchange has been silent for long enough."""
        await self.look()
        assert (await self.look(11)).side == "twilio"

    async def dialled(self) -> None:
        """The webhooks' sender looks, every call is carried out, and we hear of it."""
        await self.twilio.sender.look()
        await self.twilio.twilio.quiet()
        await self.look(1)

    @asynccontextmanager
    async def answering(self) -> AsyncIterator[None]:
        """The exchange answers SIP."""
        loop = asyncio.get_running_loop()
        transport, _ = await loop.create_datagram_endpoint(Answering, local_addr=self.sip)
        try:
            yield
        finally:
            transport.close()

    def attempts(self) -> list[tuple[str, str | None]]:
        """State and outcome, oldest first."""
        with reading(self.engine) as conn:
            found = conn.execute(select(attempts.c.state, attempts.c.outcome).order_by(attempts.c.id))
            return [(state, outcome) for state, outcome in found]

    def switch_fault(self) -> str:
        with reading(self.engine) as conn:
            row = switch_row(conn)
        return row.fault if row else ""

    def tasks(self, kind: str) -> list[str]:
        """States of the tasks of this kind."""
        with reading(self.engine) as conn:
            return list(conn.scalars(select(tasks.c.state).where(tasks.c.kind == kind).order_by(tasks.c.id)))

    def results(self) -> list[tuple[str, str]]:
        """Of the outbox: kind and state."""
        with reading(self.engine) as conn:
            return [(kind, state) for kind, state in conn.execute(select(outbox.c.kind, outbox.c.state))]

    def given(self, *tokens: str) -> dict[str, GivenRow]:
        with reading(self.engine) as conn:
            return load_given(conn, tokens)


@asynccontextmanager
async def second(folder: Path, homes: int = 3, **changed: Any) -> AsyncIterator[Second]:
    """Homes hN with fixed lines tN; nothing of the exchange answers."""
    async with world(folder / "twilio", **changed) as here:
        settings = Settings(
            site_name="老山",
            exchange=ExchangeSettings(address="127.0.0.1", sip_port=_free()),
            twilio=here.settings.model_copy(update={"inside": here.twilio.web._reached}),
        )
        engine = open_engine(new_database(folder))
        with writing(engine) as conn:
            settle_in(conn, homes)
            for n in range(1, homes + 1):
                fixed_line(conn, n)
        carrying, controller = _carrying(engine, settings, here.clock, folder)
        yield Second(
            twilio=here, engine=engine, carrying=carrying, controller=controller, clock=here.clock,
            sip=("127.0.0.1", settings.exchange.sip_port),
            again=lambda: _carrying(engine, settings, here.clock, folder),
        )  # fmt: skip
        engine.dispose()


def _carrying(
    engine: Engine, settings: Settings, clock: Callable[[], datetime], folder: Path
) -> tuple[Carrying, Controller]:
    turn = asyncio.Lock()
    controller = Controller(
        engine=engine, log=FactLog(folder / "log"), node="exchange", listeners=[tell_family],
        followers=[follower(settings)],
    )  # fmt: skip
    taking = Taking(controller=controller, turn=turn, clock=clock)
    taking.caught_up.set()
    carrying = Carrying(
        engine=engine, settings=settings, ami=Ami(Account(host="127.0.0.1", port=9, user="bb", secret="")),
        decide=Deciding(engine, clock, turn), taking=taking, controller=controller,
        loaded=Loaded(engine, settings, clock), watch=WatchSettings(), rules=ALL_DAY, clock=clock,
        desk=Desk(settings.twilio, clock),
    )  # fmt: skip
    return carrying, controller


def _free() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
