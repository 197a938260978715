"""Does the demonstration tell the truth? One act of it with a provider broken: that step fails by name, no other."""

import json
import os
import subprocess
import sys
from pathlib import Path

from town.instance import Runner

CHECKOUT = Path(__file__).resolve().parents[2]


def test_a_broken_provider_fails_its_own_step_by_name(asterisk: Runner) -> None:
    name = f"test{os.getpid()}"
    command = [sys.executable, "-m", "town", "--name", name, "run", "--once", "--fresh", "--port", "0",
               "--act", "keys", "--break-provider", "canteenmei"]  # fmt: skip

    played = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, timeout=240, check=False)

    told = json.loads((CHECKOUT / ".run" / f"story-{name}.json").read_text())
    assert [step["step"] for step in told if not step["ok"]] == ["meals"], played.stdout + played.stderr
    assert len(told) == 11
    assert played.returncode == 1
    assert "step failed: meals" in played.stdout
