"""A site says how many numbers a day are looked into, and at which hours somebody may be rung for that."""

import pytest
from pydantic import ValidationError

from ivr.probing.probing import POLITE
from ivr.probing.settings import probe_rules
from ivr.settings import Settings
from people.windows import Window

ACCOUNT = {"account": "AC" + "0" * 32, "token": "secret"}


def site(**sections: object) -> Settings:
    return Settings.model_validate(sections)


def test_without_an_account_no_carrier_is_asked_and_few_are_rung_at_polite_hours():
    rules = probe_rules(site())

    assert (rules.lookup, rules.rings, rules.hours) == (False, 5, POLITE)


def test_an_account_is_asked_unless_the_site_wants_no_questions():
    assert probe_rules(site(twilio=ACCOUNT)).lookup
    assert not probe_rules(site(twilio=ACCOUNT, probing={"lookups": 0})).lookup


def test_the_hours_are_the_sites():
    assert probe_rules(site(probing={"hours": "10:00-11:00"})).hours == (Window(start=600, end=660),)
    assert probe_rules(site(probing={"hours": ""})).hours == ()


@pytest.mark.parametrize("wrong", [{"hours": "late"}, {"lookups": -1}, {"rings": 101}, {"ring": 1}])
def test_what_makes_no_sense_is_refused_by_name(wrong: dict[str, object]):
    with pytest.raises(ValidationError, match=next(iter(wrong))):
        site(probing=wrong)
