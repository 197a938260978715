"""However often the work changes hands, replies are lost and the controller is killed: no attempt is dialled twice.

Two sides may dial: the exchange's performer, played here by claiming as it does, and the second exchange, whose calls
the pretended Twilio counts. The judge counts both for each attempt.
"""

import asyncio
import json
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from db import attempts, outbox
from db.attempts import AttemptRow
from db.engine import writing
from db.outbox import OutboxRow
from ivr.second_exchange import switch
from ivr.second_exchange.desk import Desk, DeskSilent
from tests.contract.second_world import Second, second

HOMES, STEPS = 12, 60


class LosesReplies(Desk):
    """Everything is done; of some of it the reply never comes back."""

    lost: Callable[[], bool] = staticmethod(lambda: False)

    def _ask(self, what: str, told: dict[str, Any]) -> dict[str, Any]:
        answer = super()._ask(what, told)
        if self.lost():
            raise DeskSilent(f"the reply to {what} was lost")
        return answer


def intend(here: Second, n: int) -> None:
    """A call to home n is wanted."""
    key = f"bb-{n:02}-m"
    payload = json.dumps({"attempt": key, "terminal": f"t{n}", "why": "wellness"})
    row = AttemptRow(id=key, kind="wellness", terminal_id=f"t{n}", senior_id=f"s{n}", committed_at=here.clock())
    order = OutboxRow(
        id=f"dial-{key}", kind="originate_wellness_message", payload=payload, created_at=here.clock()
    )  # fmt: skip
    with writing(here.engine) as conn:
        attempts.intend(conn, row)
        outbox.intend(conn, [order])


def claimed_by_the_exchange(here: Second, limit: int) -> list[str]:
    """As its performer does while it carries the work."""
    if not here.carrying.carries_itself:
        return []
    with writing(here.engine) as conn:
        return [row.id.removeprefix("dial-") for row in outbox.claim(conn, at=here.clock(), limit=limit)]


def lose_replies(here: Second, rng: Random) -> None:
    desk = LosesReplies(here.carrying._settings.twilio, here.clock)
    desk.lost = lambda: rng.random() < 0.3
    here.carrying._desk = desk


async def step(here: Second, rng: Random, by_exchange: list[str]) -> None:
    match rng.choice(("look", "look", "look", "send", "claim", "switch", "kill")):
        case "look":
            await here.look(rng.choice((0, 1, 3)))
        case "send":
            await here.twilio.sender.look()
        case "claim":
            by_exchange += claimed_by_the_exchange(here, 2)
        case "switch":
            with writing(here.engine) as conn:
                switch.choose(conn, here.clock(), rng.choice(("local", "twilio")), "lead", "to and fro")
        case "kill":
            here.killed()
            lose_replies(here, rng)


def by_twilio(here: Second) -> list[str]:
    urls = [call.told["Url"] for call in here.twilio.twilio.calls]
    return [parse_qs(urlsplit(url).query)["token"][0] for url in urls]


def twice(dialled: Sequence[str]) -> list[str]:
    return [key for key, many in Counter(dialled).items() if many > 1]


@pytest.mark.parametrize("seed", range(3))
def test_no_attempt_is_dialled_by_both_sides_or_twice_and_none_is_forgotten(tmp_path: Path, seed: int) -> None:
    async def whole() -> None:
        async with second(tmp_path, HOMES) as here:
            rng, by_exchange = Random(seed), list[str]()
            await here.look()
            lose_replies(here, rng)
            for n in range(STEPS):
                if n % (STEPS // HOMES) == 0:
                    intend(here, 1 + n * HOMES // STEPS)
                await step(here, rng, by_exchange)
            await _settled(here)

            assert by_exchange and by_twilio(here), "both sides were to have some"
            assert twice([*by_exchange, *by_twilio(here)]) == []
            open_ = {row.id for row in _open(here)}
            assert open_ <= set(by_exchange), "an attempt that nobody has was forgotten"

    asyncio.run(whole())


async def _settled(here: Second) -> None:
    """The second exchange carries, every reply comes, every call is carried out and heard of."""
    here.killed()
    with writing(here.engine) as conn:
        switch.choose(conn, here.clock(), "twilio", "lead", "the end")
    for _ in range(4):
        await here.look(1)
        await here.look(1)
        await here.twilio.sender.look()
        await here.twilio.twilio.quiet()
    await here.look(1)


def _open(here: Second) -> list[AttemptRow]:
    with writing(here.engine) as conn:
        return attempts.open_attempts(conn)
