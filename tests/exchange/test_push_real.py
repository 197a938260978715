"""Is what the real Asterisk dials from the pushed tables what the rule names? A sample of homes, services and hours."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from db.engine import open_engine, reading
from db.importing import import_file
from ivr import events as e
from ivr.asterisk.stored import stored_keys
from ivr.asterisk.tables import TableWriter
from ivr.exchange_settings import DeskSettings, PhoneSettings
from ivr.picture import load_site
from ivr.routing import decide_for
from ivr.services import DEFAULT_SERVICES, EMERGENCY
from ivr.settings import Settings
from ivr.site import Site
from ivr.tables.leftovers import SETTLED
from ivr.tables.people_rows import people_rows
from ivr.tables.push import Pusher
from ivr.tables.pushing import FAMILIES, GRACE
from ivr.tables.rows import Key, Week, encode
from ivr.timetable import weeks
from people.cells import Locality
from people.ids import TargetId, TerminalId
from tests.exchange.conftest import Play
from tests.exchange.world import HOMES, World
from tests.template import copied
from town.people import make_town

SAMPLE = 8


def test_the_first_rung_dialled_is_the_rules_at_any_hour_of_the_week(play: Play, tmp_path: Path) -> None:
    site = _town(tmp_path)
    chance = Random(11)

    async def scene(world: World) -> None:
        start = datetime.now(UTC)
        pusher = Pusher(
            writer=TableWriter(world.fill),
            load=lambda: site,
            generation=lambda: 77,
            clock=lambda: start,
            area_code="10",
        )
        await pusher.push()
        try:
            for _ in range(SAMPLE):
                dialled, named = await _first_rungs(world, site, chance)
                assert dialled == named
        finally:
            for family in FAMILIES:
                await TableWriter(world.fill).delete_tree(family)
            await world.ami.set_global("CLOCK_OFFSET", "0")

    play(scene)


def test_rows_that_an_earlier_controller_left_are_found_on_asterisks_disk_and_taken_out(
    play: Play, tmp_path: Path
) -> None:
    site = _town(tmp_path)
    gone = site.terminals[-1].id
    left = {
        Key("who", gone),
        Key("ladder", gone),
        *(Key("route", f"{site.areas[0].id}/meals/000077/{n}") for n in "01"),
    }

    async def scene(world: World) -> None:
        root = world.pair.exchange.root
        try:
            before = await _settled_push(world, site, 77)
            smaller = replace(site, terminals=site.terminals[:-1])
            await world.until(lambda: before <= stored_keys(root, FAMILIES), "the first push on the disk")
            wanted = await _settled_push(world, smaller, 78)
            await world.until(lambda: stored_keys(root, FAMILIES) == wanted, "only what is wanted, on the disk")
            gone_from_asterisk = [await world.fill.db_get(key.family, key.key) for key in left]
        finally:
            for family in FAMILIES:
                await TableWriter(world.fill).delete_tree(family)

        assert before >= left and not wanted & left
        assert gone_from_asterisk == [None] * len(left)

    play(scene)


async def _settled_push(world: World, site: Site, generation: int) -> frozenset[Key]:
    """A new controller pushes, and later looks for what an earlier one left. Returns the keys that are wanted."""
    now = datetime.now(UTC)
    pusher = Pusher(
        writer=TableWriter(world.fill),
        load=lambda: site,
        generation=lambda: generation,
        clock=lambda: now,
        area_code="10",
        stored=lambda: stored_keys(world.pair.exchange.root, FAMILIES),
    )
    await pusher.push()
    for later in (SETTLED, GRACE):
        now += later
        await pusher.push()
    made = [week for week in weeks(site, now) if isinstance(week, Week)]
    rows = [row for week in made for row in encode(week, generation)]
    return frozenset(row.at for row in (*rows, *people_rows(site, "10")))


First = tuple[str, int, str]
"""Of a first rung: whom it rings, for how many seconds, why."""


async def _first_rungs(world: World, site: Site, chance: Random) -> tuple[First, First]:
    """What Asterisk dialled for some home at some hour of the week, and what the rule names."""
    await world.begin()
    home = chance.choice([home.id for home in HOMES if home.id != "t1002"])
    service = chance.choice([service for service in DEFAULT_SERVICES if service.id != EMERGENCY])
    ahead = chance.randrange(0, 7 * 24 * 3600 - 3600)
    await world.ami.set_global("CLOCK_OFFSET", str(ahead))
    await world.pair.press(home, f"*{service.code}", stay=1)

    rung = await world.fact(e.RungStarted, position=1)

    named = decide_for(TerminalId(home), service.id, site, datetime.now(UTC) + timedelta(seconds=ahead)).rungs[0]
    assert isinstance(rung, e.RungStarted)
    return (rung.target, rung.seconds, rung.why), (_resolved(named.target, home, site), named.seconds, named.why)


def _resolved(target: TargetId, home: str, site: Site) -> str:
    if not target.startswith("own-"):
        return target
    terminal = site.terminal(TerminalId(home))
    assert terminal is not None
    return f"contact-{site.contacts_of(terminal.household)[int(target[4:]) - 1].id}"


def _town(folder: Path) -> Site:
    engine = open_engine(copied(folder / "town.sqlite"))
    for kind, path in make_town().write(folder).items():
        assert not import_file(engine, kind, path, locality=Locality(area_code="10")).problems
    desks = (DeskSettings(name="hotline", phones=(PhoneSettings(id="desk1", secret="unused"),)),)
    with reading(engine) as conn:
        return load_site(conn, Settings(desks=desks))
