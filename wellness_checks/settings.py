"""What may a site set about the watch? Every number of the rules, with its default."""

from dataclasses import dataclass, replace
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
    machine_tries: int = 0
    """Calls by the exchange alone ("press any key if you are well") before staff ring."""
    machine_every: timedelta = timedelta(minutes=30)
    staff_again_after: timedelta = timedelta(minutes=2)
    """Where no member of staff took the call."""
    staff_alarm_after: int = 3
    """Calls running that no member of staff took, before that is an alarm."""
    calls_at_once: int = 2
    call_within: timedelta = timedelta(hours=2)
    call_within_high_risk: timedelta = timedelta(minutes=30)
    ask_within: timedelta = timedelta()
    """How long her second number, her household and her family are asked before somebody goes; none: somebody
    goes at once, and her family is told at the same time."""
    visit_within: timedelta = timedelta(hours=2)
    visit_within_high_risk: timedelta = timedelta(hours=1)
    offer_for: timedelta = timedelta(minutes=5)
    """How long one visitor has to accept, before the next one is rung."""
    climb_every: timedelta = timedelta(minutes=15)
    """How often what is overdue goes one rank higher until somebody takes it."""
    greet_after_days: int = 5
    """Days without an offer after which somebody watched is greeted by the exchange itself."""
    greet_a_day: int = 500
    """How many at most: whoever does not listen is a wellness call five days later, and staff make those."""
    watched_tags: frozenset[str] = frozenset({Tag.LIVES_ALONE.value})
    """Who is to be watched, and greeted if nothing else is offered."""
    outage_takes_a_day: timedelta = timedelta(hours=4)
    """Of the hours in which she may be rung: as long an outage means that the day was not measured."""
    guard_least: int = 5
    guard_share: float = 0.5
    """So many silences at once, and such a share of all people of a place or line, are taken for our fault."""
    guard_waits: timedelta = timedelta(hours=4)
    telephone_out_after: timedelta = timedelta(hours=24)
    ordinary_calls_are_signs: bool = True
    """A number that she dials herself proves that she is well; an incoming call proves nothing."""

    visited_monthly: frozenset[str] = frozenset(
        {Tag.HARDSHIP.value, Tag.DISABLED.value, Tag.DEMENTIA.value, Tag.BEREAVED_PARENT.value}
    )
    """Whoever has one of these tags is in special difficulty: met at home once a month."""
    visited_weekly: frozenset[str] = frozenset({Tag.HIGH_RISK.value})
    people_per_worker: int = 400
    """How many people one visitor should have at most."""

    def days_for(self, senior: Senior) -> int:
        """Her own threshold, else the site's for people like her."""
        if senior.silent_after_days is not None:
            return senior.silent_after_days
        return self.after_days_high_risk if Tag.HIGH_RISK in senior.tags else self.after_days

    def call_due_in(self, risk: str) -> timedelta:
        return self.call_within_high_risk if risk == Tag.HIGH_RISK else self.call_within

    def visit_due_in(self, risk: str) -> timedelta:
        return self.visit_within_high_risk if risk == Tag.HIGH_RISK else self.visit_within


def fast(settings: WatchSettings) -> WatchSettings:
    """Twice by the exchange half an hour apart, twice by staff ten minutes apart, then somebody goes."""
    ten, half = timedelta(minutes=10), timedelta(minutes=30)
    return replace(settings, machine_tries=2, machine_every=half, tries=2, second_try_after=ten)


def risk_of(senior: Senior) -> str:
    """Her class of risk: `high_risk`, or empty."""
    return Tag.HIGH_RISK.value if Tag.HIGH_RISK in senior.tags else ""
