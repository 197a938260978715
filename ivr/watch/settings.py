"""What may a site set about the watch? Its deadlines by class of risk, who is rung and when, who is greeted.

The defaults are those of the rules (wellness_checks/settings.py), where each number is explained.
"""

from dataclasses import fields, replace
from datetime import time, timedelta

from pydantic import BaseModel, ConfigDict, Field, model_validator

from wellness_checks.settings import WatchSettings, fast

NONE = timedelta()
RULES = WatchSettings()


class WatchSection(BaseModel):
    """`[watch]`. Durations as ISO 8601."""

    model_config = ConfigDict(extra="forbid")

    fast: bool = False
    """Twice rung by the exchange half an hour apart, twice by staff ten minutes apart, then somebody goes: wins over
    `tries`, `machine_tries`, `machine_every` and the time between the two calls."""
    after_days_high_risk: int = Field(default=RULES.after_days_high_risk, ge=1)
    morning: time = RULES.morning
    rings_from: time = RULES.rings_from
    rings_until: time = RULES.rings_until
    tries: int = Field(default=RULES.tries, ge=1)
    machine_tries: int = Field(default=RULES.machine_tries, ge=0)
    machine_every: timedelta = Field(default=RULES.machine_every, gt=NONE)
    staff_alarm_after: int = Field(default=RULES.staff_alarm_after, ge=1)
    calls_at_once: int = Field(default=RULES.calls_at_once, ge=1)
    call_within: timedelta = Field(default=RULES.call_within, gt=NONE)
    call_within_high_risk: timedelta = Field(default=RULES.call_within_high_risk, gt=NONE)
    ask_within: timedelta = Field(default=RULES.ask_within, ge=NONE)
    visit_within: timedelta = Field(default=RULES.visit_within, gt=NONE)
    visit_within_high_risk: timedelta = Field(default=RULES.visit_within_high_risk, gt=NONE)
    offer_for: timedelta = Field(default=RULES.offer_for, gt=NONE)
    climb_every: timedelta = Field(default=RULES.climb_every, gt=NONE)
    greet_after_days: int = Field(default=RULES.greet_after_days, ge=0)
    """0: nobody is greeted by the exchange itself."""
    greet_a_day: int = Field(default=RULES.greet_a_day, ge=1)
    watched_tags: frozenset[str] = RULES.watched_tags
    outage_takes_a_day: timedelta = Field(default=RULES.outage_takes_a_day, gt=NONE)
    guard_least: int = Field(default=RULES.guard_least, ge=2)
    guard_share: float = Field(default=RULES.guard_share, gt=0, le=1)
    guard_waits: timedelta = Field(default=RULES.guard_waits, ge=NONE)
    telephone_out_after: timedelta = Field(default=RULES.telephone_out_after, gt=NONE)
    ordinary_calls_are_signs: bool = RULES.ordinary_calls_are_signs

    visited_monthly: frozenset[str] = RULES.visited_monthly
    visited_weekly: frozenset[str] = RULES.visited_weekly
    people_per_worker: int = Field(default=RULES.people_per_worker, ge=1)

    @model_validator(mode="after")
    def _day(self) -> "WatchSection":
        if self.rings_from >= self.rings_until:
            raise ValueError("rings_from must be earlier than rings_until: nobody could ever be rung")
        return self

    def rules(self, **others: object) -> WatchSettings:
        """`others`: fields of the rules that the site sets elsewhere."""
        ours = {field.name for field in fields(WatchSettings)} & WatchSection.model_fields.keys()
        rules = WatchSettings(**{name: getattr(self, name) for name in ours})
        set_here = replace(rules, **others)  # type: ignore[arg-type]  # named and typed by the caller
        return fast(set_here) if self.fast else set_here
