"""What must the console be told before it can start?"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from broadcasts.settings import BroadcastSettings
from console.voice import Voice

LANGUAGES = ("zh", "en")


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, kw_only=True)
class ConsoleSettings:
    """`clock` is the exchange's time (a demonstration may live on another day); sessions end by real time."""

    secret: str
    """Signs sessions and forms: at least 32 characters, the same after a restart."""
    site: str = "Bigbutton"
    zone: str = "Asia/Shanghai"
    language: str = "zh"
    """For whoever has not chosen yet: one of `LANGUAGES`."""
    clock: Callable[[], datetime] = _now
    heartbeat: Path | None = None
    """A file the controller touches; None: the console does not watch the controller."""
    heartbeat_limit: timedelta = timedelta(seconds=5)
    session_life: timedelta = timedelta(hours=12)
    voice: Voice | None = None
    """Who speaks broadcasts; None: this console can neither speak nor take recordings, and says so."""
    broadcasts: BroadcastSettings = field(default_factory=BroadcastSettings)

    def __post_init__(self) -> None:
        if len(self.secret) < 32:
            raise ValueError("the console's secret is shorter than 32 characters")
        if self.language not in LANGUAGES:
            raise ValueError(f"the console's language is one of {', '.join(LANGUAGES)}")
