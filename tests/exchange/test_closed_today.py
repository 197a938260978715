"""A canteen keys "closed for today" from its own telephone: does the very next press ring somebody else?"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from sqlalchemy import Engine

from db.engine import open_engine, reading, writing
from db.providers import load_providers, save_providers
from ivr import events as e
from ivr.asterisk.tables import TableWriter
from ivr.book import Book
from ivr.exchange_settings import DeskSettings, PhoneSettings
from ivr.picture import load_site
from ivr.requests import telephone
from ivr.requests.provider_rows import provider_rows
from ivr.settings import Settings
from ivr.site import Site
from ivr.tables.push import Pusher
from ivr.tables.pushing import FAMILIES
from ivr.tables.rows import Row
from people.ids import AreaId, ProviderId, ServiceId
from people.providers import Provider, ProviderNumber
from tests.contract.homes import new_database, settle_in
from tests.exchange.conftest import Play
from tests.exchange.world import CANTEEN_SECOND, World

SETTINGS = Settings(desks=(DeskSettings(name="hotline", phones=(PhoneSettings(id="desk1", secret="unused"),)),))


@contextmanager
def street(folder: Path) -> Iterator[Engine]:
    """Two homes and the canteen, open day and night."""
    engine = open_engine(new_database(folder))
    with writing(engine) as conn:
        settle_in(conn)
        save_providers(conn, [
            Provider(id=ProviderId("canteen"), name="canteen", service=ServiceId("meals"), area=AreaId("laoshan"),
                     numbers=(ProviderNumber(number=f"+8610{CANTEEN_SECOND}"),))
        ])  # fmt: skip
    yield engine
    engine.dispose()


def pusher_of(world: World, engine: Engine) -> Pusher:
    generations = count(80)

    def beside() -> list[Row]:
        with reading(engine) as conn:
            return list(provider_rows(load_providers(conn).values(), "10"))

    def site() -> Site:
        with reading(engine) as conn:
            return load_site(conn, SETTINGS)

    return Pusher(
        writer=TableWriter(world.fill), load=site, generation=lambda: next(generations),
        clock=lambda: datetime.now(UTC), area_code="10", beside=beside,
    )  # fmt: skip


async def keyed(world: World, engine: Engine, pusher: Pusher, key: str) -> None:
    """The canteen's own telephone rings in and says it; what follows is ours."""
    await world.pair.call_in(CANTEEN_SECOND, "66660002", stay=8, keys=key, key_wait=1)
    said = await world.fact(e.ProviderSaid, providers=("canteen",), key=key)
    with writing(engine) as conn:
        telephone.listener("Asia/Shanghai", lambda verdict: None)(conn, Book({}, {}, {}), said)
    await pusher.push()
    await world.fill.db_put("verdict", said.channel, "shut" if key == "1" else "open")
    await world.in_town("ENDED", CANTEEN_SECOND, within=25)


async def first_rung(world: World) -> str:
    await world.begin()
    await world.pair.press("t1001", "*02", stay=1)
    rung = await world.fact(e.RungStarted, position=1)
    assert isinstance(rung, e.RungStarted)
    return rung.target


def test_a_canteen_closed_by_telephone_is_rung_no_more_until_it_is_open_again(play: Play, tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        with street(tmp_path) as engine:
            pusher = pusher_of(world, engine)
            try:
                await pusher.push()
                before = await first_rung(world)
                await keyed(world, engine, pusher, "1")
                shut = await first_rung(world)
                await keyed(world, engine, pusher, "2")
                again = await first_rung(world)
            finally:
                for family in FAMILIES:
                    await TableWriter(world.fill).delete_tree(family)

        assert (before, again) == ("prov-canteen-1", "prov-canteen-1")
        assert shut != "prov-canteen-1"

    play(scene)
