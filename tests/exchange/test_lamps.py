"""Does the lamp on a real telephone shine while something waits for it, and go out afterwards?"""

import json

from ivr.messages.lamps import Lamps
from tests.exchange.conftest import Play
from tests.exchange.telephone import Telephone
from tests.exchange.world import World

NAME, SECRET = "t2001", "secret-of-the-lamp"


async def _installed(world: World) -> None:
    """A telephone that the town does not play: its three rows, as ivr/tables/overlay.py puts them."""
    for family, values in {
        "ps_auth/auth": {"auth_type": "userpass", "username": NAME, "password": SECRET},
        "ps_aor/aor": {"max_contacts": "1", "remove_existing": "yes"},
        "ps_endpoint/endpoint": {
            "context": "home-local", "disallow": "all", "allow": "alaw", "auth": NAME, "aors": NAME,
            "mailboxes": f"{NAME}@bb",
        },
    }.items():  # fmt: skip
        await world.fill.db_put(family, NAME, json.dumps(values, separators=(",", ":")))


def test_a_telephone_is_told_how_many_wait_and_when_none_does_any_more(play: Play) -> None:
    async def scene(world: World) -> None:
        await _installed(world)
        lamps = Lamps(world.ami)
        async with Telephone(NAME, SECRET, world.pair.addresses[1]) as telephone:
            await lamps.put({NAME: 4})
            await world.until(lambda: 4 in telephone.lamps, "four messages on the lamp")
            await lamps.put({})
            await world.until(lambda: telephone.lamps[-1] == 0, "the lamp is dark")

            assert set(telephone.lamps) == {0, 4}

    play(scene)


def test_a_telephone_that_registers_later_finds_its_lamp_lit(play: Play) -> None:
    async def scene(world: World) -> None:
        await _installed(world)
        lamps = Lamps(world.ami)
        await lamps.put({NAME: 2})
        async with Telephone(NAME, SECRET, world.pair.addresses[1]) as telephone:
            await world.until(lambda: telephone.lamps, "a word about the lamp")
        await lamps.put({})

        assert set(telephone.lamps) == {2}

    play(scene)
