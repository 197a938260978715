"""What does `*20` play on each telephone, and where does the lamp shine? What nobody of the home has heard yet.

W1. `waiting/<terminal>` in Asterisk's tables: up to nine entries, newest first, joined by `|`; an entry is
    `<delivery id>,<file below the folder of sounds, without ending>`. A value too long for a row loses its oldest.
W2. The lamp shines for what is left to be asked for: messages that are never rung, and those that were missed.
"""

import os
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Select, or_, select

from db.records import batches
from db.schema.care import campaigns, deliveries
from db.schema.site import terminals
from ivr.asterisk.ami_actions import Row, RowState
from ivr.asterisk.ami_wire import VALUE_BYTES
from ivr.asterisk.tables import TableWriter
from people.terminals import TerminalKind

FAMILY = "waiting"
MOST = 9
KEPT = timedelta(days=30)
"""A message older than this waits no more."""


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """`rows`: terminal -> the value of its row; `lamps`: telephone that has a lamp -> how many messages it tells.

    `telephones`: those that were asked for, where not all were.
    """

    rows: Mapping[str, str] = field(default_factory=dict)
    lamps: Mapping[str, int] = field(default_factory=dict)
    telephones: frozenset[str] = frozenset()


def waiting(conn: Connection, now: datetime, sounds: Path, beside: Collection[str] | None = None) -> Waiting:
    """What waits at this moment on every telephone in service. `sounds`: Asterisk's folder of sounds.

    `beside`: only on these telephones, and the others of their homes.
    """
    if beside is None:
        return _waiting(conn.execute(_everything(now)), sounds)
    telephones: list[str] = [key for part in batches(beside) for key in conn.scalars(_beside(part))]
    rows = [row for part in batches(telephones) for row in conn.execute(_everything(now, part))]
    return replace(_waiting(rows, sounds), telephones=frozenset([*beside, *telephones]))


def _waiting(found: Iterable[Any], sounds: Path) -> Waiting:
    entries, lamps = defaultdict[str, list[str]](list), defaultdict[str, int](int)
    for terminal, kind, delivery, own, common, lit in found:
        if not (own or common):
            continue
        entries[terminal].append(f"{delivery},{os.path.relpath(own or common, sounds)}")
        if lit and kind == TerminalKind.SIP.value:
            lamps[terminal] += 1
    return Waiting(rows={key: value_of(some) for key, some in entries.items()}, lamps=lamps)


def _everything(now: datetime, telephones: Collection[str] | None = None) -> Select[Any]:
    """A row for each message on each telephone, the newest message first."""
    missed = or_(deliveries.c.way == "waiting", deliveries.c.tries > 0, deliveries.c.state == "done")
    found = (
        select(terminals.c.id, terminals.c.kind, deliveries.c.id, deliveries.c.audio, campaigns.c.audio, missed)
        .join(deliveries, deliveries.c.campaign_id == campaigns.c.id)
        .join(terminals, terminals.c.household_id == deliveries.c.household_id)
        .where(campaigns.c.created_at > now - KEPT, campaigns.c.state != "cancelled", deliveries.c.heard_at.is_(None),
               deliveries.c.available_at <= now, deliveries.c.available_at > now - KEPT, terminals.c.active)
        .order_by(deliveries.c.available_at.desc(), deliveries.c.id.desc())
    )  # fmt: skip
    return found if telephones is None else found.where(terminals.c.id.in_(telephones))


def _beside(telephones: Collection[str]) -> Select[Any]:
    """Every telephone of the homes of these."""
    homes = select(terminals.c.household_id).where(terminals.c.id.in_(telephones))
    return select(terminals.c.id).where(terminals.c.household_id.in_(homes))


def lamp_owners(conn: Connection) -> list[str]:
    """Every telephone in service that has a lamp."""
    return list(conn.scalars(
        select(terminals.c.id).where(terminals.c.kind == TerminalKind.SIP.value, terminals.c.active)
    ))  # fmt: skip


def value_of(entries: Iterable[str]) -> str:
    """Of a row: as many of the newest as fit."""
    value = ""
    for entry in list(entries)[:MOST]:
        longer = f"{value}|{entry}" if value else entry
        if len(longer.encode()) > VALUE_BYTES:
            break
        value = longer
    return value


class WaitingRows:
    """Puts what changed. `forget` after Asterisk may have lost its tables."""

    def __init__(self, writer: TableWriter) -> None:
        self._writer = writer
        self._held: Mapping[str, str] = {}

    def forget(self) -> None:
        self._held = {}

    async def put(self, wanted: Mapping[str, str]) -> None:
        """Bring the rows to this; what could not be written is tried at the next call."""
        changed = [Row(family=FAMILY, key=k, value=v) for k, v in wanted.items() if self._held.get(k) != v]
        written = {result.row.key for result in await self._writer.write(changed) if result.state is RowState.WRITTEN}
        gone = [key for key in self._held if key not in wanted and await self._writer.delete(FAMILY, key)]
        kept = {key: value for key, value in self._held.items() if key not in gone}
        self._held = kept | {key: wanted[key] for key in written}
