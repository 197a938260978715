"""Who may ring whom at our cost? Every source against every target; the town's own log is the judge."""

import asyncio
from collections import Counter
from collections.abc import Iterable
from contextlib import AsyncExitStack
from dataclasses import dataclass

import pytest

from tests.exchange.conftest import Play
from tests.exchange.world import World
from tests.security.telephone import Attacker, Dialog

LOCAL, MOBILE, NATIONAL, ABROAD, PREMIUM, EMERGENCY = "local", "mobile", "national", "abroad", "premium", "emergency"


@dataclass(frozen=True, kw_only=True)
class Source:
    """`at`: which address of the world it calls from. `knows`: its secret, where it has one."""

    name: str
    secret: str = ""
    at: int = 0
    leaves: frozenset[str] = frozenset()


def _class(*kinds: str) -> frozenset[str]:
    return frozenset((*kinds, EMERGENCY))


SOURCES = {
    "a home of class none": Source(name="t1003", secret="secret1003", leaves=_class()),
    "a home of class local": Source(name="t1001", secret="secret1001", leaves=_class(LOCAL, MOBILE)),
    "a home of class national": Source(name="t1004", secret="secret1004", leaves=_class(LOCAL, MOBILE, NATIONAL)),
    "a home of class international": Source(
        name="t1005", secret="secret1005", leaves=_class(LOCAL, MOBILE, NATIONAL, ABROAD)
    ),
    "a desk": Source(name="desk1", secret="desksecret1", leaves=_class(LOCAL, MOBILE, NATIONAL)),
    "somebody behind the first trunk": Source(name="13800000000", at=3),
    "a provider behind the second trunk": Source(name="01088880001", at=4),
    "a trunk's neighbour that claims a home": Source(name="t1005", at=3),
    "a stranger": Source(name="stranger"),
    "a stranger that claims a home": Source(name="t1005"),
    "a stranger that claims a desk": Source(name="desk1"),
    "a stranger that guesses a secret": Source(name="t1005", secret="t1005"),
    "a stranger that claims a trunk": Source(name="trunka"),
    "a stranger that claims a message's way": Source(name="trunka-bc"),
    "a stranger that claims the town": Source(name="nobody"),
}
PRESS_RINGS = {"88880001", "88880002", "desk1", "desk2"}
PUBLIC = ("110", "119", "120", "122", "999")


def targets(n: int) -> dict[str, tuple[str, ...]]:
    """Kind -> what the n-th source dials, each number its own, so that the town tells who it was."""
    return {
        LOCAL: (f"66{n:02d}0001", f"4001{n:02d}0001"),
        MOBILE: (f"139{n:02d}000001",),
        NATIONAL: (f"02166{n:02d}0001", f"057188{n:02d}001", f"0139{n:02d}000001"),
        ABROAD: (f"00141555{n:02d}001", f"0087077{n:02d}0001"),
        PREMIUM: (f"16899{n:02d}1", f"01016899{n:02d}1", f"0571168{n:02d}001", f"9001{n:02d}0001"),
        EMERGENCY: (PUBLIC[n % len(PUBLIC)],),
        "an address": (
            f"66{n:02d}0002%40elsewhere.example", f"66{n:02d}0003%26PJSIP%2F66{n:02d}0004%40trunka",
            f"PJSIP%2F66{n:02d}0005%40trunka", f"Local%2F66{n:02d}0006%40out", "trunka",
            f"%24%7BSHELL(touch%20%2Ftmp%2Fpwned{n})%7D", f"sip%3A66{n:02d}0007%40elsewhere.example",
            f"%2B8666{n:02d}0008", "s", "h", "i",
        ),
    }  # fmt: skip


def allowed() -> set[str]:
    """The numbers that must ring, and no others."""
    return {
        number
        for n, source in enumerate(SOURCES.values())
        for kind in source.leaves
        for number in targets(n)[kind]
    }  # fmt: skip


def test_only_what_the_class_allows_leaves_from_any_source_to_any_target(play: Play) -> None:
    async def scene(world: World) -> None:
        await _room(world, 60)
        for number in PUBLIC:
            await world.pair.behave(number, "silent")
        async with AsyncExitStack() as up:
            calls = await asyncio.gather(*(_all_of(world, up, n, one) for n, one in enumerate(SOURCES.values())))
            made = [dialog for group in calls for dialog in group]
            wanted = allowed()
            await world.until(lambda: wanted <= _rung(world), f"{wanted} ring", 20)
            rung = Counter(_numbers(world))
            await world.quiet()
        await _room(world, 6)

        assert rung == Counter(wanted)
        assert _rung(world) == wanted
        assert len(made) == len(SOURCES) * sum(len(each) for each in targets(0).values())
        assert [dialog.uri for dialog in made if dialog.status == 0] == []

    play(scene)


def test_whoever_has_no_secret_is_told_no_whatever_name_is_claimed(play: Play) -> None:
    async def scene(world: World) -> None:
        for name in ("t1005", "desk1", "trunka", "trunka-bc", "nobody", "anonymous", "asterisk", "13800000000"):
            async with Attacker(world.pair.node.address, name) as attacker:
                for number in ("66660001", "*01", "120", "66001234"):
                    assert (await attacker.call(number)).status == 401, (name, number)

        assert world.facts() == []
        assert world.town() == []

    play(scene)


@pytest.mark.parametrize("target", ["66001234", "0014155550100", "t1002", "120", "*02"])
def test_nobody_can_send_the_other_party_on(play: Play, target: str) -> None:
    async def scene(world: World) -> None:
        at = world.pair.node.address
        for attacker, number in (
            (Attacker(at, "t1005", secret="secret1005"), "*02"),
            (Attacker(at, "desk1", secret="desksecret1"), "66007777"),
            (Attacker(at, "13800000000", host=world.pair.addresses[3]), "66660002"),
        ):
            await world.pair.behave("66007777", "person", 0)
            async with attacker:
                dialog = await attacker.call(number)
                while dialog.status < 200:
                    await asyncio.wait_for(dialog.news.wait(), 5)
                    dialog.news.clear()
                assert dialog.status == 200
                before = _rung(world)
                assert await attacker.refer(dialog, target) >= 400
                assert _rung(world) - before <= PRESS_RINGS
            await world.quiet()
        assert target not in _rung(world)

    play(scene)


async def _all_of(world: World, up: AsyncExitStack, n: int, source: Source) -> list[Dialog]:
    """Everything that this source dials, one after the other; each has ended or rings."""
    host = world.pair.addresses[source.at] if source.at else "127.0.0.1"
    attacker = Attacker(world.pair.node.address, source.name, secret=source.secret, host=host)
    await up.enter_async_context(attacker)
    numbers = [number for kind in targets(n).values() for number in kind]
    return [await attacker.call(number) for number in numbers]


async def _room(world: World, channels: int) -> None:
    """So many calls leave at a time."""
    for trunk in ("trunka", "trunkb"):
        await world.pair.exchange.cli(f"dialplan set global TRUNK_LIMIT_{trunk} {channels}")


def _rung(world: World) -> set[str]:
    return set(_numbers(world))


def _numbers(world: World) -> Iterable[str]:
    return (row.who for row in world.town() if row.what == "RANG")
