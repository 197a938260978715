"""What differs from a real site where presses are measured? No passwords, no whisper, one static line beside."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bench.place import Bench
from bench.sipp_calls import Homes, Provider
from tests.chaos import homes
from tests.chaos.rig import Plan, Rig

TERMINALS = 500
PRESS, STATIC = "*02", "7902"
LINE = f"exten => {STATIC},1,Answer(,i)\n same => n,Dial(PJSIP/{homes.CANTEEN}@trunka,20)\n same => n,Hangup()\n"


@asynccontextmanager
async def site(bench: Bench) -> AsyncIterator[tuple[Rig, Homes]]:
    """The real dialplan with SIPp for homes and providers; the controller is not started."""
    plan = Plan(tables=homes.tables(TERMINALS, areas=4), trunk_limit=2000, announce=False)
    async with bench.rig(plan) as rig:
        without_passwords(rig)
        folder = rig.folder / "sipp"
        folder.mkdir()
        provider = Provider(folder, rig.pair.addresses[3])
        provider.start()
        try:
            await rig.pair.exchange.start()
            yield rig, Homes(
                folder=folder, address=rig.pair.addresses[2], exchange=rig.pair.addresses[1],
                terminals=tuple(homes.terminal(n) for n in range(TERMINALS)),
            )  # fmt: skip
        finally:
            provider.stop()


def without_passwords(rig: Rig) -> None:
    """Homes are known by their name alone, trunks are not qualified (SIPp answers calls only)."""
    etc = rig.pair.node.folders.etc
    pjsip, extensions = etc / "pjsip.conf", etc / "site.conf"
    text = re.sub(r"^auth=t\d+\n", "", pjsip.read_text(), flags=re.MULTILINE)
    pjsip.write_text(text.replace("qualify_frequency=5", "qualify_frequency=0"))
    extensions.write_text(extensions.read_text().replace("[codes]\n", f"[codes]\n{LINE}", 1))
