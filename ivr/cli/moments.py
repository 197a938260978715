"""Which moment is meant? What is typed without a zone is by the site's own clocks; nothing typed is now."""

from datetime import datetime
from zoneinfo import ZoneInfo

from ivr.running.heartbeat import now_of
from ivr.settings import Settings

METAVAR = "TIME"
FORMATS = [
    "%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M%z", "%Y-%m-%dT%H:%M:%S%z",
]  # fmt: skip
HELP = "By the site's clocks, like 2026-11-24T21:30 (a zone may follow: +08:00). Default: now."


def moment(at: datetime | None, settings: Settings) -> datetime:
    """Aware, in the site's zone; the exchange's own time where nothing was typed."""
    zone = ZoneInfo(settings.zone)
    if at is None:
        return now_of(settings.heartbeat).astimezone(zone)
    return at.replace(tzinfo=zone) if at.tzinfo is None else at.astimezone(zone)
