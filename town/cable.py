"""What lies between two machines? A cable: frames go from one end to the other, all of them, some, or none.

Run by itself in a network namespace that holds both ends: `python town/cable.py END END SEED`. Orders come on standard
input, a line each: the share of frames that is lost from now on (0 to 1). When the input ends, the cable is gone.
Standard library alone. Not tc: the kernels of small machines have no netem, and this loses the same frames for a seed.
"""

import selectors
import socket
import sys
from random import Random

EVERY_PROTOCOL = 3
SOL_PACKET, VNET_HEADER, IGNORE_OUTGOING = 263, 15, 23
"""linux/if_packet.h. With the header, long frames and checksums left to a card stay as they are."""
LONGEST = 70_000
ORDERS = "orders"


def opened(name: str) -> socket.socket:
    """One end, from which every frame can be taken that comes in there."""
    end = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(EVERY_PROTOCOL))
    end.setsockopt(SOL_PACKET, VNET_HEADER, 1)
    end.setsockopt(SOL_PACKET, IGNORE_OUTGOING, 1)
    end.bind((name, 0))
    end.setblocking(False)
    return end


def carry(near: socket.socket, far: socket.socket, orders: int, rng: Random) -> None:
    """Until the orders end. `orders`: the file descriptor that they come from."""
    ready = selectors.DefaultSelector()
    ready.register(near, selectors.EVENT_READ, far)
    ready.register(far, selectors.EVENT_READ, near)
    ready.register(orders, selectors.EVENT_READ, ORDERS)
    share = 0.0
    while True:
        for key, _ in ready.select():
            if key.data is ORDERS:
                said = _line(orders)
                if not said:
                    return
                share = float(said)
            else:
                _pass_on(key.fileobj, key.data, share, rng)  # type: ignore[arg-type]


def _pass_on(come: socket.socket, leave: socket.socket, share: float, rng: Random) -> None:
    """Whatever waits at one end; a frame that the other does not take is lost, as on any cable."""
    while True:
        try:
            frame = come.recv(LONGEST)
        except BlockingIOError:
            return
        except OSError:  # an end that is being put up or taken down
            return
        if share and rng.random() < share:
            continue
        try:
            leave.send(frame)
        except OSError:
            continue


def _line(orders: int) -> str:
    """One order; empty at the end. Orders are short and come one at a time."""
    with open(orders, "rb", buffering=0, closefd=False) as file:
        return file.readline().decode("ascii").strip()


if __name__ == "__main__":
    print("in a namespace of its own", flush=True)
    _line(sys.stdin.fileno())  # both ends are there now
    near, far = opened(sys.argv[1]), opened(sys.argv[2])
    print("carries", flush=True)
    carry(near, far, sys.stdin.fileno(), Random(int(sys.argv[3])))
