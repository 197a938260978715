"""What was measured, beside which bound? One line a figure, printed as a table and kept in `.run/bench.jsonl`."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Result:
    """`bound`: the same work done as simply as it can be, in the same run; `goal`: in words, with its number."""

    name: str
    value: float
    unit: str
    bound: float | None
    goal: str
    ok: bool
    n: int
    command: str

    @property
    def ratio(self) -> float | None:
        """How many times the bound."""
        return self.value / self.bound if self.bound else None


def keep(result: Result, file: Path) -> None:
    """Append one JSON object to a file of them."""
    file.parent.mkdir(parents=True, exist_ok=True)
    rounded = {"value": _short(result.value), "bound": _short(result.bound), "ratio": _short(result.ratio)}
    with file.open("a", encoding="utf-8") as out:
        out.write(json.dumps(asdict(result) | rounded, ensure_ascii=False) + "\n")


HEADER = ("name", "value", "unit", "bound", "ratio", "goal", "ok", "n")


def cells(result: Result) -> tuple[str, ...]:
    """The columns of HEADER as text."""
    ratio = "" if result.ratio is None else f"{result.ratio:.2f}"
    bound = "" if result.bound is None else _text(result.bound)
    mark = "ok" if result.ok else "FAILS"
    return (result.name, _text(result.value), result.unit, bound, ratio, result.goal, mark, str(result.n))


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which this share of them lies (nearest rank). Raises ValueError without any."""
    if not values:
        raise ValueError("nothing was measured")
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def median(values: Sequence[float]) -> float:
    return percentile(values, 0.5)


def _text(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}" if abs(value) < 10 else f"{value:.1f}"


def _short(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
