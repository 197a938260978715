"""Every committed command is sent once and no more, whatever becomes of the link while it is under way."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from db import attempts, outbox
from db.engine import reading, writing
from db.outbox import OutboxRow
from ivr import care
from ivr.asterisk.ami_actions import Originate, Redirect
from ivr.commands import Command, OriginateMessage, OriginateStaffCall, ResumeLadder
from ivr.events import AttemptId
from ivr.in_hand.moves import ARRIVES
from ivr.perform import SOON, Performer, command_of, text_of
from tests.contract.performing import (
    NOON,
    ami,
    anyio_backend,
    asterisk,
    engine,
    intend,
    performer,
    state_of,
    talks,
)
from tests.waiting import until

__all__ = ["ami", "anyio_backend", "asterisk", "engine"]
pytestmark = pytest.mark.anyio

LATER = NOON + timedelta(minutes=1)


@pytest.mark.parametrize(
    "command",
    [
        OriginateMessage(attempt=AttemptId("bb-1"), terminal="t1", file="/x"),
        OriginateStaffCall(attempt=AttemptId("bb-1"), terminal="t1", why="missed"),
        ResumeLadder(incident="x-1", terminal="t1", start=7),
    ],
    ids=lambda command: type(command).__name__,
)
def test_a_command_comes_back_from_the_outbox_as_it_was_written(command):
    kinds = {"OriginateMessage": "originate_message", "OriginateStaffCall": "originate_staff_call"}
    kind = kinds.get(type(command).__name__, "resume_ladder")

    row = OutboxRow(id="1", kind=kind, payload=text_of(command), created_at=NOON)

    assert command_of(row) == command


async def test_what_is_committed_is_sent_once_and_is_done(engine, ami, asterisk):
    intend(engine, "1", "2")

    tried = [await performer(engine, ami).perform() for _ in range(2)]

    assert tried == [2, 0]
    assert [state_of(engine, name) for name in "12"] == [("done", ""), ("done", "")]
    assert asterisk.count("Originate") == 2


async def test_no_more_at_once_than_asked(engine, ami):
    intend(engine, "1", "2", "3")

    assert [await performer(engine, ami).perform(limit=2) for _ in range(3)] == [2, 1, 0]


async def test_without_a_link_nothing_is_touched_and_all_of_it_goes_when_the_link_is_back(engine, ami, asterisk):
    intend(engine, "1")
    await asterisk.kill()
    await until(lambda: not ami.ready)

    without = await performer(engine, ami).perform()

    assert (without, state_of(engine, "1")) == (0, ("intended", ""))
    await asterisk.listen()
    await ami.until_ready()
    assert await performer(engine, ami).perform() == 1
    assert state_of(engine, "1")[0] == "done"


@pytest.mark.parametrize("fault", ["cut_before", "cut_after", "silent_on"])
async def test_a_reply_that_never_came_is_unknown_and_the_command_is_never_sent_again(engine, ami, asterisk, fault):
    intend(engine, "1")
    getattr(asterisk.faults, fault).add("Originate")

    await performer(engine, ami).perform()

    assert state_of(engine, "1")[0] == "unknown"
    getattr(asterisk.faults, fault).clear()
    await ami.until_ready()
    assert [await performer(engine, ami).perform() for _ in range(2)] == [0, 0]
    assert asterisk.count("Originate") == 1


async def test_a_link_lost_between_two_commands_says_of_each_what_is_known(engine, ami, asterisk):
    intend(engine, "1", "2")
    asterisk.faults.cut_after.add("Originate")

    await performer(engine, ami).perform()

    assert state_of(engine, "1")[0] == "unknown"
    assert state_of(engine, "2")[0] in ("failed", "unknown")
    assert asterisk.count("Originate") <= 2


async def test_a_link_that_is_gone_before_anything_was_sent_is_no_dial(engine, ami, asterisk):
    """The rows are claimed; then the link goes; nothing has left."""
    intend(engine, "1")
    loop = asyncio.get_running_loop()

    async def gone() -> None:
        await asterisk.kill()
        await until(lambda: not ami.ready)

    def clock() -> datetime:
        asyncio.run_coroutine_threadsafe(gone(), loop).result(5)
        return NOON

    await performer(engine, ami, clock=clock).perform()

    state, result = state_of(engine, "1")
    assert (state, result[:9], asterisk.count("Originate")) == ("failed", "not sent:", 0)


async def test_a_controller_that_died_holding_a_command_does_not_send_it_after_its_start(engine, ami, asterisk):
    intend(engine, "1")
    with writing(engine) as conn:
        outbox.claim(conn, at=NOON)

    assert await performer(engine, ami).perform() == 0
    assert asterisk.count("Originate") == 0


@pytest.mark.parametrize(
    ("order", "result"),
    [
        (lambda command: None, "there is no such telephone"),
        (lambda command: replace(talks(command), channel="PJSIP/x\r\nAction: Command"), "cannot be sent: "),
        (lambda command: replace(talks(command), exten="nowhere"), "Extension does not exist"),
    ],
    ids=["no telephone", "unsendable", "asterisk says no"],
)
async def test_a_command_that_cannot_be_has_failed_and_its_attempt_is_settled_as_never_dialled(
    engine, ami, order, result
):
    intend(engine, "1")

    await performer(engine, ami, order).perform()

    state, said = state_of(engine, "1")
    assert (state, said[: len(result)]) == ("failed", result)
    with writing(engine) as conn:
        assert care.settle_lost(conn, LATER, frozenset()) == 1
        attempt = attempts.load(conn, ["bb-1"])["bb-1"]
    assert (attempt.state, attempt.outcome, attempt.ended_at) == ("ended", "refused", LATER)


async def test_a_command_of_another_version_fails_and_holds_up_no_other(engine, ami):
    with writing(engine) as conn:
        old = [
            OutboxRow(id="dial-bb-0", kind="fly", payload="{}", created_at=NOON),
            OutboxRow(id="dial-bb-01", kind="originate_message", payload='{"wings": 2}', created_at=NOON),
            OutboxRow(id="dial-bb-02", kind="originate_message", payload="{", created_at=NOON),
        ]
        outbox.intend(conn, old)
    intend(engine, "1")

    await performer(engine, ami).perform()

    assert [state_of(engine, name)[0] for name in ("0", "01", "02", "1")] == ["failed"] * 3 + ["done"]


async def test_a_message_whose_time_is_long_past_is_not_rung_but_a_ladder_is_never_too_late(engine, ami, asterisk):
    intend(engine, "1")
    ladder = ResumeLadder(incident="exchange-1.0", terminal="t1001", start=1)
    with writing(engine) as conn:
        outbox.intend(conn, [OutboxRow(id="2", kind="resume_ladder", payload=text_of(ladder), created_at=NOON)])

    def order(_: Command) -> Originate:
        return Originate(channel="Local/answer@home", channel_id="bb-ladder", context="person", exten="talk")

    await performer(engine, ami, order, clock=lambda: NOON + timedelta(hours=1)).perform()

    with reading(engine) as conn:
        resumed = outbox.load(conn, "2")
    assert state_of(engine, "1")[1].startswith("too late")
    assert resumed is not None and resumed.state == "done"
    assert asterisk.count("Originate") == 1


async def test_what_is_stopped_between_intent_and_claim_is_never_sent(engine, ami, asterisk):
    intend(engine, "1", "2")
    stopped = Performer(
        engine=engine, ami=ami, order=talks, clock=lambda: NOON,
        unwanted=lambda conn, rows, now: {"dial-bb-1": "the message is stopped"},
    )  # fmt: skip

    assert await stopped.perform() == 2

    assert state_of(engine, "1") == ("failed", "the message is stopped")
    assert [action.text("ChannelId") for action in asterisk.received if action.text("Action") == "Originate"] == [
        "bb-2"
    ]


def moved(command: Command) -> Redirect:
    return Redirect(channel="exchange-1.1", context="hand-her", exten="x")


async def test_a_call_that_is_still_being_moved_is_asked_for_again_for_a_moment_and_no_longer(engine, ami, asterisk):
    intend(engine, "1")
    told: list[str] = []
    clock = [NOON]
    asterisk.faults.say_instead["Redirect"] = (
        "Response: Error\r\nActionID: {id}\r\nMessage: Redirect failed, channel not up.\r\n\r\n"
    )
    some = Performer(
        engine=engine, ami=ami, order=moved, clock=lambda: clock[0], refused=lambda conn, now, ids: told.extend(ids)
    )

    await some.perform()
    assert (state_of(engine, "1"), told) == (("intended", ""), [])

    clock[0] = NOON + SOON
    await some.perform()
    assert state_of(engine, "1") == ("failed", "Redirect failed, channel not up.")
    assert told == ["dial-bb-1"]
    assert asterisk.count("Redirect") == 2


async def test_a_call_that_was_just_moved_is_moved_again_only_once_it_has_come_there(engine, ami, asterisk):
    intend(engine, "1", "2")
    clock = [NOON]
    asterisk.faults.say_instead["Redirect"] = "Response: Success\r\nActionID: {id}\r\n\r\n"
    some = Performer(engine=engine, ami=ami, order=moved, clock=lambda: clock[0])

    await some.perform()
    await some.perform()
    assert [state_of(engine, name) for name in "12"] == [("done", ""), ("intended", "")]
    assert asterisk.count("Redirect") == 1

    clock[0] = NOON + ARRIVES
    await some.perform()
    assert state_of(engine, "2") == ("done", "")
    assert asterisk.count("Redirect") == 2


async def test_who_asked_is_told_at_once_what_was_certainly_not_carried_out(engine, ami, asterisk):
    intend(engine, "1", "2")
    told: list[str] = []
    asterisk.faults.silent_on.add("Originate")

    def order(command: Command) -> Originate | None:
        return None if getattr(command, "attempt", "") == "bb-1" else talks(command)

    some = Performer(
        engine=engine, ami=ami, order=order, clock=lambda: NOON,
        refused=lambda conn, now, ids: told.extend(ids),
    )  # fmt: skip
    await some.perform()

    assert told == ["dial-bb-1"], "an unknown outcome is no refusal"
