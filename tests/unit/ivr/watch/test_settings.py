"""Are the rules of the watch those that the site has set, and is what could never work refused?"""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from ivr.care import watch_settings
from ivr.settings import CareSettings, Settings
from ivr.watch.settings import WatchSection
from wellness_checks.settings import WatchSettings

HALF, TEN = timedelta(minutes=30), timedelta(minutes=10)


def test_a_site_that_sets_nothing_has_the_rules_own_numbers():
    assert WatchSection().rules() == WatchSettings()


def test_deadlines_are_set_by_class_of_risk():
    section = WatchSection(call_within=TEN, call_within_high_risk=HALF, visit_within_high_risk=TEN)

    rules = watch_settings(Settings(watch=section, care=CareSettings(silent_after_days=3)))

    assert (rules.call_due_in(""), rules.call_due_in("high_risk"), rules.visit_due_in("high_risk")) == (TEN, HALF, TEN)
    assert rules.after_days == 3


def test_the_fast_profile_wins_over_the_times_that_are_set_one_by_one():
    rules = watch_settings(Settings(watch=WatchSection(fast=True, tries=5), care=CareSettings(wellness_retry=HALF)))

    assert (rules.machine_tries, rules.machine_every, rules.tries, rules.second_try_after) == (2, HALF, 2, TEN)


@pytest.mark.parametrize(
    "wrong", [{"rings_from": "20:00"}, {"tries": 0}, {"offer_for": "PT0S"}, {"guard_share": 0}, {"unknown": 1}]
)
def test_what_could_never_work_is_refused_by_its_name(wrong):
    with pytest.raises(ValidationError, match=next(iter(wrong))):
        WatchSection(**wrong)
