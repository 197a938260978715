"""Is a call lost or placed twice whatever Twilio does wrong? A few rounds; `make chaos NAME=twilio` plays a hundred."""

from pathlib import Path
from random import SystemRandom

from tests.chaos.twilio import rounds


def test_every_call_is_placed_once_and_every_press_answered_whatever_twilio_does(tmp_path: Path) -> None:
    seed = SystemRandom().randrange(10_000)

    verdict = rounds(tmp_path, 3, seed)

    assert verdict.presses == 21
    assert (verdict.lost, verdict.doubled) == ((), ()), f"seed {seed}"
