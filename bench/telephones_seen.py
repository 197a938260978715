"""What does it cost to ask Asterisk which telephones it sees? All of a programme's, as the watch over telephones asks.

Bound: the same answer, its bytes only counted. The controller spends no more than a twentieth of its time on asking
(ivr/watch/telephones.py).
"""

import asyncio
import time
from collections.abc import AsyncIterator

from bench.place import Bench
from bench.result import Result, median
from ivr.asterisk.ami import Ami
from ivr.asterisk.ami_line import Account
from tests.chaos import homes
from tests.chaos.rig import Plan, Rig

NAME = "telephones_seen"
TELEPHONES, SHORT_TELEPHONES = 14_000, 500
ROUNDS = 5
GOAL = 3.0
END = b"EventList: Complete"


async def measure(bench: Bench) -> AsyncIterator[Result]:
    count = SHORT_TELEPHONES if bench.short else TELEPHONES
    async with bench.rig(Plan(tables=homes.tables(count, areas=4))) as rig:
        await rig.pair.exchange.start()
        account = _account(rig)
        async with Ami(account) as ami:
            await rig.until(lambda: ami.ready, "the link to Asterisk is up")
            turns = [(await _asked(ami, count), await _counted(account)) for _ in range(ROUNDS)]
    took, bound = median([ours for ours, _ in turns]), median([bare for _, bare in turns])
    yield Result(name=NAME, value=took, unit=f"s for {count}", bound=bound, n=ROUNDS, command=bench.command(NAME),
                 goal=f"at most {GOAL:.0f} times the bare answer", ok=took <= GOAL * bound)  # fmt: skip


async def _asked(ami: Ami, count: int) -> float:
    started = time.perf_counter()
    seen = await ami.endpoints()
    took = time.perf_counter() - started
    assert len(seen) >= count, f"{len(seen)} of {count} telephones were seen"
    return took


async def _counted(account: Account) -> float:
    """The answer's bytes, from the question to the last."""
    reader, writer = await asyncio.open_connection(account.host, account.port)
    login = f"Action: Login\r\nUsername: {account.user}\r\nSecret: {account.secret}\r\nEvents: off\r\n\r\n"
    writer.write(login.encode())
    await reader.readuntil(b"Authentication accepted\r\n")
    started, tail = time.perf_counter(), b""
    writer.write(b"Action: PJSIPShowEndpoints\r\n\r\n")
    while END not in tail:
        tail = tail[-len(END) :] + await reader.read(1 << 16)
    took = time.perf_counter() - started
    writer.close()
    return took


def _account(rig: Rig) -> Account:
    exchange = rig.settings.exchange
    return Account(host=exchange.address, port=exchange.ami_port, user="bb", secret=exchange.call_secret, hears=False)
