"""What must the console be told before it can start?"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection

from broadcasts.settings import BroadcastSettings
from console.broadcasts.voice import Voice
from ivr.drill import DrillRules
from people.staff import Role
from wellness_checks.settings import WatchSettings

LANGUAGES = ("zh", "en")


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, kw_only=True)
class ConsoleSettings:
    """`clock` is the exchange's time (a demonstration may live on another day); `wall` is real time: sessions, tries
    and codes go by it."""

    secret: str
    """Signs sessions and forms: at least 32 characters, the same after a restart."""
    site: str = "Bigbutton"
    zone: str = "Asia/Shanghai"
    language: str = "zh"
    """For whoever has not chosen yet: one of `LANGUAGES`."""
    clock: Callable[[], datetime] = _now
    wall: Callable[[], datetime] = _now
    heartbeat: Path | None = None
    """A file the controller touches; None: the console does not watch the controller."""
    heartbeat_limit: timedelta = timedelta(seconds=5)
    session_life: timedelta = timedelta(hours=12)
    session_idle: timedelta = timedelta(hours=1)
    """Unused for so long a session ends, but for whoever is on duty."""
    second_factor_for: frozenset[Role] = frozenset()
    """Roles that see nothing until they have one."""
    requests_per_minute: int = 1200
    """What one program may ask of the API."""
    metrics_token: str = ""
    """With it `/metrics` answers elsewhere too; empty: this machine alone."""
    unread: Callable[[Connection], int | None] | None = None
    """Bytes of the exchange's facts that are not taken over; None: this console does not see the log."""
    scripts: Path | None = None
    """Where the set-up put the JavaScript of others (charts, the browser telephone); None, or not there: without it."""
    voice: Voice | None = None
    """Who speaks broadcasts; None: this console can neither speak nor take recordings, and says so."""
    broadcasts: BroadcastSettings = field(default_factory=BroadcastSettings)
    watch: WatchSettings = field(default_factory=WatchSettings)
    drills: DrillRules = field(default_factory=DrillRules)
    """The exchange's ways out, and who takes their drills."""
    photos: Path | None = None
    """Where pictures of visits are kept; None: this console takes none, and says so."""

    def __post_init__(self) -> None:
        if len(self.secret) < 32:
            raise ValueError("the console's secret is shorter than 32 characters")
        if self.language not in LANGUAGES:
            raise ValueError(f"the console's language is one of {', '.join(LANGUAGES)}")
