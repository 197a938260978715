"""What did a fault cost? One line a fault, printed and kept in `.run/chaos.jsonl`."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Result:
    """`lost` and `doubled` count; `worst_s`: the longest from a press to a person, by the town's clock."""

    fault: str
    promise: str
    rounds: int
    presses: int
    lost: int
    doubled: int
    worst_s: float
    seed: int
    ok: bool
    noted: str = ""
    """What else happened, counted: no promise is about it."""


def keep(result: Result, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as out:
        out.write(json.dumps(asdict(result), ensure_ascii=False) + "\n")


def line(result: Result) -> str:
    mark = "ok  " if result.ok else "FAIL"
    return (
        f"{mark} {result.fault}: {result.rounds} rounds, {result.presses} presses, {result.lost} lost, "
        f"{result.doubled} doubled, worst {result.worst_s:.1f} s, seed {result.seed}; {result.promise}"
        f"{'; ' if result.noted else ''}{result.noted}"
    )
