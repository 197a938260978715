"""How is each thing that Twilio tells kept once, and survives a power cut, a thousand times a second?

Whoever writes waits for one commit, which many share: all that has come while the last one was being written goes into
the next. A step that fails is undone alone; the others of its commit stand.
"""

import asyncio
import contextlib
import os
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, Self, TypeVar

from ivr.twilio.journal_rows import SCHEMA

T = TypeVar("T")
Step = Callable[[sqlite3.Connection], T]
FILE = "webhooks.sqlite"
MOST = 500
"""Steps in one commit."""


class JournalBroken(RuntimeError):
    """Nothing can be kept (a full disk): Twilio is told to come again, presses go on without memory."""


class Journal:
    """`async with Journal(folder) as journal:`; one process writes a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._waiting: asyncio.Queue[tuple[Step[Any], asyncio.Future[Any]]] = asyncio.Queue()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="journal")
        self._conn: sqlite3.Connection | None = None
        self._writer: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._conn = await self._run(self._open)
        self._writer = asyncio.create_task(self._write_on())
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._writer is not None:
            self._writer.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._writer
        if self._conn is not None:
            await self._run(self._conn.close)
        self._thread.shutdown()

    async def do(self, step: Step[T]) -> T:
        """Run `step` in a transaction; its answer once that is on disk. Raises JournalBroken."""
        told: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        await self._waiting.put((step, told))
        return await told

    async def _write_on(self) -> None:
        while True:
            batch = [await self._waiting.get()]
            while len(batch) < MOST and not self._waiting.empty():
                batch.append(self._waiting.get_nowait())
            answers = await self._run(partial(self._commit, [step for step, _ in batch]))
            for (_, told), answer in zip(batch, answers, strict=True):
                _tell(told, answer)

    async def _run(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def _open(self) -> sqlite3.Connection:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = self._folder / FILE
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600))
        conn = sqlite3.connect(file, isolation_level=None, check_same_thread=False, timeout=5)
        conn.row_factory = sqlite3.Row
        for pragma in ("journal_mode=WAL", "synchronous=FULL"):
            conn.execute(f"PRAGMA {pragma}")
        conn.executescript(SCHEMA)
        return conn

    def _commit(self, steps: list[Step[Any]]) -> list[Any]:
        """One answer a step; an exception is an answer too."""
        conn = self._conn
        assert conn is not None
        try:
            conn.execute("BEGIN IMMEDIATE")
            answers = [_alone(conn, step) for step in steps]
            conn.execute("COMMIT")
        except sqlite3.Error as fault:
            if conn.in_transaction:
                conn.execute("ROLLBACK")
            return [JournalBroken(str(fault))] * len(steps)
        return answers


def _alone(conn: sqlite3.Connection, step: Step[Any]) -> Any:
    conn.execute("SAVEPOINT step")
    try:
        answer = step(conn)
    except sqlite3.OperationalError:
        raise
    except Exception as fault:
        conn.execute("ROLLBACK TO step")
        answer = fault
    conn.execute("RELEASE step")
    return answer


def _tell(told: "asyncio.Future[Any]", answer: Any) -> None:
    if told.done():
        return
    if isinstance(answer, Exception):
        told.set_exception(answer)
    else:
        told.set_result(answer)
