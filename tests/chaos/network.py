"""What lies between the exchange and everybody else? Cables, of which each can go dark or lose packets.

The town stands on a machine of its own (town/apart.py): its homes and desks behind one cable, each trunk behind one of
its own, and whoever tells it what to do behind another, which nothing ever happens to.
"""

from contextlib import ExitStack

from town.apart import DARK, Cable, Machine, Side
from town.pair import Pair

CONTROL = ".8"


class Network:
    """Made before the town starts. `exchange`: the cables that lead to the exchange; `trunk`: the first trunk's."""

    def __init__(self, pair: Pair, seed: int = 0) -> None:
        self._open = ExitStack()
        self._addresses = pair.addresses
        here = Side(machine=None, addresses=(pair.addresses[1],))
        try:
            self.town = self._machine()
            control = pair.addresses.prefix + CONTROL
            homes, self.trunk, other, _ = (
                self._cable(here, Side(machine=self.town, addresses=(address,)), seed)
                for address in (*(pair.addresses[n] for n in (2, 3, 4)), control)
            )
        except BaseException:
            self.close()
            raise
        self.exchange = (homes, self.trunk, other)
        runner = pair.town.runner
        pair.control, pair.town.machine = control, self.town.start_of(runner.uid, runner.gid)

    def another_exchange(self, address: str) -> Machine:
        """A machine that only the town can reach."""
        machine = self._machine()
        town = Side(machine=self.town, addresses=tuple(self._addresses[n] for n in (2, 3, 4)))
        self._cable(town, Side(machine=machine, addresses=(address,)), 0)
        return machine

    def lose(self, share: float) -> None:
        """On every cable of the exchange: signalling and sound alike."""
        for cable in self.exchange:
            cable.lose(share)

    def cut(self) -> None:
        self.lose(DARK)

    def mend(self) -> None:
        self.lose(0)

    def close(self) -> None:
        self._open.close()

    def _machine(self) -> Machine:
        machine = Machine()
        self._open.callback(machine.close)
        return machine

    def _cable(self, near: Side, far: Side, seed: int) -> Cable:
        cable = Cable(near, far, seed)
        self._open.callback(cable.close)
        return cable
