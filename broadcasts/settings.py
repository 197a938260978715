"""What may a site set about broadcasts? Every number of the rules, with its default."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from broadcasts import retry
from broadcasts.audience import LIVING_ALONE
from broadcasts.listening import ENOUGH_PERCENT
from broadcasts.retry import Again
from ivr.holidays import Calendar, ChineseCalendar
from people.windows import Window, parse_windows


@dataclass(frozen=True, kw_only=True)
class BroadcastSettings:
    tags: frozenset[str] = LIVING_ALONE
    """Whom a message is for that names no audience; empty: everybody."""
    heard_percent: int = ENOUGH_PERCENT
    """From how much on a message counts as heard (reports)."""
    alive_percent: int = ENOUGH_PERCENT
    """From how much on it counts as a sign of life, where no machine can have listened."""
    retries: Mapping[str, Again] = field(default_factory=lambda: retry.DEFAULT)
    zone: str = "Asia/Shanghai"
    """Of the site: in it schedules are kept and windows are judged before anybody is chosen."""
    windows: tuple[Window, ...] = parse_windows("09:00-11:30 14:30-18:00")
    """When people without windows of their own are rung: the nap is sacred."""
    quiet: tuple[Window, ...] = parse_windows("21:00-08:00")
    """Nobody is rung in them, whatever other windows say; only urgent messages are exempt."""
    calendar: Calendar = field(default_factory=ChineseCalendar)
    """Public holidays and make-up workdays, for schedules that ask for them."""
    rings_on_holidays: bool = True
    """Whether messages ring on public holidays as on other days."""
    longest_text: int = 2_000
    """Characters; more is no message but a lecture."""
    templates: frozenset[str] = frozenset()
    """Ids of the templates that a message may say it was made from."""
    sample: int = 10
    """People that a preview names."""
    channels: int = 10
    """Calls at a time that an estimate counts on for a message without a limit of its own."""
    typical_call: timedelta = timedelta(seconds=45)
    """How long one dial takes while none has been measured."""
