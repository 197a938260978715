"""What has a round of the storm cost? Its rows and the town's log are compared, and added to its fault's account."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.chaos import homes
from tests.chaos.playing import Played
from tests.chaos.result import Result, keep, line
from tests.chaos.retrying import Judged
from tests.chaos.scenes import MEALS, Press
from tests.chaos.verdict import Evidence, judge, wait_of
from town.pair import TownRow

EMERGENCY_WITHIN = 20.0
"""Seconds from the press to the person who pressed 1, while the desk lives."""
PROMISE = "every press reaches a person, no row lost or doubled, nobody lends a hand"


@dataclass
class Account:
    """What one fault has cost so far."""

    rounds: int = 0
    presses: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    worst: float = 0.0
    recovery: float = 0.0
    """Seconds from the fault's end until nothing was open any more, at the longest: calls included."""
    noted: Counter[str] = field(default_factory=Counter)
    """What happened that no promise is about, and how often."""

    def played(self, presses: int, worst: float) -> None:
        self.rounds += 1
        self.presses += presses
        self.worst = max(self.worst, worst)


def add_round(
    account: Account, seen: Evidence, played: Played, began: dict[str, float], again: Sequence[Press], *, died: bool
) -> None:
    """`died`: the calls of that moment died with their exchange; those that came to nothing were tried again."""
    rows = [row for row in seen.town if row.what == "PRESSED"]
    if died:
        played = Played(presses=[Press(at=0, home=row.who, dial="", stay=0) for row in rows])
    verdict = judge(seen, played, exchange_died=died)
    account.lost += verdict.lost
    account.doubled += verdict.doubled
    for press in again:
        row = max((row for row in rows if row.who == press.home), key=lambda each: each.at)
        if wait_of(seen, row) is None:
            known = next((f"{each.id}: {each.outcome} {each.reason}" for each in seen.calls
                          if each.sip_call_id == row.call_id), "no row")  # fmt: skip
            account.lost.append(f"{press.home} tried {press.dial} again and reached nobody: {known}")
    account.played(len(began), max((*_waits(seen, rows, began, died), 0.0)))
    if not died:
        account.lost += _late(seen, rows)


def add_retries(account: Account, found: Judged, presses: int) -> None:
    account.lost += found.lost
    account.doubled += found.doubled
    account.noted["presses that asked at the second registrar"] += found.again
    account.noted["first tries that their exchange found when it woke"] += found.late
    account.played(presses, found.waited)


def add_unwritten(account: Account, seen: Evidence, presses: Sequence[Press]) -> None:
    """Somebody for everybody, by the town's log alone: our rows may lack what was not written down, and how many
    lack it is said. As many were reached as pressed, each in the order of the presses."""
    for dial, took, who in (
        (MEALS, "ANSWERED", (homes.CANTEEN, homes.CANTEEN_SECOND)), ("*01", "PRESSED1", homes.DESKS["emergency"]),
    ):  # fmt: skip
        homes_of = {press.home for press in presses if press.dial == dial}
        pressed = sorted(row.at for row in seen.town if row.what == "PRESSED" and row.who in homes_of)
        taken = sorted(row.at for row in seen.town if row.what == took and row.who in who)
        if len(pressed) < len(homes_of) or len(taken) < len(pressed):
            account.lost.append(f"{dial}: {len(homes_of)} presses, {len(pressed)} answered, {len(taken)} reached")
        waited = [there - at for at, there in zip(pressed, taken, strict=False)]
        account.worst = max((account.worst, *waited))
    ids = Counter(row.sip_call_id for row in seen.calls)
    account.doubled += [f"{n} rows for Call-ID {key}" for key, n in ids.items() if n > 1]
    made = {row.call_id for row in seen.town if row.what == "PRESSED"}
    account.noted["presses without a row"] += len(made - set(ids))
    account.noted["rows without all of their facts"] += sum(row.outcome in (None, "unknown") for row in seen.calls)
    account.played(len(presses), 0.0)


def tell(name: str, account: Account, seed: int, kept: Path | None) -> None:
    noted = "; ".join(f"{count} {what}" for what, count in account.noted.items() if count)
    result = Result(
        fault=name, promise=PROMISE, rounds=account.rounds, presses=account.presses, lost=len(account.lost),
        doubled=len(account.doubled), worst_s=round(account.worst, 2), seed=seed,
        ok=not account.lost and not account.doubled, noted=noted,
    )  # fmt: skip
    print(f"{line(result)}; settled {account.recovery:.1f} s after it at the latest", flush=True)
    if kept is not None:
        keep(result, kept)


def _waits(seen: Evidence, rows: Iterable[TownRow], began: dict[str, float], died: bool) -> Iterable[float]:
    """From her first try to a person."""
    for row in rows:
        wait = wait_of(seen, row)
        if wait is not None:
            yield row.at + wait - (min(began[row.who], row.at) if died else row.at)


def _late(seen: Evidence, rows: Iterable[TownRow]) -> Iterable[str]:
    emergencies = {row.sip_call_id for row in seen.calls if row.incident_id}
    for row in rows:
        wait = wait_of(seen, row)
        if row.call_id in emergencies and wait is not None and wait > EMERGENCY_WITHIN:
            yield f"the emergency of {row.who} waited {wait:.1f} s"
