"""Does the watch lose or double a case when its controller is killed, or when two live at once? Few rounds.

`make chaos NAME=watch` plays twenty.
"""

from pathlib import Path
from random import SystemRandom

from tests.chaos import watch
from tests.chaos.watch_ticking import TICK


def test_killed_at_any_statement_or_twice_alive_it_follows_each_silence_once(tmp_path: Path) -> None:
    seed = SystemRandom().randrange(10_000)

    verdict = watch.rounds(tmp_path, 2, seed)

    assert verdict.presses == 2 * 12
    assert (verdict.lost, verdict.doubled) == ((), ()), f"seed {seed}"
    assert verdict.worst_s <= TICK.total_seconds()
