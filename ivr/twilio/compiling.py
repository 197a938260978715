"""When are the compiled routes written? After each push of the tables, and by hand: `bigbutton twilio routes`."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ivr.site import Site
from ivr.twilio.fallback import compiled, missing_desks, rungs_to_staff
from ivr.twilio.fallback_json import FILE, write
from ivr.twilio.settings import TwilioSettings


@dataclass(frozen=True, kw_only=True)
class Written:
    file: Path
    homes: int
    without_mobile: tuple[str, ...]
    """Desks that ring nowhere in fallback."""
    to_staff: tuple[str, ...]
    """Short numbers of the ladder whose rung goes to staff."""


def write_routes(site: Site, settings: TwilioSettings, now: datetime) -> Written:
    """A week of routes from `now` on, whole or not at all. Raises OSError; the file before then stays."""
    fallback = compiled(site, now, settings.desks)
    file = settings.folder / FILE
    write(fallback, file)
    return Written(
        file=file, homes=len(fallback.ladders), without_mobile=missing_desks(site, settings.desks),
        to_staff=rungs_to_staff(site.ladder),
    )  # fmt: skip
