"""How is the story told? A line a step for a grandchild to read, and one JSON object a step for a machine."""

import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

Say = Callable[[str], None]
"""Takes a line for whoever looks on."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """One step as it went. It passes only where our rows and the town's own log agree."""

    step: str
    expected: str
    seen: str
    ok: bool
    call_ids: Sequence[str] = ()
    """SIP Call-IDs found in both logs."""
    rows: Sequence[str] = ()
    """Ids of our rows: calls, incidents, attempts, cases."""
    audio: Sequence[str] = ()
    after_s: float = 0
    """Seconds since the story began."""


@dataclass
class Telling:
    """Prints as it goes, keeps everything for story.json."""

    file: Path
    started: float = field(default_factory=time.monotonic)
    told: list[Told] = field(default_factory=list)

    def say(self, text: str) -> None:
        print(text, flush=True)

    def act(self, title: str) -> None:
        self.say(f"\n{title}")

    def tell(self, told: Told) -> None:
        told = replace(told, after_s=round(time.monotonic() - self.started, 1))
        self.told.append(told)
        mark = "✓" if told.ok else "✗"
        self.say(f"  {mark} {told.seen}")
        if not told.ok:
            self.say(f"      step failed: {told.step}; expected: {told.expected}")
        for audio in told.audio:
            self.say(f"      to hear: {audio}")
        self._write()

    def end(self) -> bool:
        """The last line; True where every step passed."""
        failed = [told.step for told in self.told if not told.ok]
        seconds = time.monotonic() - self.started
        if failed:
            self.say(f"\nSTORY FAILED: {', '.join(failed)} ({seconds:.0f} s; {self.file})")
        else:
            self.say(f"\nSTORY OK: {len(self.told)} steps, {seconds:.0f} s, {self.file}")
        sys.stdout.flush()
        return not failed

    def _write(self) -> None:
        fresh = self.file.with_suffix(".new")
        fresh.write_text(json.dumps([asdict(told) for told in self.told], ensure_ascii=False, indent=1) + "\n")
        fresh.replace(self.file)
