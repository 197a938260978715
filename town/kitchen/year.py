"""How do the pages come to hold a year? A filled neighbourhood of the town's size, moved in beside, with progress.

Done by a process of its own (filling.py), at the lowest priority, after the story: nothing that rings waits for it.
Once filled it stays until the demonstration is begun afresh.
"""

import asyncio
import contextlib
import os
import sys
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from db.engine import reading
from db.schema.calls import calls
from ivr.settings import CONFIG
from town.kitchen.filling import MARK
from town.stage import Stage


class Year:
    """`state`: waiting, filling (with a share), done, or failed; after a failure it begins again at the next start."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._state = "waiting"
        self._share = 0.0
        self._process: asyncio.subprocess.Process | None = None
        self._reader: asyncio.Task[None] | None = None

    async def begin(self) -> None:
        if self._there():
            self._state = "done"
            return
        self._state = "filling"
        log = open(self._stage.folders.run / "year.log", "wb")  # noqa: SIM115
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "town.kitchen.filling", str(self._stage.folders.run / "year.sqlite"),
            env={**os.environ, CONFIG: str(self._stage.folders.config)}, start_new_session=True,
            stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=log,
        )  # fmt: skip
        log.close()
        self._reader = asyncio.create_task(self._follow(self._process))

    def state(self) -> Mapping[str, Any]:
        return {"state": self._state, "share": self._share}

    async def close(self) -> None:
        """A filling that is not over yet ends with the town: its rows come in one transaction a part."""
        if self._process is not None and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.terminate()
            await self._process.wait()
        if self._reader is not None:
            await asyncio.gather(self._reader, return_exceptions=True)

    async def _follow(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        async for line in process.stdout:
            with contextlib.suppress(ValueError):
                self._share = min(1.0, float(line))
        self._state = "done" if await process.wait() == 0 else "failed"

    def _there(self) -> bool:
        with reading(self._stage.engine) as conn:
            return conn.scalar(select(calls.c.id).where(calls.c.id.like(f"{MARK}%")).limit(1)) is not None
