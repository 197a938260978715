"""A spoken answer is recognised in time, or not at all; and whatever the recogniser does, the call goes on."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ivr import events as e
from ivr.sounds.replies import Replies
from ivr.speech.replies import Meaning, Reply

NOON = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
SPOKEN = e.ReplySpoken(at=NOON, channel="c", attempt=e.AttemptId("bb-1"), terminal="t1", language="zh")


class Says:
    """An ear that hears one thing in whatever is played to it."""

    def __init__(self, meaning: Meaning | None) -> None:
        self.reply = Reply(meaning=meaning, words="…") if meaning else None
        self.files: list[Path] = []

    def recognise(self, recording: Path) -> Reply | None:
        self.files.append(recording)
        return self.reply


class Breaks:
    def recognise(self, recording: Path) -> Reply | None:
        raise RuntimeError("the model is torn")


def answered(
    event: e.Event, ear: object | None, *, now: datetime = NOON + timedelta(seconds=1)
) -> list[tuple[str, ...]]:
    """What was put for this event."""
    puts: list[tuple[str, ...]] = []

    async def scene() -> None:
        async def put(*row: str) -> None:
            puts.append(row)

        ears = {} if ear is None else {"zh": ear}
        replies = Replies(ears=ears, folder=Path("/replies"), put=put, clock=lambda: now)  # type: ignore[arg-type]
        running = asyncio.create_task(replies.run())
        await asyncio.sleep(0)
        await asyncio.to_thread(replies.listen, None, None, event)  # type: ignore[arg-type]
        while replies.waits:
            await asyncio.sleep(0)
        running.cancel()

    asyncio.run(scene())
    return puts


@pytest.mark.parametrize(("meaning", "put"), [(Meaning.WELL, "well"), (Meaning.UNWELL, "unwell"), (None, "unclear")])
def test_what_was_recognised_is_put_where_her_call_waits(meaning, put):
    ear = Says(meaning)

    assert answered(SPOKEN, ear) == [("reply", "bb-1", put)]
    assert ear.files == [Path("/replies/bb-1.sln")]


def test_an_answer_that_comes_when_her_call_has_gone_on_is_not_put():
    assert answered(SPOKEN, Says(Meaning.WELL), now=NOON + timedelta(seconds=4)) == []


def test_without_an_ear_for_her_language_the_keys_are_asked_for_at_once():
    assert answered(SPOKEN, None) == [("reply", "bb-1", "unclear")]


def test_a_recogniser_that_breaks_leaves_her_to_the_keys():
    assert answered(SPOKEN, Breaks()) == [("reply", "bb-1", "unclear")]


def test_nothing_else_is_listened_to():
    key = e.KeyPressed(at=NOON, channel="c", terminal="t1", key="1")

    assert answered(key, Says(Meaning.WELL)) == []
