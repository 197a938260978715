"""Whose message lamp shines? A home with messages to be asked for sees it; only what changed is told to Asterisk.

Asterisk forgets its lamps when it restarts and tells every telephone that nothing waits: `forget` then.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence

from db.records import batches
from ivr.asterisk.ami import Ami
from ivr.asterisk.ami_wire import Action, AmiDown, ReplyUnknown

AT_ONCE = 50
"""Lamps changed side by side."""
MOST = 500
"""Lamps changed at one call: a site of 14,000 is told in half a minute, beside everything else."""
MAILBOXES = "bb"
"""The context in which each telephone's endpoint has its mailbox."""


class Lamps:
    """What shines, as far as Asterisk was told. A lamp that could not be changed is tried at the next call.

    `sure`: every lamp is known. After a start of ours it is not: Asterisk may have been told before.
    """

    def __init__(self, ami: Ami) -> None:
        self._ami = ami
        self._told: dict[str, int] = {}
        self.sure = False

    def forget(self) -> None:
        """Asterisk has started anew: every lamp is dark."""
        self._told, self.sure = {}, True

    async def put(self, wanted: Mapping[str, int], everybody: Iterable[str] = ()) -> int:
        """Bring the lamps to this (telephone -> messages); how many were changed. Does nothing without a link.

        `everybody`: all telephones with a lamp, needed until `sure`.
        """
        if not self._ami.ready:
            return 0
        dark = {key: 0 for key in (*everybody, *self._told) if key not in wanted}
        unknown = -1 if not self.sure else 0
        changes = [(key, n) for key, n in {**wanted, **dark}.items() if self._told.get(key, unknown) != n]
        changed = sum([await self._tell_some(some) for some in batches(changes[:MOST], AT_ONCE)])
        self.sure = self.sure or (changed == len(changes) and bool(everybody))
        return changed

    async def _tell_some(self, some: Sequence[tuple[str, int]]) -> int:
        done = await asyncio.gather(*(self._tell(key, n) for key, n in some))
        self._told |= {key: n for (key, n), told in zip(some, done, strict=True) if told}
        return sum(done)

    async def _tell(self, terminal: str, messages: int) -> bool:
        try:
            return (await self._ami.send(lamp(terminal, messages))).accepted
        except (AmiDown, ReplyUnknown):
            return False


def lamp(terminal: str, messages: int) -> Action:
    """An Originate that runs the one application which sets a lamp, on a channel that does nothing."""
    return Action(
        name="Originate",
        headers=(
            ("Channel", "Local/x@nul/n"),
            ("Application", "MinivmMWI"),
            ("Data", f"{terminal}@{MAILBOXES},0,{messages},0"),
            ("Async", "true"),
        ),
    )
