"""What waits for her: newest first, again, the next one; a spoken answer; a phrase in a human voice."""

from pathlib import Path

from ivr import events as e
from ivr.asterisk.ami_actions import Originate
from tests.exchange import tones
from tests.exchange.conftest import Play
from tests.exchange.world import World


async def _waiting(world: World, home: str = "t1001") -> None:
    """Two messages wait: `new` (one second) before `old` (two seconds)."""
    sounds = Path(world.pair.sounds)
    tones.tone(sounds / "waits" / "new.sln", 800, 1.0)
    tones.tone(sounds / "waits" / "old.sln", 900, 2.0)
    await world.fill.db_put("waiting", home, "new,waits/new|old,waits/old")


def _listened(world: World) -> list[tuple[str, str]]:
    return [(str(f.attempt)[-2:], f.delivery) for f in world.facts() if isinstance(f, e.AttemptAnswered)]


async def _message(world: World, attempt: str, reply: str) -> None:
    file = str(tones.tone(Path(world.pair.sounds) / "short.sln", 700, 1.0)).removesuffix(".sln")
    said = (("ATTEMPT", attempt), ("WHO", "t1002"), ("FILE", file), ("REPLY", reply))
    await world.ami.originate(
        Originate(channel="PJSIP/t1002", channel_id=attempt, context="message", exten="s", variables=said)
    )


def test_what_waits_is_played_newest_first_and_each_one_is_measured(play: Play) -> None:
    async def scene(world: World) -> None:
        await _waiting(world)
        await world.pair.press("t1001", "*20", stay=25)
        await world.in_town("ENDED", "t1001", within=30)

        heard = [fact for fact in world.facts() if isinstance(fact, e.MessageHeard)]
        assert _listened(world) == [("-1", "new"), ("-2", "old")]
        assert [(str(fact.attempt)[-2:], fact.ms, fact.measured) for fact in heard] == [
            ("-1", None, True),
            ("-2", None, True),
        ]

    play(scene)


def test_key_2_plays_it_again_and_hash_goes_on_to_the_next_one(play: Play) -> None:
    async def scene(world: World) -> None:
        await _waiting(world)
        await world.pair.press("t1001", "*20", stay=20, keys="2w#", key_wait=0.4)
        await world.in_town("ENDED", "t1001", within=30)

        assert _listened(world) == [("-1", "new"), ("-2", "new"), ("-3", "old")]

    play(scene)


def test_a_message_whose_file_is_gone_is_passed_over(play: Play) -> None:
    async def scene(world: World) -> None:
        await _waiting(world)
        await world.fill.db_put("waiting", "t1001", "gone,waits/gone|old,waits/old")
        await world.pair.press("t1001", "*20", stay=15)
        await world.in_town("ENDED", "t1001", within=30)

        assert _listened(world) == [("-1", "old")]

    play(scene)


def test_not_well_said_aloud_leads_to_a_person_without_a_key(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.pair.behave("t1002", "person", 0.3)
        await _message(world, "bb-unwell-said", "spoken")
        await world.fact(e.ReplySpoken, attempt="bb-unwell-said", terminal="t1002")
        await world.fill.db_put("reply", "bb-unwell-said", "unwell")

        await world.fact(e.PersonJoined, target="desk-hotline", within=25)
        assert (Path(world.pair.exchange.root) / "spool" / "replies" / "bb-unwell-said.sln").stat().st_size > 0

    play(scene)


def test_well_said_aloud_counts_only_with_the_key_that_confirms_it(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.pair.behave("t1002", "person", 0.3)
        await _message(world, "bb-well-said", "spoken")
        await world.fact(e.ReplySpoken, attempt="bb-well-said")
        await world.fill.db_put("reply", "bb-well-said", "well")
        await world.in_town("ENDED", "t1002", within=25)

        assert not [fact for fact in world.facts() if isinstance(fact, e.KeyPressed)]

    play(scene)


def test_with_nobody_to_recognise_it_the_keys_are_asked_for(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.pair.behave("t1002", "asks", 0.3, "9")
        await _message(world, "bb-alone", "spoken")
        await world.fact(e.ReplySpoken, attempt="bb-alone", within=25)

        await world.fact(e.KeyPressed, attempt="bb-alone", key="1", within=25)
        [spoken], [key] = world.told(e.ReplySpoken), world.told(e.KeyPressed)
        assert spoken.at < key.at

    play(scene)


def test_a_phrase_is_recorded_at_a_desk_and_kept_with_1(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.pair.press("desk1", "*403001", stay=6, keys="#wwwwwwwwwww1", key_wait=1, says=True)
        kept = await world.fact(e.PhraseRecorded, number=300, language="zh", by="desk1", within=25)

        assert isinstance(kept, e.PhraseRecorded)
        assert Path(f"{kept.file}.sln").stat().st_size > 8000

    play(scene)


def test_a_terminal_cannot_record_phrases(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.pair.press("t1001", "*403001", stay=3)

        await world.fact(e.NumberRefused, terminal="t1001")
        await world.in_town("ENDED", "t1001")
        assert not world.told(e.PhraseRecorded)

    play(scene)
