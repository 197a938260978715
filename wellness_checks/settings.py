"""What may a site set about the watch? Every number of the rules, with its default."""

from dataclasses import dataclass
from datetime import time, timedelta

from people.seniors import Senior, Tag


@dataclass(frozen=True, kw_only=True)
class WatchSettings:
    after_days: int = 5
    """Silent days before somebody is flagged."""
    after_days_high_risk: int = 1
    morning: time = time(8)
    """When the flag falls, by her own clock."""
    rings_from: time = time(8)
    rings_until: time = time(20)
    """She is not rung by the watch outside these, by her own clock."""
    tries: int = 2
    """Wellness calls before somebody goes to the door."""
    second_try_after: timedelta = timedelta(minutes=30)
    staff_again_after: timedelta = timedelta(minutes=2)
    """Where no member of staff took the call."""
    staff_alarm_after: int = 3
    """Calls running that no member of staff took, before that is an alarm."""
    calls_at_once: int = 2
    call_within: timedelta = timedelta(hours=2)
    visit_within: timedelta = timedelta(hours=2)
    ordinary_calls_are_signs: bool = True
    """A number that she dials herself proves that she is well; an incoming call proves nothing."""

    def days_for(self, senior: Senior) -> int:
        """Her own threshold, else the site's for people like her."""
        if senior.silent_after_days is not None:
            return senior.silent_after_days
        return self.after_days_high_risk if Tag.HIGH_RISK in senior.tags else self.after_days
