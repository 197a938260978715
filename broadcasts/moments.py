"""From when on may her telephone ring for this message? Her windows, the message's, the site's and its quiet hours."""

from datetime import datetime

from broadcasts.settings import BroadcastSettings
from broadcasts.windows import EVERY_DAY, next_open, openings
from db.campaigns import CampaignRow
from people.seniors import Senior
from people.windows import parse_windows


def rings_from(at: datetime, senior: Senior, campaign: CampaignRow, rules: BroadcastSettings) -> datetime | None:
    """`at` itself where it is open, else the next opening; None: her windows and the message's never meet."""
    windows = openings(
        own=senior.call_windows,
        campaign=parse_windows(campaign.windows),
        site=rules.windows,
        quiet=rules.quiet,
        urgent=campaign.urgent,
    )
    calendar = EVERY_DAY if rules.rings_on_holidays or campaign.urgent else rules.calendar
    return next_open(at, windows, senior.zone, calendar)
