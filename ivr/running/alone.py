"""Does this controller still stand alone for its exchange? Asked again and again; it ends when another has taken over.

On PostgreSQL the lock ends with its connection. The server started again, or the connection killed: it is taken again
at once, unless another controller of this exchange was quicker. Two at work would be worse than one that ends.
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

EVERY_SECONDS = 1.0


async def while_alone(still: Callable[[], bool], work: Coroutine[Any, Any, None], every: float = EVERY_SECONDS) -> None:
    """Do the work to its end. Raises what `still` raises (InUse); the work is cancelled then."""
    tasks = [asyncio.create_task(work), asyncio.create_task(_watched(still, every))]
    try:
        ended, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in ended:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _watched(still: Callable[[], bool], every: float) -> None:
    while True:
        await asyncio.sleep(every)
        await asyncio.to_thread(still)
