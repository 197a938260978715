"""Our webhooks and a pretended Twilio beside each other, with a compiled site between them."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import uvicorn

from ivr.failover import Purpose
from ivr.settings import Settings
from ivr.site import Desk, Site
from ivr.twilio import keeping
from ivr.twilio.fallback import compiled
from ivr.twilio.fallback_json import FILE, write
from ivr.twilio.journal import Journal
from ivr.twilio.journal_rows import Fact, Order
from ivr.twilio.sending import Sender
from ivr.twilio.settings import TwilioSettings
from ivr.twilio.webhooks import Webhooks, standing
from people.areas import Area, AreaKind
from people.ids import AreaId, ContactId, HouseholdId, ProviderId, SeniorId, ServiceId, TerminalId
from people.providers import Provider, ProviderNumber
from people.seniors import Household, Senior
from people.terminals import Accepts, Contact, Terminal, TerminalKind
from tests.waiting import until
from town.twilio_stand_in import TwilioStandIn

ACCOUNT, TOKEN = "AC" + "0" * 32, "secret"
PUBLIC = "https://care.example"
OURS, MEALS, EMERGENCY = "+861066600000", "+861066600002", "+861066600001"
HER, KITCHEN, SECOND = "+861066610001", "+8613900000003", "+8613900000004"
DAUGHTER, SON = "+8613900000011", "+8613900000012"
HOTLINE, DESK = "+8613900000021", "+8613900000022"
NOON = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)


def site() -> Site:
    area, home = AreaId("laoshan"), HouseholdId("h1")
    numbers = (
        ProviderNumber(number=KITCHEN, seconds=15),
        ProviderNumber(number=SECOND, accepts=Accepts.PRESS_1),
    )
    return Site(
        areas=(Area(id=area, name="老山社区", kind=AreaKind.COMMUNITY),),
        providers=(
            Provider(id=ProviderId("kitchen"), name="厨房", service=ServiceId("meals"), area=area, numbers=numbers),
        ),
        households=(Household(id=home, area=area, address="老山东里 3-2-501"),),
        seniors=(Senior(id=SeniorId("s1"), household=home, name="王秀兰"),),
        terminals=(Terminal(id=TerminalId("t1001"), household=home, kind=TerminalKind.LINE, number=HER),),
        contacts=(
            Contact(id=ContactId("c1"), household=home, position=1, name="李红", number=DAUGHTER),
            Contact(id=ContactId("c2"), household=home, position=2, name="王明", number=SON),
        ),
        desks=tuple(Desk(name=n, endpoints=("d1",)) for n in ("hotline", "emergency", "community", "centre")),
    )


@dataclass
class World:
    twilio: TwilioStandIn
    webhooks: Webhooks
    sender: Sender
    journal: Journal
    settings: TwilioSettings
    offset: Callable[[float], None]
    """The exchange's clock is moved on by so many seconds."""
    clock: Callable[[], datetime]

    async def press(self, number: str, sender: str = HER) -> str:
        """A call from her to one of our numbers, until everything that follows is over; its id."""
        call = self.twilio.press(sender, number, f"{PUBLIC}/twilio/voice")
        await self.twilio.quiet()
        return call.sid

    async def facts(self, kind: str) -> list[Fact]:
        return [fact for fact in await self.journal.do(lambda conn: keeping.facts(conn, 0)) if fact.kind == kind]

    async def order(self, *orders: Order) -> None:
        await self.journal.do(lambda conn: keeping.order(conn, orders))

    async def known(self, token: str) -> Order:
        found = await self.journal.do(lambda conn: keeping.order_of(conn, token))
        assert found is not None
        return found


def wellness(token: str, due_at: datetime = NOON, number: str = DESK) -> Order:
    path = f"/twilio/wellness?token={token}#her=%2B861066610001"
    return Order(token=token, purpose=Purpose.WELLNESS, number=number, path=path, due_at=due_at)


@asynccontextmanager
async def world(folder: Path, *, compiled_site: bool = True, **changed: object) -> AsyncIterator[World]:
    """The webhooks on loopback behind the address of a proxy; the sender looks only when it is told to."""
    moved = 0.0

    def clock() -> datetime:
        return datetime.fromtimestamp(NOON.timestamp() + moved, UTC)

    def offset(seconds: float) -> None:
        nonlocal moved
        moved += seconds

    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    twilio = TwilioStandIn(account=ACCOUNT, token=TOKEN, public=PUBLIC, reached=f"http://127.0.0.1:{port}")
    async with twilio:
        values = {
            "account": ACCOUNT, "token": TOKEN, "api": twilio.address, "number": OURS, "public": PUBLIC,
            "numbers": {MEALS: "meals", EMERGENCY: "emergency"}, "folder": folder, "timeout": 5,
            "calls_per_second": 100, "desks": {"hotline": (HOTLINE,), "emergency": (DESK,)}, **changed,
        }  # fmt: skip
        settings = Settings(twilio=TwilioSettings.model_validate(values))
        if compiled_site:
            write(compiled(site(), clock(), settings.twilio.desks), folder / FILE)
        async with standing(settings, clock=clock, at_work=False) as (app, sender):
            config = uvicorn.Config(app, log_level="error", access_log=False, lifespan="off")
            server = uvicorn.Server(config)
            serving = asyncio.create_task(server.serve(sockets=[listening]))
            await until(lambda: server.started)
            yield World(
                twilio=twilio, webhooks=app, sender=sender, journal=app.journal, settings=settings.twilio,
                offset=offset, clock=clock,
            )  # fmt: skip
            server.should_exit = True
            await serving
        listening.close()
