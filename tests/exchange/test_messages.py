"""Is what she heard measured, and are her keys understood, in a broadcast and in a staff call?"""

from datetime import timedelta
from pathlib import Path

from ivr import events as e
from ivr.asterisk.ami_actions import Originate
from tests.exchange import tones
from tests.exchange.conftest import Play
from tests.exchange.world import World

MESSAGE_MS = 5000
GREETING_MS = 300
"""Who is calling, as the tones of these tests say it."""


def _message(world: World) -> str:
    return str(tones.tone(Path(world.pair.sounds) / "message.sln", 800, MESSAGE_MS / 1000)).removesuffix(".sln")


async def _send(world: World, attempt: str, home: str = "t1002") -> None:
    await world.ami.originate(
        Originate(
            channel=f"PJSIP/{home}",
            channel_id=attempt,
            context="message",
            exten="s",
            variables=(("ATTEMPT", attempt), ("WHO", home), ("FILE", _message(world))),
        )
    )


def test_a_message_heard_to_the_end_is_the_whole_file(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.pair.behave("t1002", "listens", 0.3)
        await _send(world, "bb-whole")
        answered = await world.fact(e.AttemptAnswered, attempt="bb-whole")
        heard = await world.fact(e.MessageHeard, attempt="bb-whole", within=25)
        rang = await world.in_town("ANSWERED", "t1002")

        assert isinstance(heard, e.MessageHeard) and (heard.ms, heard.measured) == (None, True)
        assert isinstance(answered, e.AttemptAnswered) and answered.sip_call_id == rang.call_id

    play(scene)


def test_hanging_up_half_way_is_measured_without_the_greeting(play: Play) -> None:
    """By the exchange's own clock: on a busy machine it hears late that she picked up, and plays that much less."""

    async def scene(world: World) -> None:
        await world.pair.behave("t1002", "leaves", 0.3, "2")
        await _send(world, "bb-half")
        answered = await world.fact(e.AttemptAnswered, attempt="bb-half")
        heard = await world.fact(e.MessageHeard, attempt="bb-half")

        assert isinstance(answered, e.AttemptAnswered) and isinstance(heard, e.MessageHeard)
        with_greeting = (heard.at - answered.at) / timedelta(milliseconds=1)
        assert heard.ms is not None
        assert abs(heard.ms - (with_greeting - GREETING_MS)) < 200

    play(scene)


def test_key_1_in_the_middle_is_heard_and_thanked(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.pair.behave("t1002", "presses", 0.3, "1")
        await _send(world, "bb-key")

        await world.fact(e.KeyPressed, attempt="bb-key", key="1")
        await world.fact(e.MessageHeard, attempt="bb-key")
        [heard] = world.told(e.MessageHeard)
        assert heard.measured and heard.ms is not None and 0 < heard.ms < MESSAGE_MS

    play(scene)


def test_key_3_joins_her_to_the_hotline(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.pair.behave("t1002", "presses", 0.3, "3")
        await _send(world, "bb-unwell")

        await world.fact(e.PersonJoined, target="desk-hotline")
        assert [(key.attempt, key.key) for key in world.told(e.KeyPressed)] == [("bb-unwell", "3")]

    play(scene)


def test_star_01_in_a_message_is_the_emergency(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.pair.behave("t1002", "presses", 0.3, "*01")
        await _send(world, "bb-help")

        await world.fact(e.IncidentAccepted, terminal="t1002", within=20)
        assert [(pressed.terminal, pressed.service) for pressed in world.told(e.Pressed)] == [("t1002", "emergency")]

    play(scene)


def test_a_missing_file_is_not_measured_and_never_counts_as_heard(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.pair.behave("t1002", "listens", 0.3)
        await world.ami.originate(
            Originate(
                channel="PJSIP/t1002",
                channel_id="bb-nofile",
                context="message",
                exten="s",
                variables=(("ATTEMPT", "bb-nofile"), ("WHO", "t1002"), ("FILE", "/nowhere/at-all")),
            )
        )
        heard = await world.fact(e.MessageHeard, attempt="bb-nofile", within=25)

        assert isinstance(heard, e.MessageHeard) and not heard.measured

    play(scene)


def test_a_busy_telephone_ends_the_attempt_with_cause_17(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.pair.behave("t1002", "busy")
        await _send(world, "bb-busy")
        ended = await world.fact(e.HungUp, channel="bb-busy")

        assert isinstance(ended, e.HungUp) and ended.cause == 17

    play(scene)


def test_staff_press_1_and_are_joined_to_her_and_say_how_it_went(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.pair.behave("desk1", "asks", 0.3, "2")
        await world.pair.behave("t1002", "talks", 0.3, "1")
        await world.ami.originate(
            Originate(
                channel="Local/desk-hotline@staff/n",
                channel_id="bb-staff",
                context="ring-her",
                exten="t1002",
                variables=(("__ATTEMPT", "bb-staff"), ("__WHO", "t1002"), ("__WHYCALL", "wellness")),
            )
        )
        await world.fact(e.StaffAccepted, attempt="bb-staff", terminal="t1002")
        await world.fact(e.AttemptAnswered, attempt="bb-staff", terminal="t1002")

        await world.fact(e.StaffReported, attempt="bb-staff", key="1", within=25)
        [accepted], [answered], [reported] = (
            world.told(kind) for kind in (e.StaffAccepted, e.AttemptAnswered, e.StaffReported)
        )
        assert accepted.at < answered.at < reported.at

    play(scene)


def test_staff_hear_that_she_did_not_answer(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.pair.behave("desk1", "asks", 0.3, "2")
        await world.pair.behave("t1002", "busy")
        await world.ami.originate(
            Originate(
                channel="Local/desk-hotline@staff/n",
                channel_id="bb-staff2",
                context="ring-her",
                exten="t1002",
                variables=(("__ATTEMPT", "bb-staff2"), ("__WHO", "t1002"), ("__WHYCALL", "wellness")),
            )
        )

        await world.fact(e.HerLegEnded, attempt="bb-staff2", status="BUSY")
        assert not world.told(e.AttemptAnswered)

    play(scene)


def test_i_am_well_and_the_visit_code_are_heard(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.pair.press("t1001", "*21", stay=2)
        await world.pair.press("t1002", "*30123456", stay=2)

        await world.fact(e.KeyPressed, terminal="t1001", key="well")
        await world.fact(e.KeyPressed, terminal="t1002", key="visit", code="123456")
        assert len(world.told(e.KeyPressed)) == 2
        assert not world.told(e.Pressed)

    play(scene)
