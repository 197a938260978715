"""What is left when Asterisk could not write its log? Nobody unhelped; of the record, what is lost is counted.

A press of that time may have no row. An emergency whose end was not written stays open, as a task for a person: it is
never closed on a guess, and gets its ladder again at the exchange's next restart, which is played at the end.
"""

from sqlalchemy import select

from db.engine import reading
from db.schema.calls import incidents
from db.schema.work import tasks
from tests.chaos.playing import open_work, settled
from tests.chaos.storm_judge import Account
from tests.chaos.storm_rig import StormRig


async def ended_as_written(rig: StormRig) -> None:
    """Until nothing is under way but emergencies of which nobody said the end: each a task."""
    await rig.until(lambda: _only_tasks_left(rig), "all that was written has ended, the rest is a task", 120)


async def ring_open_ones_again(rig: StormRig, account: Account) -> None:
    """The exchange's next restart: whoever is rung then closes them."""
    left = _open_incidents(rig)
    account.noted["emergencies left open as a task until the exchange's next restart"] += len(left)
    if left:
        await rig.pair.exchange.kill()
        await rig.pair.town.cli("channel request hangup all")
        await rig.pair.exchange.start()
        await rig.until(rig.registered, "every telephone has registered again")
    await settled(rig)


def _only_tasks_left(rig: StormRig) -> bool:
    calls, _, attempts, acts = open_work(rig)
    with reading(rig.engine) as conn:
        told = select(tasks.c.subject).where(tasks.c.kind == "incident_open", tasks.c.state == "open")
        asked = {row.subject for row in conn.execute(told)}
    return (calls, attempts, acts) == (0, 0, 0) and _open_incidents(rig) <= asked


def _open_incidents(rig: StormRig) -> set[str]:
    with reading(rig.engine) as conn:
        return {row.id for row in conn.execute(select(incidents.c.id).where(incidents.c.state != "closed"))}
