"""Does a provider's word by telephone hold within two seconds on the real Asterisk, and is she asked how it was?

The controller is played by the test, but for what pushes the tables: that is ours.
"""

from datetime import timedelta

from ivr import events as e
from ivr.commands import AskHowItWas
from ivr.events import AttemptId
from ivr.orders import Ways, order
from people.ids import HouseholdId, TerminalId
from people.terminals import Terminal
from tests.exchange.conftest import Play
from tests.exchange.hearing import heard
from tests.exchange.world import CANTEEN, World

HER = Terminal(id=TerminalId("t1002"), household=HouseholdId("h2"))


async def ask_her(world: World, attempt: str, keys: str) -> None:
    ways = Ways(
        trunk="trunka", area_code="10", published="66660000", sounds=str(world.pair.sounds), language="zh",
        rings=timedelta(seconds=20),
    )  # fmt: skip
    await world.pair.behave("t1002", "presses", 0.3, keys)
    await world.pair.record("t1002", attempt)
    command = AskHowItWas(attempt=AttemptId(attempt), terminal="t1002", service="meals")
    await world.ami.originate(order(command, HER, ways))


def test_a_registered_number_closes_its_provider_for_today_and_hears_that_it_is_noted(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.fill.db_put("provider", CANTEEN, "canteen")
        await world.pair.call_in(CANTEEN, "66660002", stay=8, keys="1", key_wait=1, record="shut")
        said = await world.fact(e.ProviderSaid, providers=("canteen",), key="1")
        await world.fill.db_put("verdict", said.channel, "shut")
        await world.in_town("ENDED", CANTEEN, within=25)
        await world.fill.db_del("provider", CANTEEN)

        assert await heard(world, "shut") == ["provider_asked", "verdict-shut"]
        assert not [fact for fact in world.facts() if isinstance(fact, e.Pressed)]

    play(scene)


def test_a_provider_that_presses_nothing_reaches_a_person(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.fill.db_put("provider", CANTEEN, "canteen+kitchen")
        await world.pair.call_in(CANTEEN, "66660002", stay=25)
        await world.fact(e.Pressed, terminal=f"u{CANTEEN}", service="hotline", within=25)
        await world.fill.db_del("provider", CANTEEN)
        assert not world.told(e.ProviderSaid)

    play(scene)


def test_an_emergency_number_asks_a_provider_nothing(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.fill.db_put("provider", CANTEEN, "canteen")
        await world.pair.call_in(CANTEEN, "66660001", stay=8)
        pressed = await world.fact(e.Pressed, terminal=f"u{CANTEEN}")
        await world.fact(e.LadderRang, target="desk-emergency")
        await world.fill.db_put("inc-closed", f"u{CANTEEN}", "1")
        await world.fill.db_del("provider", CANTEEN)
        assert isinstance(pressed, e.Pressed) and pressed.service == "emergency"
        assert not world.told(e.ProviderSaid)

    play(scene)


def test_she_hears_which_service_is_meant_and_her_key_is_the_stars(play: Play) -> None:
    async def scene(world: World) -> None:
        await ask_her(world, "bb-stars-m", "4")
        answer = await world.fact(e.KeyPressed, attempt="bb-stars-m")
        await world.in_town("ENDED", "t1002", within=25)

        assert isinstance(answer, e.KeyPressed) and (answer.key, answer.terminal) == ("4", "t1002")
        assert "how_it_was" in await heard(world, "bb-stars-m")

    play(scene)


def test_the_emergency_code_in_that_call_is_an_emergency(play: Play) -> None:
    async def scene(world: World) -> None:
        await ask_her(world, "bb-code-m", "*01")
        await world.fact(e.LadderRang, target="desk-emergency", within=20)
        await world.fill.db_put("inc-closed", "t1002", "1")

        assert not [fact for fact in world.facts() if isinstance(fact, e.KeyPressed)]

    play(scene)
