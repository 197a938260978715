"""Does the watch learn from a real exchange which telephones are there, and that it was away itself?"""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from db import outages, telephone_states
from db.areas import save_areas
from db.engine import open_engine, reading, writing
from db.homes import save_households
from db.terminals import SecretTerminal, save_terminals
from ivr.clock import OffsetClock
from ivr.deciding import Deciding
from ivr.watch.telephones import TelephoneWatch
from people.areas import Area, AreaKind
from people.ids import AreaId, HouseholdId, TerminalId
from people.seniors import Household
from people.terminals import Terminal
from tests.contract.homes import new_database
from tests.exchange.conftest import Play
from tests.exchange.world import World

DAY = timedelta(days=1)


def test_telephones_that_register_are_reachable_and_one_that_never_did_is_not(play: Play, tmp_path: Path) -> None:
    url = _with_telephones(tmp_path, "t1001", "t1002", "t9999")

    async def scene(world: World) -> None:
        await _installed(world, "t9999")
        await _watch(world, url, last_seen=None).look()

    play(scene)
    with reading(open_engine(url)) as conn:
        found = {key: row.state for key, row in telephone_states.load(conn, ["t1001", "t1002", "t9999"]).items()}
        assert found == {"t1001": "reachable", "t1002": "reachable", "t9999": "unregistered"}
        assert outages.latest(conn, 9) == []


def test_trunks_that_answer_are_no_outage(play: Play, tmp_path: Path) -> None:
    url = _with_telephones(tmp_path, "t1001")

    async def scene(world: World) -> None:
        await _watch(world, url, last_seen=None, trunks=("trunka", "trunkb")).look()

    play(scene)
    with reading(open_engine(url)) as conn:
        assert outages.latest(conn, 9) == []


def test_an_exchange_started_since_it_was_last_seen_was_out_in_between(play: Play, tmp_path: Path) -> None:
    url = _with_telephones(tmp_path, "t1001")
    long_ago = datetime.now(UTC) - DAY

    async def scene(world: World) -> None:
        watch = _watch(world, url, last_seen=long_ago)
        await watch.look()
        await watch.look()

    play(scene)
    with reading(open_engine(url)) as conn:
        (hole,) = outages.latest(conn, 9)
        assert (hole.kind, hole.subject, hole.started_at) == ("exchange", "laoshan", long_ago)
        assert hole.ended_at is not None
        assert hole.ended_at > long_ago


async def _installed(world: World, name: str) -> None:
    """A telephone that the exchange knows and that nobody has plugged in."""
    rows = {
        "ps_aor/aor": {"max_contacts": "1"},
        "ps_endpoint/endpoint": {"context": "home-local", "disallow": "all", "allow": "alaw", "aors": name},
    }
    for family, values in rows.items():
        await world.fill.db_put(family, name, json.dumps(values, separators=(",", ":")))


def _watch(
    world: World, url: str, *, last_seen: datetime | None, trunks: tuple[str, ...] = ("trunka",)
) -> TelephoneWatch:
    clock = OffsetClock()
    decide = Deciding(open_engine(url), clock, asyncio.Lock())
    return TelephoneWatch(
        ami=world.fill, decide=decide, clock=clock, exchange="laoshan", trunks=trunks, last_seen=last_seen
    )


def _with_telephones(folder: Path, *names: str) -> str:
    url = new_database(folder)
    with writing(open_engine(url)) as conn:
        save_areas(conn, [Area(id=AreaId("laoshan"), name="老山", kind=AreaKind.COMMUNITY)])
        homes = [HouseholdId(f"h-{name}") for name in names]
        save_households(conn, [Household(id=home, area=AreaId("laoshan"), address="老山路") for home in homes])
        telephones = [Terminal(id=TerminalId(name), household=home) for name, home in zip(names, homes, strict=True)]
        save_terminals(conn, [SecretTerminal(terminal=one, secret="s") for one in telephones])
    return url
