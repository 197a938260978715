"""What do visitors, contacts and supervisors hear and say; and does a visitor's emergency ring as a press does?

The controller is played by the test: it reads what was said, and puts its word where the call waits for it.
"""

from datetime import timedelta

import pytest

from ivr import events as e
from ivr.commands import (
    OpenEmergency,
    OriginateWellnessMessage,
    RingContact,
    RingSupervisor,
    RingVisitor,
    ToPeople,
)
from ivr.events import AttemptId
from ivr.orders import Ways, order
from ivr.orders_to_people import order_to_people
from people.ids import HouseholdId, TerminalId
from people.terminals import Terminal
from tests.exchange.conftest import Play
from tests.exchange.hearing import heard
from tests.exchange.world import FAMILY, World

VISITOR = RingVisitor(
    visit="V1",
    position=1,
    staff="li",
    number="",
    desk="desk1",
    area="laoshan",
    terminal="t1001",
    reason="silence",
    code="048215",
)
OFFER = ["visitor_asked", "visitor_keys"]


async def ring(world: World, command: ToPeople) -> None:
    found = order_to_people(command, ways(world))
    assert found
    await world.ami.originate(found)


def ways(world: World) -> Ways:
    rings = timedelta(seconds=20)
    return Ways(
        trunk="trunka", area_code="10", published="66660000", sounds=str(world.pair.sounds), language="zh", rings=rings
    )


async def say(world: World, event: e.Event, word: str) -> None:
    await world.fill.db_put("verdict", event.channel, word)


def test_a_visitor_hears_whose_door_it_is_only_with_the_visit_in_his_hands(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.pair.record("desk1", "visitor")
        await world.pair.behave("desk1", "accepts", 0.3, "2")
        await world.pair.stays("desk1", 14)
        await ring(world, VISITOR)
        accepted = await world.fact(e.VisitAnswered, visit="V1", by="li", key="1")
        await say(world, accepted, "yours")
        await world.in_town("ENDED", "desk1", within=25)

        told = await heard(world, "visitor")

        assert told[:2] == OFFER
        code = [f"digit-{digit}" for digit in "048215"]
        assert told[2:20] == [
            "verdict-yours", "somebody", "reason-silence", "visit_code", *code, "code_again", *code, "visitor_again",
        ]  # fmt: skip
        assert told[20:] in ([], ["goodbye"])

    play(scene)


@pytest.mark.parametrize(("keys", "word"), [("1", "taken"), ("2", "declined")])
def test_whoever_is_too_late_or_declines_hears_so_and_never_the_address(play: Play, keys: str, word: str) -> None:
    async def scene(world: World) -> None:
        await world.pair.record("desk1", f"visitor-{word}")
        await world.pair.behave("desk1", "presses", 0.3, keys)
        await ring(world, VISITOR)
        said = await world.fact(e.VisitAnswered, key=keys)
        await say(world, said, word)
        await world.in_town("ENDED", "desk1", within=20)

        told = await heard(world, f"visitor-{word}")

        assert [one for one in told if one not in OFFER] == [f"verdict-{word}"]

    play(scene)


def test_a_visitor_on_a_mobile_is_rung_through_a_trunk_and_silence_accepts_nothing(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.pair.behave(FAMILY, "leaves", 0.3, "2")
        number = f"+86{FAMILY}"
        await ring(
            world,
            RingVisitor(
                visit="V1", position=1, staff="li", number=number, desk="", area="x", terminal="", reason="silence"
            ),
        )
        await world.in_town("ENDED", FAMILY, within=15)

        assert not [fact for fact in world.facts() if isinstance(fact, e.VisitAnswered)]

    play(scene)


def test_with_no_controller_to_decide_the_visitor_hears_that_it_comes_later(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.pair.record("desk1", "visitor-later")
        await world.pair.behave("desk1", "presses", 0.3, "1")
        await ring(world, VISITOR)
        await world.in_town("ENDED", "desk1", within=25)

        assert (await heard(world, "visitor-later"))[-1] == "verdict-later"

    play(scene)


def test_a_contact_whom_we_ring_says_by_key_that_she_was_seen(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.fill.db_put("target", "contact-k1", f"trunk,{FAMILY},press-1")
        await world.pair.behave(FAMILY, "presses", 0.3, "1")
        await ring(world, RingContact(case="C1", terminal="t1001", contact="k1"))

        told = await world.fact(e.ContactTold, case="C1", by="k1", key="1", terminal="")
        await say(world, told, "seen")
        await world.in_town("ENDED", FAMILY, within=25)
        assert len(world.told(e.ContactTold)) == 1

    play(scene)


def test_a_contact_says_for_how_many_days_she_is_away_and_it_is_read_back(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.fill.db_put("family", FAMILY, "k1,t1001")
        await world.pair.call_in(FAMILY, "66660002", stay=8, keys="2ww12#wwww1", key_wait=1, record="away")
        told = await world.fact(e.ContactTold, terminal="t1001", by="k1", key="2", days=12)
        await say(world, told, "away")
        await world.in_town("ENDED", FAMILY, within=25)
        await world.fill.db_del("family", FAMILY)

        assert await heard(world, "away") == [
            "contact_asked", "somebody", "family_keys", "away_days", "away_said", "days-12", "away_keys",
            "verdict-away",
        ]  # fmt: skip

    play(scene)


def test_days_that_no_month_has_are_asked_for_again_and_nothing_is_said_without_the_second_key(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.fill.db_put("target", "contact-k1", f"trunk,{FAMILY},press-1")
        await world.pair.behave(FAMILY, "presses", 0.3, "2wwww99ww00ww03#wwww2ww")
        await ring(world, RingContact(case="C1", terminal="t1001", contact="k1"))
        await world.in_town("ENDED", FAMILY, within=40)

        assert not [fact for fact in world.facts() if isinstance(fact, e.ContactTold)]

    play(scene)


def test_a_contact_who_rings_an_access_number_says_by_key_that_she_was_seen(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.fill.db_put("family", FAMILY, "k1,t1001")
        await world.pair.call_in(FAMILY, "66660002", stay=14, keys="1", key_wait=1)
        told = await world.fact(e.ContactTold, terminal="t1001", by="k1", key="1", days=0, case="")
        await say(world, told, "seen")
        await world.in_town("ENDED", FAMILY, within=25)
        await world.fill.db_del("family", FAMILY)

        assert not [fact for fact in world.facts() if isinstance(fact, e.Pressed)]

    play(scene)


def test_a_contact_who_presses_nothing_reaches_a_person_at_the_hotline(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.fill.db_put("family", FAMILY, "k1,t1001|k2,t1002")
        await world.pair.call_in(FAMILY, "66660002", stay=20, keys="3", key_wait=1)
        await world.fact(e.Pressed, terminal=f"u{FAMILY}", service="hotline", within=25)
        await world.fill.db_del("family", FAMILY)

        await world.fact(e.PersonJoined, target="desk-hotline")
        assert not world.told(e.ContactTold)

    play(scene)


def test_an_emergency_number_that_a_contact_rings_asks_nothing(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.fill.db_put("family", FAMILY, "k1,t1001")
        await world.pair.call_in(FAMILY, "66660001", stay=8)
        pressed = await world.fact(e.Pressed)
        await world.fact(e.LadderRang, target="desk-emergency")
        await world.fill.db_put("inc-closed", f"u{FAMILY}", "1")
        await world.fill.db_del("family", FAMILY)
        assert isinstance(pressed, e.Pressed) and pressed.service == "emergency"
        assert not world.told(e.ContactTold)

    play(scene)


def test_a_supervisor_takes_an_overdue_case_with_1(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.pair.record("desk1", "overdue")
        await world.pair.behave("desk1", "presses", 0.3, "1")
        await ring(world, RingSupervisor(case="C1", climbed=1, staff="boss", number="", desk="desk1", terminal="t1001"))
        taken = await world.fact(e.CaseTaken, case="C1", by="boss")
        await say(world, taken, "case")
        await world.in_town("ENDED", "desk1", within=20)

        assert (await heard(world, "overdue"))[-1] == "verdict-case"

    play(scene)


@pytest.mark.parametrize("word", ["noted", "wrong", "used", "elsewhere"])
def test_the_visitor_at_the_door_hears_what_became_of_the_code(play: Play, word: str) -> None:
    async def scene(world: World) -> None:
        await world.pair.press("t1002", "*30123456", stay=6, record=f"code-{word}")
        code = await world.fact(e.KeyPressed, terminal="t1002", key="visit", code="123456")
        await say(world, code, word)
        await world.in_town("ENDED", "t1002", within=12)

        assert await heard(world, f"code-{word}") == [f"visit_{word}"]

    play(scene)


def test_a_code_that_nobody_judges_is_noted_and_nobody_waits_for_ever(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.pair.press("t1002", "*30123456", stay=12, record="code-later")
        await world.in_town("ENDED", "t1002", within=16)

        assert await heard(world, "code-later") == ["visit_noted"]

    play(scene)


def test_what_a_visitor_found_rings_the_ladder_of_her_home_as_a_press_would(play: Play) -> None:
    async def scene(world: World) -> None:
        home = Terminal(id=TerminalId("t1002"), household=HouseholdId("h2"))
        await world.ami.originate(order(OpenEmergency(visit="V1", terminal="t1002"), home, ways(world)))
        pressed = await world.fact(e.Pressed, terminal="t1002", service="emergency", call="bb-visit-V1")
        accepted = await world.fact(e.IncidentAccepted, terminal="t1002")
        await world.in_town("RANG", "t1002")

        assert isinstance(pressed, e.Pressed) and isinstance(accepted, e.IncidentAccepted)
        assert (pressed.call, pressed.incident, accepted.incident) == ("bb-visit-V1",) * 3
        await world.fact(e.HungUp, channel="bb-visit-V1")
        await world.fact(e.IncidentClosed, incident="bb-visit-V1", within=25)

    play(scene)


def test_the_exchange_alone_asks_how_she_is_and_her_key_answers(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.pair.record("t1002", "alone")
        await world.pair.behave("t1002", "keys", 0.3, "1")
        home = Terminal(id=TerminalId("t1002"), household=HouseholdId("h2"))
        command = OriginateWellnessMessage(attempt=AttemptId("bb-w1-m"), terminal="t1002", why="wellness")
        await world.ami.originate(order(command, home, ways(world)))

        await world.fact(e.KeyPressed, terminal="t1002", attempt="bb-w1-m", key="1")
        await world.in_town("ENDED", "t1002", within=15)
        assert "wellness_ask" in await heard(world, "alone")

    play(scene)
