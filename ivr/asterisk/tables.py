"""How do rows get into Asterisk's tables so that a press never reads half of a change?

`switch`: what a change needs is put first; only when Asterisk has said yes to every row of it is the last row
put, the one that makes presses read the new rows. Anything else leaves the old rows in force.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from ivr.asterisk.ami import BATCH, Ami
from ivr.asterisk.ami_actions import Row, RowResult, RowState
from ivr.asterisk.ami_wire import Action, check


@dataclass(frozen=True, kw_only=True)
class Switch:
    """One change: the rows it needs, then the one row that puts it in force."""

    before: tuple[Row, ...]
    last: Row


@dataclass(frozen=True, kw_only=True)
class Switched:
    """What became of a change. Only `in_force` is a yes; `doubtful`: the last row may be written or not."""

    switch: Switch
    before: tuple[RowResult, ...]
    last: RowResult

    @property
    def in_force(self) -> bool:
        return self.last.state is RowState.WRITTEN

    @property
    def doubtful(self) -> bool:
        return self.last.state is RowState.UNKNOWN


class TableWriter:
    """Writes AstDB through an AMI user with `system` and nothing else."""

    def __init__(self, ami: Ami) -> None:
        self._ami = ami

    async def write(self, rows: Sequence[Row]) -> tuple[RowResult, ...]:
        """Rows that do not depend on each other; one result a row, in order. Unsendable: nothing was sent."""
        return await self._ami.db_put_many(rows)

    async def switch(self, changes: Sequence[Switch]) -> tuple[Switched, ...]:
        """All rows of all changes first, then the last row of each change whose rows are all written."""
        needed = [row for change in changes for row in change.before]
        for change in changes:
            check(change.last.action())
        results = await self.write(needed)
        befores = _shared_out(changes, results)
        whole = [change for change, before in zip(changes, befores, strict=True) if _all_written(before)]
        lasts = iter(await self.write([change.last for change in whole]))
        return tuple(
            Switched(switch=change, before=before, last=next(lasts) if _all_written(before) else _left_out(change))
            for change, before in zip(changes, befores, strict=True)
        )

    async def delete(self, family: str, key: str) -> bool:
        """True when the row is not there any more (also where it never was)."""
        reply = await self._ami.db_del(family, key)
        return reply.accepted or await self._ami.db_get(family, key) is None

    async def delete_all(self, places: Sequence[tuple[str, str]]) -> bool:
        """True when no row is left at any of these (family, key), sent without waiting for each."""
        gone: list[bool] = []
        for at in range(0, len(places), BATCH):
            gone += await asyncio.gather(*(self.delete(*place) for place in places[at : at + BATCH]))
        return all(gone)

    async def delete_tree(self, family: str) -> bool:
        """Every row of a family and of those below it, e.g. `route/north/meals/000007`."""
        reply = await self._ami.send(Action(name="DBDelTree", headers=(("Family", family),)))
        return reply.accepted


def _all_written(results: Sequence[RowResult]) -> bool:
    return all(result.state is RowState.WRITTEN for result in results)


def _left_out(change: Switch) -> RowResult:
    return RowResult(row=change.last, state=RowState.UNSENT, reason="a row it needs is not written")


def _shared_out(changes: Sequence[Switch], results: Sequence[RowResult]) -> list[tuple[RowResult, ...]]:
    shares, at = [], 0
    for change in changes:
        shares.append(tuple(results[at : at + len(change.before)]))
        at += len(change.before)
    return shares
