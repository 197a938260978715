"""Is a word only heard of what is committed, and only while somebody waits for it?"""

import asyncio
from datetime import UTC, datetime, timedelta

from ivr.verdicts import FAMILY, WAITS, Verdict, Verdicts

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
YOURS = Verdict(channel="bb-1", word="yours", at=NOON)


def told(*steps: str, now: datetime = NOON) -> list[tuple[str, str, str]]:
    """What is put into Asterisk's tables after these steps."""

    async def whole() -> list[tuple[str, str, str]]:
        rows = list[tuple[str, str, str]]()

        async def put(family: str, key: str, value: str) -> None:
            rows.append((family, key, value))

        verdicts = Verdicts(put=put, clock=lambda: now)
        running = asyncio.create_task(verdicts.run())
        for step in steps:
            verdicts.say(YOURS) if step == "say" else getattr(verdicts, step)()
        for _ in range(5):
            await asyncio.sleep(0)
        running.cancel()
        return rows

    return asyncio.run(whole())


def test_a_word_is_put_once_after_the_commit():
    assert told("say") == []
    assert told("say", "committed", "committed") == [(FAMILY, "bb-1", "yours")]


def test_of_what_was_lost_nobody_hears_until_it_is_said_again():
    assert told("say", "drop", "committed") == []
    assert told("say", "drop", "say", "committed") == [(FAMILY, "bb-1", "yours")]


def test_whoever_keyed_it_long_ago_waits_no_more():
    assert told("say", "committed", now=NOON + WAITS) == []
    assert told("say", "committed", now=NOON + WAITS - timedelta(seconds=1)) != []
