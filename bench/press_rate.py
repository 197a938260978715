"""x"""
from collections.abc import AsyncIterator
from bench.place import Bench
from bench.result import Result
async def measure(bench: Bench) -> AsyncIterator[Result]:
    return
    yield
