"""Who is rung where messages are broken off? Any number of homes with ordinary lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from broadcasts.retry import Again, table_text
from db import campaigns
from db.campaigns import CampaignRow, DeliveryRow
from db.engine import writing
from tests.chaos import homes
from tests.chaos.rig import Plan, Rig

MESSAGE = "chaos"
MESSAGE_MS = 2000
RETRY_DELAY = timedelta(seconds=2)
TRIES = 40
"""Enough that nobody who answers can run out of them by the plugs alone."""
OUTCOMES = ("busy", "no_answer", "rejected", "answered", "heard", "congestion", "failed", "refused", "unknown")


@dataclass(frozen=True, kw_only=True)
class Home:
    terminal: str
    number: str
    """As the town is called."""
    kind: str
    """How it answers: town/asterisk/extensions.conf.j2."""

    @property
    def listens(self) -> bool:
        return self.kind == "listens"


def drawn(count: int, rng: Random) -> tuple[Home, ...]:
    """Nine of ten listen to the end; the others are engaged, or leave in the midst of it."""
    kinds = rng.choices(("listens", "busy", "leaves"), weights=(18, 1, 1), k=count)
    return tuple(Home(terminal=homes.terminal(n), number=f"7{n:07d}", kind=kind) for n, kind in enumerate(kinds))


def plan(count: int, channels: int, rate: float) -> Plan:
    tables = homes.tables(count, alone=count)
    tables["terminals"] = [
        {"id": homes.terminal(n), "household": f"h{homes.FIRST + n}", "kind": "line", "number": f"0107{n:07d}"}
        for n in range(count)
    ]
    care: Mapping[str, object] = {
        "broadcast_channels": channels, "calls_per_second": rate, "message_rings": 6,
        "message_windows": "00:00-24:00", "quiet_hours": "",
    }  # fmt: skip
    return Plan(tables=tables, trunk_limit=channels + 20, care=dict(care))


async def behave(rig: Rig, found: Sequence[Home]) -> None:
    for home in found:
        await rig.pair.behave(home.number, home.kind, 0.2, "1" if home.kind == "leaves" else "")


def offer(
    rig: Rig, found: Sequence[Home], *, tries: int = TRIES, total_ms: int = MESSAGE_MS, file: str = "", first: int = 0
) -> None:
    """The message and its deliveries, in one transaction. Whoever is engaged is tried twice only.

    `first`: the number of the first of these homes among all that were drawn.
    """
    now = datetime.now(UTC)
    again = Again(after=RETRY_DELAY, tries=tries)
    table = {outcome: again for outcome in OUTCOMES} | {
        outcome: Again(after=RETRY_DELAY, tries=min(2, tries)) for outcome in ("busy", "answered", "heard")
    }
    row = CampaignRow(
        id=MESSAGE, title="寒潮", text="今晚降温。", audio=file or str(rig.folder / "sounds" / "town" / "hello"),
        created_at=now, state="running", retries=table_text(table),
    )  # fmt: skip
    with writing(rig.engine) as conn:
        campaigns.save_campaign(conn, row)
        campaigns.add_deliveries(conn, [_delivery(n, home, now, total_ms) for n, home in enumerate(found, first)])


def _delivery(n: int, home: Home, now: datetime, total_ms: int) -> DeliveryRow:
    key = homes.FIRST + n
    return DeliveryRow(
        id=f"d{n:06d}", campaign_id=MESSAGE, senior_id=f"s{key}", household_id=f"h{key}", terminal_id=home.terminal,
        available_at=now, total_ms=total_ms, way="called",
    )  # fmt: skip
