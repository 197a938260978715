"""Can a call in an operator's hand be passed on, held, joined by a third and recorded, on a real Asterisk?"""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic

from db import outbox
from db.engine import open_engine, reading, writing
from db.outbox import OutboxRow
from db.ulid import new_ulid
from ivr import events as e
from ivr.asterisk.ami_actions import Order, OriginateReply, not_now
from ivr.commands import Command
from ivr.in_hand.commands import InHand, MoveCall, RecordCall, RingThird
from ivr.in_hand.moves import Moves
from ivr.in_hand.orders import order_in_hand
from ivr.perform import Performer, text_of
from tests.contract.homes import new_database
from tests.exchange.conftest import Play
from tests.exchange.world import CANTEEN, FAMILY, World
from tests.waiting import until

DESK = "desk1"
MILLISECOND = timedelta(milliseconds=1)


@dataclass
class Talk:
    """She talks with the operator: her channel and the one that was joined to her."""

    world: World
    call: str
    her: str
    peer: str
    moves: Moves = field(default_factory=Moves)

    async def move(self, to: str, target: str = "none", *, peer_to: str = "", code: str = "02") -> str:
        move = self.moving(to, target, peer_to=peer_to, code=code)
        await self.do(move)
        return move.act

    def moving(self, to: str, target: str = "none", *, peer_to: str = "", code: str = "02") -> MoveCall:
        return MoveCall(
            act=new_ulid(datetime.now(UTC)), her=self.her, to=to, peer=self.peer if peer_to else "", peer_to=peer_to,
            desk=DESK, code=code, target=target,
        )  # fmt: skip

    async def ring(self, target: str, *, held: bool) -> str:
        act = new_ulid(datetime.now(UTC))
        await self.do(RingThird(
            act=act, call=self.call, her=self.her, terminal="t1001", language="zh", target=target, desk=DESK,
            code="02", held=held,
        ))  # fmt: skip
        return act

    async def do(self, command: InHand) -> None:
        """Once the call has come to where it was sent before: until then it is not to be sent elsewhere."""
        order = order_in_hand(command)

        async def taken() -> bool:
            if not self.moves.may_go(order, datetime.now(UTC)):
                return False
            (told,) = await self.world.ami.originate_all([order])
            assert isinstance(told, OriginateReply) and (told.accepted or not_now(order, told)), told
            return told.accepted

        await until(taken, "the call can be moved")

    async def said(self, act: str, what: str) -> e.Event:
        return await self.world.fact(e.HandTold, act=act, what=what, call=self.call)

    async def without_peer(self) -> bool:
        """Whether she is there still when the operator's leg has gone."""

        async def gone() -> bool:
            return self.peer not in await self.channels()

        await until(gone, "the operator's leg has gone")
        return self.her in await self.channels()

    async def channels(self) -> set[str]:
        return {channel.id for channel in await self.world.ami.channels()}


async def talking(world: World) -> Talk:
    """She pressed the hotline, desk1 has answered, and they hear each other."""
    await world.pair.behave("desk1", "person", 0.1, "30")
    await world.pair.stays("desk1", 30)
    await world.pair.press("t1001", "*00", stay=40)
    pressed = await world.fact(e.Pressed, terminal="t1001", service="hotline")
    joined = await world.fact(e.PersonJoined)
    assert isinstance(pressed, e.Pressed) and isinstance(joined, e.PersonJoined)
    ends = {pressed.channel, joined.channel}

    async def bridged() -> bool:
        return ends <= {channel.id for channel in await world.ami.channels() if channel.bridge_id}

    await until(bridged, "they hear each other")
    return Talk(world=world, call=pressed.call, her=pressed.channel, peer=joined.channel)


def test_a_call_is_passed_on_and_the_operator_is_free(play: Play) -> None:
    async def scene(world: World) -> None:
        talk = await talking(world)
        act = await talk.move("hand-blind", "prov-canteen-1")

        await talk.said(act, "rang")
        await talk.said(act, "joined")
        await world.in_town("ANSWERED", CANTEEN)
        assert talk.her in await talk.channels()
        assert talk.peer not in await talk.channels()

    play(scene)


def test_a_dead_number_brings_her_back_to_the_operator(play: Play) -> None:
    async def scene(world: World) -> None:
        talk = await talking(world)
        await world.pair.behave(CANTEEN, "busy")
        act = await talk.move("hand-blind", "prov-canteen-1")

        failed = await talk.said(act, "failed")
        assert isinstance(failed, e.HandTold) and failed.status == "BUSY"
        await talk.said(act, "back")
        rang = [row for row in world.town() if (row.what, row.who) == ("ANSWERED", DESK)]
        assert len(rang) == 2
        assert talk.her in await talk.channels()

    play(scene)


def test_a_target_that_is_not_there_brings_her_back_too(play: Play) -> None:
    async def scene(world: World) -> None:
        talk = await talking(world)
        act = await talk.move("hand-blind", "prov-nobody-1")

        await talk.said(act, "failed")
        await talk.said(act, "back")
        assert talk.her in await talk.channels()
        assert not [row for row in world.town() if (row.what, row.who) == ("RANG", CANTEEN)]

    play(scene)


def test_she_waits_while_the_operator_asks_and_then_all_three_speak(play: Play) -> None:
    async def scene(world: World) -> None:
        talk = await talking(world)
        await world.pair.stays(CANTEEN, 30)
        held = await talk.move("hand-hold", peer_to="hand-desk")
        third = await talk.ring("prov-canteen-1", held=True)
        await talk.said(held, "held")
        await talk.said(held, "desk")
        await talk.said(third, "joined")

        joined = await talk.move("hand-her")
        await talk.said(joined, "room")
        assert {talk.her, talk.peer} <= await talk.channels()

        left = await talk.move("hand-her", peer_to="hand-close")
        await talk.said(left, "ended")
        assert await talk.without_peer()

    play(scene)


def test_a_family_that_does_not_press_1_brings_her_out_of_the_wait(play: Play) -> None:
    async def scene(world: World) -> None:
        talk = await talking(world)
        await world.fill.db_put("target", "contact-c1", f"trunk,{FAMILY},press-1")
        await world.pair.behave(FAMILY, "person", 0.1)
        await talk.move("hand-hold", peer_to="hand-desk")
        third = await talk.ring("contact-c1", held=True)

        failed = await talk.said(third, "failed")
        assert isinstance(failed, e.HandTold) and failed.status == "NOTTAKEN"
        await talk.said(third, "room")

    play(scene)


def test_a_silent_line_stays_open_when_the_operator_hangs_up(play: Play) -> None:
    async def scene(world: World) -> None:
        talk = await talking(world)
        kept = await talk.move("hand-her", "silent", peer_to="hand-desk")
        await talk.said(kept, "room")
        gone = await talk.move("hand-her", "silent", peer_to="hand-close")
        await talk.said(gone, "ended")
        assert await talk.without_peer()

        closed = await talk.move("hand-close")
        await talk.said(closed, "ended")

    play(scene)


def ordered(command: Command) -> Order:
    assert isinstance(command, MoveCall)
    return order_in_hand(command)


def test_whoever_asks_twice_in_one_breath_gets_both(play: Play, tmp_path: Path) -> None:
    engine, begun = open_engine(new_database(tmp_path)), datetime.now(UTC)

    def asked(moves: list[MoveCall]) -> None:
        now = datetime.now(UTC)
        with writing(engine) as conn:
            outbox.intend(conn, [
                OutboxRow(id=f"{move.act}-0", kind="move_call", payload=text_of(move), created_at=now)
                for move in moves
            ])  # fmt: skip

    def results(moves: list[MoveCall]) -> list[str]:
        with reading(engine) as conn:
            rows = [outbox.load(conn, f"{move.act}-0") for move in moves]
        return [f"{row.state} {row.result}".strip() if row else "" for row in rows]

    async def scene(world: World) -> None:
        talk = await talking(world)
        wanted = [talk.moving("hand-hold", peer_to="hand-desk"), talk.moving("hand-her"), talk.moving("hand-close")]
        moves = [replace(move, act=new_ulid(begun + n * MILLISECOND)) for n, move in enumerate(wanted)]
        performer = Performer(engine=engine, ami=world.ami, order=ordered, clock=lambda: datetime.now(UTC))

        async def performed() -> bool:
            await performer.perform()
            return not any(said.startswith("intended") for said in results(moves))

        asked(moves)
        await until(performed, "all three are settled", every=0.05)

        assert results(moves) == ["done", "done", "done"]
        await talk.said(moves[-1].act, "ended")

    play(scene)
    engine.dispose()


async def spoken_for(file: Path, seconds: float) -> None:
    """The recording runs and so much has been said: Asterisk writes it down at the end, so only the clock tells."""
    await until(file.exists, "the recording runs")
    began = monotonic()
    await until(lambda: monotonic() - began > seconds)


async def steady(file: Path) -> int:
    """Its size, once nothing is written to it any more."""
    sizes = [-1]

    def same() -> bool:
        sizes.append(file.stat().st_size)
        return sizes[-1] == sizes[-2]

    await until(same, "the recording has stopped", every=0.1)
    return sizes[-1]


def test_what_is_said_in_a_pause_is_in_no_file(play: Play) -> None:
    async def scene(world: World) -> None:
        talk = await talking(world)
        folder = world.pair.node.folders.root / "spool" / "calls"
        files = [folder / f"{new_ulid(datetime.now(UTC))}.wav" for _ in range(2)]
        first, second = files
        await talk.do(RecordCall(act=first.stem, her=talk.her, file=str(first)))
        await spoken_for(first, 0.7)
        await talk.do(RecordCall(act=first.stem, her=talk.her, file=str(first), stop=True))
        kept = await steady(first)
        await talk.do(RecordCall(act=second.stem, her=talk.her, file=str(second)))
        await spoken_for(second, 0.4)

        assert first.stat().st_size == kept > 4000

    play(scene)
