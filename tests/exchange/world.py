"""Where do the exchange tests happen? A real exchange and a real town: five terminals, three desks, a canteen."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from ivr import events as e
from ivr.asterisk.ami import Ami
from ivr.asterisk.ami_line import Account
from ivr.asterisk.factlog import Cursor, FactLog
from ivr.asterisk.facts import Translator
from ivr.asterisk.render import Code, Endpoint, SiteFiles, Trunk, write
from ivr.services import DEFAULT_SERVICES
from tests.exchange import tones
from tests.waiting import until
from town.instance import Runner
from town.pair import Pair, TownRow

T = TypeVar("T")
F = TypeVar("F", bound=e.Happened)
HOMES = tuple(
    Endpoint(id=f"t{n}", secret=f"secret{n}", call_class=call_class)
    for n, call_class in enumerate(("local", "local", "none", "national", "international"), start=1001)
)
DESKS = tuple(Endpoint(id=f"desk{n}", secret=f"desksecret{n}") for n in (1, 2, 3))
CANTEEN, CANTEEN_SECOND, CENTRE = "88880001", "88880002", "88889999"
STRANGER = "u01099990000"
"""How the dialplan calls an unknown caller of the access numbers."""
FAMILY = "13910000011"
STATIC_LADDER = "Local/0-desk-emergency@rung/n&Local/2-desk-centre@rung/n&Local/6-amb-120@rung/n"


def site(pair: Pair, **changes: object) -> SiteFiles:
    """What the files of the test exchange say."""
    files = SiteFiles(
        services=tuple(Code(id=service.id, code=service.code) for service in DEFAULT_SERVICES),
        terminals=HOMES,
        desks=DESKS,
        trunks=pair.trunks(limit=6),
        static_targets={
            "desk-hotline": "ring,PJSIP/desk1&PJSIP/desk2,answer",
            "desk-emergency": "ring,PJSIP/desk3,press-1",
            "desk-centre": f"trunk,{CENTRE},press-1",
            "amb-120": "trunk,120,answer",
            "prov-canteen-1": f"trunk,{CANTEEN},answer",
            "prov-canteen-2": f"trunk,{CANTEEN_SECOND},answer",
        },
        static_hotline="desk-hotline,4,answer,,hotline|desk-centre,6,press-1,,hotline",
        static_ladder=STATIC_LADDER,
        static_routes={
            "meals": "prov-canteen-1,3,answer,,open|prov-canteen-2,3,answer,,next|desk-hotline,4,answer,,hotline"
        },
        access_numbers={"66660001": "emergency", "66660002": "meals"},
        published="66660000",
        trunk_reserve=1,
        script=(100, 300),
    )
    return replace(files, **changes)  # type: ignore[arg-type]


@dataclass
class World:
    """The pair with what tests ask of it. Facts are read from where the test began."""

    pair: Pair
    ami: Ami
    fill: Ami
    log: FactLog
    cursor: Cursor
    town_seen: int = 0

    def __post_init__(self) -> None:
        self._facts: list[e.Event] = []
        self._translator = Translator()

    def facts(self) -> list[e.Event]:
        """Every event of this test so far."""
        rows, self.cursor = self.log.read(self.cursor)
        self._facts += [fact.event for fact in self._translator.facts(rows)]
        return self._facts

    def told(self, kind: type[F]) -> list[F]:
        """Those of this kind so far, in the order in which they were written."""
        return [event for event in self.facts() if isinstance(event, kind)]

    def town(self) -> list[TownRow]:
        """What the town's own log says since this test began."""
        return self.pair.town_log()[self.town_seen :]

    async def fact(self, kind: type[e.Event], *, within: float = 15, **fields: object) -> e.Event:
        """The first event of this kind whose fields are these, awaited."""
        return await self.until(lambda: next(self._matching(kind, fields), None), f"{kind.__name__} {fields}", within)

    def _matching(self, kind: type, fields: dict[str, object]) -> Iterator[e.Event]:
        return (
            event for event in self.facts()
            if isinstance(event, kind) and all(getattr(event, k) == v for k, v in fields.items())
        )  # fmt: skip

    async def in_town(self, what: str, who: str, *, within: float = 15) -> TownRow:
        """The town's first row of this kind about this telephone, awaited."""
        return await self.until(
            lambda: next((row for row in self.town() if (row.what, row.who) == (what, who)), None),
            f"{what} {who} in the town",
            within,
        )

    async def until(self, look: Callable[[], T | None], what: str, within: float = 15) -> T:
        """Look until something is there; says what had happened instead where it never comes."""
        return await until(look, what, within, every=0.02, said=self._happened)

    def _happened(self) -> str:
        return "\n".join(["facts:", *map(str, self.facts()), "town:", *map(str, self.town())])

    async def quiet(self) -> None:
        """Hang up everything and wait until no channel is left: tests begin in silence."""
        await until(self._silenced, "no channel is left", 15, every=0.05)

    async def _silenced(self) -> bool:
        if not await self.ami.channels():
            return True
        for who in (*(home.id for home in HOMES), STRANGER):  # each time: a ladder that begins takes the mark away
            await self.fill.db_put("inc-closed", who, "1")
        await asyncio.gather(
            self.pair.exchange.cli("channel request hangup all"),
            self.pair.town.cli("channel request hangup all"),
        )
        return False

    async def begin(self) -> None:
        """Everything before now belongs to other tests; everybody answers as at first."""
        await self.quiet()
        self.facts()
        self._facts.clear()
        self.town_seen = len(self.pair.town_log())
        for who, kind, delay, argument in (
            (CANTEEN, "person", 0.3, ""), (CANTEEN_SECOND, "person", 0.3, ""), (CENTRE, "closes", 0.3, "2"),
            ("desk1", "person", 0.3, ""), ("desk2", "silent", 0, ""), ("desk3", "closes", 0.3, "2"),
            ("120", "person", 0.3, ""), ("t1002", "person", 0.3, ""), (FAMILY, "accepts", 0.3, "2"),
        ):  # fmt: skip
            await self.pair.behave(who, kind, delay, argument)
            await self.pair.stays(who, 3)


@asynccontextmanager
async def started(
    runner: Runner, folder: Path, first: Callable[[Pair], Trunk] | None = None, prefix: str = "*", **changes: object
):
    """Exchange and town, up until the block ends. `first`: a way out before those that the town plays."""
    pair = Pair(runner, folder / "pair", tones.make(folder / "sounds"))
    files = site(pair, prefix=prefix, **changes)
    pair.write(files, (*HOMES, *DESKS))
    node = pair.node
    if first is not None:
        write(node, replace(files, trunks=(first(pair), *files.trunks)))
    await pair.start()
    try:
        async with (
            Ami(Account(host=node.address, port=node.ami_port, user="bb", secret=node.call_secret)) as ami,
            Ami(
                Account(host=node.address, port=node.ami_port, user="fill", secret=node.fill_secret, hears=False)
            ) as fill,
        ):
            await ami.until_ready(timedelta(seconds=20))
            await fill.until_ready(timedelta(seconds=20))
            log = FactLog(pair.exchange.facts)
            world = World(pair=pair, ami=ami, fill=fill, log=log, cursor=Cursor())
            await _registered(pair)
            yield world
    finally:
        await pair.stop()


async def _registered(pair: Pair) -> None:
    """Every telephone of the town is known to the exchange, and both trunks answer."""
    wanted = {home.id for home in (*HOMES, *DESKS)}

    async def there() -> bool:
        said = await pair.exchange.cli("pjsip show contacts")
        return all(f"{name}/sip:" in said for name in wanted) and said.count("Avail") >= 5

    await until(there, f"registered: {wanted}", 20, every=0.1)
