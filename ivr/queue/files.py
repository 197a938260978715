"""What do Asterisk's own files say of the queue? What holds with the controller dead and every table empty."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class QueueFiles:
    """Seconds. `overflow`: rungs as a route holds them, each with its `|` behind it; empty: none."""

    strategy: str = "leastrecent"
    rings: int = 15
    """How long the telephone of somebody who sits there rings."""
    look: int = 30
    """How often her place is told to whoever waits."""
    wait: int = 120
    """After so long the route goes on."""
    wrap_up: int = 20
    """How long after a call nobody else is put through to whoever took it."""
    skills: tuple[str, ...] = ()
    overflow: str = ""
