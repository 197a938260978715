"""How wide is each rung's bar, and on which scale are the seconds of a call drawn?"""

from collections.abc import Sequence
from dataclasses import dataclass

from console.demo.told import Press, Rung

SCALES = (15, 30, 60, 120, 300, 900)
"""Seconds from the left edge to the right."""
WIDTH = 100.0
LEAST = 0.8
"""Of a hundred: what rang for a moment is seen too."""


@dataclass(frozen=True, kw_only=True)
class Bar:
    """`left` and `width` of a hundred; `open`: it grows on."""

    rung: Rung
    left: float
    width: float
    open: bool
    look: str


def scale_of(press: Press) -> int:
    """The smallest on which the whole call fits, with room to grow while it goes on."""
    last = max([press.ended_s or 0.0, *(rung.until_s or rung.from_s + 8 for rung in press.rungs)], default=0.0)
    return next((scale for scale in SCALES if last <= scale), SCALES[-1])


def bars(press: Press) -> Sequence[Bar]:
    scale = scale_of(press)
    return [_bar(rung, press, scale) for rung in press.rungs]


def _bar(rung: Rung, press: Press, scale: int) -> Bar:
    end = rung.until_s if rung.until_s is not None else press.ended_s
    left = min(WIDTH, rung.from_s / scale * WIDTH)
    width = (max(end, rung.from_s) - rung.from_s) / scale * WIDTH if end is not None else LEAST
    return Bar(
        rung=rung, left=round(left, 2), width=round(min(max(width, LEAST), WIDTH - left), 2),
        open=end is None, look=_look(rung, urgent=bool(press.incident)),
    )  # fmt: skip


def _look(rung: Rung, *, urgent: bool) -> str:
    if rung.status == "joined":
        return "joined"
    if rung.status in ("rang", "answered"):
        return "urgent" if urgent else "rings"
    return "over"


def ticks(scale: int) -> Sequence[int]:
    """Seconds at which the axis is marked."""
    step = scale // 3
    return [step * n for n in range(4)]
