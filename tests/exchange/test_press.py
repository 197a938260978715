"""Does a press reach a person on a real Asterisk?"""

from ivr import events as e
from tests.exchange.conftest import Play
from tests.exchange.world import CANTEEN, CANTEEN_SECOND, World


def test_a_press_rings_the_canteen_and_a_person_is_joined(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.pair.press("t1001", "*02", stay=3)
        pressed = await world.fact(e.Pressed, terminal="t1001", service="meals")
        joined = await world.fact(e.PersonJoined, target="prov-canteen-1")
        rang, home = await world.in_town("ANSWERED", CANTEEN), await world.in_town("PRESSED", "t1001")

        assert isinstance(pressed, e.Pressed) and isinstance(joined, e.PersonJoined)
        assert joined.call == pressed.call
        assert pressed.sip_call_id == home.call_id
        answered = await world.fact(e.LegAnswered, call=pressed.call)
        assert isinstance(answered, e.LegAnswered) and answered.sip_call_id == rang.call_id

    play(scene)


def test_a_canteen_that_does_not_answer_is_followed_by_its_second_number_then_the_hotline(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.pair.behave(CANTEEN, "silent")
        await world.pair.behave(CANTEEN_SECOND, "busy")
        await world.pair.press("t1001", "*02", stay=10)
        joined = await world.fact(e.PersonJoined, target="desk-hotline")
        ended = [fact for fact in world.facts() if isinstance(fact, e.RungEnded)]

        assert isinstance(joined, e.PersonJoined) and joined.position == 3
        assert {(end.position, end.status) for end in ended} >= {(1, "NOANSWER"), (2, "BUSY")}

    play(scene)


def test_a_dead_number_is_passed_over_at_once(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.pair.behave(CANTEEN, "dead")
        await world.pair.press("t1001", "*02", stay=4)
        await world.fact(e.RungStarted, position=2)
        ended = await world.fact(e.RungEnded, position=1)

        assert isinstance(ended, e.RungEnded) and ended.status not in ("NOANSWER", "BUSY"), "it was not waited for"

    play(scene)


def test_when_nobody_takes_it_she_is_told_and_the_rungs_are_exhausted(play: Play) -> None:
    async def scene(world: World) -> None:
        for who in (CANTEEN, CANTEEN_SECOND, "desk1", "desk2", "88889999"):
            await world.pair.behave(who, "dead")
        await world.pair.press("t1001", "*02", stay=20)
        pressed = await world.fact(e.Pressed, terminal="t1001")

        await world.fact(e.RungsExhausted, call=pressed.channel)
        assert len(world.told(e.RungEnded)) >= 3
        assert not world.told(e.PersonJoined)

    play(scene)


def test_a_code_pressed_during_comfort_follows_after_the_call(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.pair.behave(CANTEEN, "talks", 2.5, "1")
        await world.pair.press("t1001", "*02", stay=15, keys="*00", key_wait=0.5)
        await world.fact(e.PersonJoined, target="prov-canteen-1")

        await world.fact(e.Pressed, terminal="t1001", service="hotline", via="digits")
        joined = world.told(e.PersonJoined)[0]
        assert [(pressed.service, pressed.at < joined.at) for pressed in world.told(e.Pressed)] == [
            ("meals", True), ("hotline", False),
        ]  # fmt: skip

    play(scene)


def test_each_code_pressed_on_one_line_is_a_press_of_its_own(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.pair.behave(CANTEEN, "talks", 2.5, "1")
        await world.pair.press("t1001", "*02", stay=15, keys="*00", key_wait=0.5)
        first = await world.fact(e.Pressed, terminal="t1001", service="meals")
        second = await world.fact(e.Pressed, terminal="t1001", service="hotline")
        joined = await world.fact(e.PersonJoined, target="desk-hotline")

        assert isinstance(first, e.Pressed) and isinstance(second, e.Pressed)
        assert (second.channel, second.call) == (first.channel, f"{first.call}-p2")
        assert isinstance(joined, e.PersonJoined) and joined.call == second.call

    play(scene)


def test_whoever_hangs_up_while_being_told_who_calls_has_not_taken_it(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.pair.behave(CANTEEN, "leaves", 0.3, "0.1")
        await world.pair.press("t1001", "*02", stay=10)

        joined = await world.fact(e.PersonJoined)
        assert isinstance(joined, e.PersonJoined)
        assert joined.target == "prov-canteen-2"

    play(scene)
