"""What have we set out to do with a call in an operator's hand? Committed before it is performed, never sent twice.

`act`: the act (db/in_hand.py) that it is for. `her`: the unique id of her channel; `call`: of her press.
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class MoveCall:
    """Her channel to a context of the dialplan, and `peer` to another at the same moment (empty: it stays)."""

    act: str
    her: str
    to: str
    peer: str = ""
    peer_to: str = ""
    desk: str = ""
    code: str = "00"
    target: str = "none"


@dataclass(frozen=True, kw_only=True)
class RingThird:
    """Ring somebody for the conference of her call. `held`: she waits, and comes back if nobody takes it."""

    act: str
    call: str
    her: str
    terminal: str
    language: str
    target: str
    desk: str = ""
    code: str = "00"
    held: bool = False


@dataclass(frozen=True, kw_only=True)
class RecordCall:
    """Begin a recording of her call, or stop it for now. `file`: absolute, with its ending."""

    act: str
    her: str
    file: str
    stop: bool = False


InHand = MoveCall | RingThird | RecordCall
