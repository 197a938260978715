"""How is a scene at the second exchange played in the tests?"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from db import attempts, cases, outbox
from db.attempts import AttemptRow
from db.cases import CaseRow
from db.engine import writing
from db.outbox import OutboxRow
from tests.contract.second_world import Second, second

Scene = Callable[[Second], Awaitable[None]]


def played(folder: Path, scene: Scene, **changed: Any) -> None:
    async def whole() -> None:
        async with second(folder, **changed) as here:
            await scene(here)

    asyncio.run(whole())


def intended(here: Second, key: str, kind: str, payload: str) -> None:
    with writing(here.engine) as conn:
        outbox.intend(conn, [OutboxRow(id=key, kind=kind, payload=payload, created_at=here.clock())])


def staff_call(here: Second, key: str = "bb-call") -> None:
    """A wellness call to s1, committed while the exchange was away."""
    with writing(here.engine) as conn:
        cases.open_case(
            conn, CaseRow(id="c1", senior_id="s1", state="calling", opened_at=here.clock(), trigger="silence")
        )
        attempts.intend(
            conn,
            AttemptRow(id=key, kind="wellness", terminal_id="t1", senior_id="s1", case_id="c1",
                       committed_at=here.clock()),
        )  # fmt: skip
    payload = json.dumps({"attempt": key, "terminal": "t1", "why": "wellness"})
    intended(here, f"dial-{key}", "originate_staff_call", payload)
