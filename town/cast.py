"""How does everybody in the town behave? The same for the same seed, until the story tells somebody otherwise."""

from town import people
from town.pair import Pair
from town.people import Home, Town

HOME_HABITS = (("listens", ""), ("keys", "1"), ("listens", ""))
DESKS = {"desk1": ("person", "", 120), "desk2": ("silent", "", 0), "desk3": ("closes", "2", 2),
         "desk4": ("closes", "2", 2), "desk5": ("closes", "2", 2)}  # fmt: skip


def telephone(home: Home) -> str:
    """How the town calls a home's telephone: its SIP name, or its number behind the trunk."""
    return home.terminal if home.sip else home.number


async def everybody(pair: Pair, town: Town) -> None:
    """Providers answer, homes listen or press a key, daughters are quicker than sons, desks do their work."""
    for n, _ in enumerate(people.PLACES, start=1):
        await pair.behave(people.provider_number(n), "person", 1 + n % 3)
        await pair.behave(people.provider_number(n, 2), "person", 1)
    for n, home in enumerate(town.homes):
        kind, argument = HOME_HABITS[n % len(HOME_HABITS)]
        await pair.behave(telephone(home), kind, 1 + n % 3, argument)
        daughter, son = home.family
        await pair.behave(daughter, "closes", 1, "2")
        await pair.behave(son, "closes", 3, "3")
        await pair.stays(daughter, 1)
    for desk, (kind, argument, stay) in DESKS.items():
        await pair.behave(desk, kind, 1, argument)
        await pair.stays(desk, stay)
    await pair.behave("120", "person", 2)


async def break_provider(pair: Pair, provider: str) -> None:
    """Every telephone of one provider is dead: its step of the story must fail by name."""
    place = next(n for n, place in enumerate(people.PLACES, start=1) if place[0] == provider)
    for nth in (1, 2):
        await pair.behave(people.provider_number(place, nth), "dead")
