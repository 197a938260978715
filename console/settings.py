"""What must the console be told before it can start?"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection

from broadcasts.settings import BroadcastSettings
from console.broadcasts.voice import Voice
from console.telephone.exchange import Exchange
from ivr.drills.drill import DrillRules
from ivr.in_hand.service import InHandRules
from ivr.queue.site import QueueSite
from ivr.requests.kinds import KINDS, OUTCOMES, Kind, Outcome
from ivr.telephones.rules import TelephoneRules
from people.staff import Role
from wellness_checks.settings import WatchSettings

LANGUAGES = ("zh", "en")
LEAST_SECRET = 32
"""Characters of the secret that signs sessions."""


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
    public_address: str = ""
    """What the plates at the doors lead to, with a slash at its end; empty: what whoever prints them calls us."""
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
    requests: tuple[Kind, ...] = KINDS
    """What may be asked for (ivr/requests/kinds.py)."""
    outcomes: tuple[Outcome, ...] = OUTCOMES
    """How a call may have ended, in the words of whoever took it."""
    drills: DrillRules = field(default_factory=DrillRules)
    """The exchange's ways out, and who takes their drills."""
    queue: QueueSite = field(default_factory=QueueSite)
    """The hotline's queue."""
    telephones: Exchange | None = None
    """Where the browser telephones of operators lead; None: this console has none, and says so."""
    fitted: TelephoneRules = field(default_factory=TelephoneRules)
    """What the site has set about its people's telephones: who should have one, and what their cards say."""
    words: Path | None = None
    """Where the exchange keeps what people said when nobody could take their call; None: it is not to be heard here."""
    in_hand: InHandRules = field(default_factory=InHandRules)
    """What may be done with a call: whether it is recorded, and whether she is told."""
    recordings: Path | None = None
    """Where the exchange keeps recordings of calls; None: they are not to be heard here."""
    map_url: str = ""
    """A web address with `{address}` in it: where a home is shown on a map; empty: no link."""
    second_pace: float = 0.0
    """Calls a second that the second exchange takes; 0: this site has none."""
    photos: Path | None = None
    """Where pictures of visits are kept; None: this console takes none, and says so."""
    kitchen: Path | None = None
    """The file by which a demonstration's town is reached; None: a site, which has no `/demo`."""

    def __post_init__(self) -> None:
        if len(self.secret) < LEAST_SECRET:
            raise ValueError(f"the console's secret is shorter than {LEAST_SECRET} characters")
        if self.language not in LANGUAGES:
            raise ValueError(f"the console's language is one of {', '.join(LANGUAGES)}")
