"""What does the console have to know of the site's queue? Its telephones, its skills, how long a rest is."""

from dataclasses import dataclass
from datetime import timedelta

from ivr.queue.files import QueueFiles


@dataclass(frozen=True, kw_only=True)
class QueueSite:
    phones: tuple[str, ...] = ()
    """Telephones on desks, at which anybody may sit."""
    skills: tuple[str, ...] = ()
    rest: timedelta = timedelta(seconds=QueueFiles().wrap_up)
    """After a call."""
