"""Which sheets are drawn, and how? A picture is made of its table: what is drawn stands in cells."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """Columns by their ids. `kind`: trend (a line of `along`, bars, and per cent as a line), heat (rows by columns),
    funnel (one number each), bars (lying, one for each row; `weight`: of how many, for a row of few says nothing)."""

    kind: str
    along: str = ""
    bars: tuple[str, ...] = ()
    line: str = ""
    weight: str = ""


DRAWINGS: Mapping[str, Drawing] = {
    "days": Drawing(kind="trend", along="part", bars=("presses",), line="reached_percent"),
    "heat": Drawing(kind="heat", along="weekday"),
    "funnel": Drawing(kind="funnel", along="stage", bars=("number",)),
    "league": Drawing(kind="bars", along="name", bars=("percent",), weight="tried"),
    "figures": Drawing(kind="trend", along="part", bars=("opened", "trips"), line="within_60"),
    "broadcasts": Drawing(kind="trend", along="part", bars=("pushed", "heard"), line="percent"),
    "queue": Drawing(kind="trend", along="part", bars=("queued", "gave_up"), line="within_15"),
    "transfer_days": Drawing(kind="trend", along="part", bars=("transfers", "taken"), line="taken_15"),
    "transfer_takers": Drawing(kind="bars", along="target", bars=("taken_percent",), weight="transfers"),
    "watch": Drawing(kind="trend", along="part", bars=("calls", "visits")),
    "services": Drawing(kind="bars", along="name", bars=("this", "before")),
}
"""By the sheet's id."""
LEVELS = 8
"""Shades of a heat map, the lightest is 0."""


def level(value: float, most: float) -> int:
    """Which shade; nothing has none."""
    return 0 if most <= 0 else round(LEVELS * value / most)
