"""How fast is it, and how far from the simplest that could do the same? `python -m bench [NAME ...]`."""

import argparse
import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench import (
    audience,
    campaign,
    doctor,
    facts,
    import_,
    pages,
    postgresql,
    press_rate,
    press_to_ring,
    readback,
    reports,
    restart,
    ring_to_page,
    screen_pop,
    serve,
    setup_rate,
    speech,
    sweep,
    table_change,
    telephones_seen,
    webhooks,
)
from bench.place import Bench
from bench.result import HEADER, Result, cells, keep
from prepare.place import NotPrepared
from tests.chaos.rig import RigFault

CHECKOUT = Path(__file__).resolve().parents[1]
Measure = Callable[[Bench], AsyncIterator[Result]]
ALL: dict[str, Measure] = {
    "press_to_ring": press_to_ring.measure,
    "press_rate": press_rate.measure,
    "import": import_.measure,
    "doctor": doctor.measure,
    "table_change": table_change.measure,
    "facts": facts.measure,
    "speech": speech.measure,
    "readback": readback.measure,
    "campaign": campaign.measure,
    "screen_pop": screen_pop.measure,
    "ring_to_page": ring_to_page.measure,
    "setup_rate": setup_rate.measure,
    "audience": audience.measure,
    "webhooks": webhooks.measure,
    "pages": pages.measure,
    "reports": reports.measure,
    "restart": restart.measure,
    "sweep": sweep.measure,
    "serve": serve.measure,
    "postgresql": postgresql.measure,
    "telephones_seen": telephones_seen.measure,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("name", nargs="*", help=f"of {', '.join(ALL)}; none: all")
    asked = parser.parse_args()
    unknown = [name for name in asked.name if name not in ALL]
    if unknown:
        parser.error(f"{unknown[0]} is not measured; there are: {', '.join(ALL)}")
    bench = Bench(checkout=CHECKOUT, short=bool(os.environ.get("SHORT")))
    results = asyncio.run(_all(bench, asked.name or list(ALL)))
    Console(width=150).print(_table(results))
    return 0 if all(result.ok for result in results) else 1


async def _all(bench: Bench, names: list[str]) -> list[Result]:
    results = []
    for name in names:
        print(f"{name} ...", file=sys.stderr, flush=True)
        async for result in ALL[name](bench):
            results.append(result)
            keep(result, CHECKOUT / ".run" / "bench.jsonl")
            print("  " + " | ".join(cells(result)), file=sys.stderr, flush=True)
    return results


def _table(results: list[Result]) -> Table:
    table = Table(*HEADER)
    for result in results:
        table.add_row(*cells(result))
    return table


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (NotPrepared, RigFault) as why:
        print(f"bench: {why}", file=sys.stderr)
        sys.exit(2)
