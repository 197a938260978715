"""What leaves, and what comes in? Classes, public numbers, access numbers, family; and nothing else."""

import pytest

from ivr import events as e
from ivr.asterisk.ami_actions import Originate
from tests.exchange.conftest import Play
from tests.exchange.world import CANTEEN, STRANGER, World

LOCAL, MOBILE, NATIONAL, ABROAD, PREMIUM = (
    "66001234",
    "13912345678",
    "02166001234",
    "0014155550100",
    "16812345",
)
CLASSES = {"t1003": "none", "t1001": "local", "t1004": "national", "t1005": "international"}
ALLOWED = {
    "none": set(), "local": {LOCAL, MOBILE}, "national": {LOCAL, MOBILE, NATIONAL},
    "international": {LOCAL, MOBILE, NATIONAL, ABROAD},
}  # fmt: skip


def test_only_what_the_class_allows_leaves(play: Play) -> None:
    async def scene(world: World) -> None:
        for terminal, call_class in CLASSES.items():
            for number in (LOCAL, MOBILE, NATIONAL, ABROAD, PREMIUM, "t1002", "desk1"):
                await world.pair.press(terminal, number, stay=0.2)
                allowed = number in ALLOWED[call_class]
                kind = e.OrdinaryCall if allowed else e.NumberRefused
                told = number in ("t1002", "desk1") or await world.fact(kind, terminal=terminal)
                assert told
                await world.quiet()
                left = {row.who for row in world.town() if row.what == "RANG"}
                assert (number in left) is allowed, (terminal, number, left)
                await world.begin()

    play(scene)


@pytest.mark.parametrize("number", ["110", "119", "120", "122", "999"])
def test_public_emergency_numbers_leave_under_every_class(play: Play, number: str) -> None:
    async def scene(world: World) -> None:
        await world.pair.behave(number, "person", 0.1)
        await world.pair.press("t1003", number, stay=2)

        await world.in_town("ANSWERED", number)
        assert not world.told(e.NumberRefused)

    play(scene)


def hung_up(world: World) -> list[e.Event]:
    return [event for event in world.facts() if isinstance(event, e.HungUp)]


def test_nothing_that_comes_from_a_trunk_leaves_by_a_trunk(play: Play) -> None:
    async def scene(world: World) -> None:
        for number in ("66001234", "13912345678", "0014155550100", "120", "*02", "t1001@127.0.0.1"):
            await world.pair.call_in("13800000000", number, stay=0.3)
        await world.until(lambda: len(hung_up(world)) == 4, "the four that are numbers have been refused")
        await world.quiet()

        assert [row for row in world.town() if row.what == "RANG"] == []

    play(scene)


def test_an_access_number_knows_her_by_her_caller_id_unconfirmed(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.fill.db_put("caller", "01066800014", "t1002")
        await world.pair.call_in("01066800014", "66660002", stay=4)
        pressed = await world.fact(e.Pressed, terminal="t1002", service="meals")

        assert isinstance(pressed, e.Pressed) and (pressed.via, pressed.confirmed) == ("access", False)
        await world.in_town("ANSWERED", CANTEEN)

    play(scene)


def test_an_unknown_caller_on_an_access_number_reaches_the_hotline(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.pair.call_in("01099990000", "66660002", stay=4)

        await world.fact(e.Pressed, service="hotline", confirmed=False)
        await world.in_town("ANSWERED", "desk1")
        assert [pressed.terminal for pressed in world.told(e.Pressed)] == [STRANGER]

    play(scene)


def test_an_unknown_caller_on_the_emergency_number_still_gets_the_ladder(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.pair.call_in("01099990000", "66660001", stay=12)

        await world.fact(e.IncidentAccepted, target="desk-emergency")
        [pressed] = world.told(e.Pressed)
        assert (pressed.terminal, pressed.service, pressed.confirmed) == (STRANGER, "emergency", False)

    play(scene)


def test_family_can_ring_her(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.fill.db_put("did", "66801002", "t1002")
        await world.pair.call_in("13910000011", "66801002", stay=2)

        await world.in_town("ANSWERED", "t1002")
        assert not world.told(e.Pressed)

    play(scene)


def test_an_emergency_on_a_full_trunk_takes_a_broadcasts_channel(play: Play) -> None:
    async def scene(world: World) -> None:
        for n in range(6):
            await world.pair.behave(f"6600100{n}", "listens", 0)
            await world.ami.originate(
                Originate(
                    channel=f"PJSIP/6600100{n}@trunka-bc",
                    channel_id=f"bb-full{n}",
                    context="inchold",
                    exten="s",
                    variables=(("GROUP(trunka)", "use"),),
                )
            )
        await world.until(
            lambda: sum(row.what == "ANSWERED" for row in world.town()) == 6, "six broadcasts on the trunk"
        )
        await world.pair.behave("desk3", "dead")
        await world.pair.press("t1001", "*01", stay=12)

        await world.fact(e.IncidentAccepted, target="desk-centre")
        assert [gone.channel for gone in world.told(e.HungUp) if gone.channel.startswith("bb-full")] != []

    play(scene)


def test_an_emergency_with_a_withheld_number_still_gets_the_ladder(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.pair.call_in("anonymous", "66660001", stay=12)
        pressed = await world.fact(e.Pressed, service="emergency")

        accepted = await world.fact(e.IncidentAccepted, target="desk-emergency")
        assert isinstance(pressed, e.Pressed) and isinstance(accepted, e.IncidentAccepted)
        assert accepted.terminal == pressed.terminal
        await world.fill.db_put("inc-closed", pressed.terminal, "1")

    play(scene)
