"""Is a member of staff rung at the desk with a message, and does it play there to its end?"""

from pathlib import Path

from ivr.commands import PlayToStaff
from ivr.orders import Ways
from ivr.orders_to_people import to_staff
from tests.exchange import tones
from tests.exchange.conftest import Play
from tests.exchange.world import World

MESSAGE_S = 3.0


def test_a_desk_hears_the_whole_message_and_is_left_alone_again(play: Play) -> None:
    async def scene(world: World) -> None:
        file = str(tones.tone(Path(world.pair.sounds) / "trial.sln", 800, MESSAGE_S)).removesuffix(".sln")
        ways = Ways(trunk="trunka", area_code="10", published="", sounds=str(world.pair.sounds), language="zh")
        await world.pair.behave("desk1", "listens", 0.3)

        await world.ami.originate(to_staff(PlayToStaff(call="bb-play-1", desk="desk1", number="", file=file), ways))
        rang = await world.in_town("ANSWERED", "desk1")
        ended = await world.in_town("ENDED", "desk1", within=15)

        assert MESSAGE_S < ended.at - rang.at < MESSAGE_S + 4

    play(scene)
