"""A site says who takes its drills, and hears what is wrong with that before the first one is missed."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from ivr.drills.drilling import drill_rules
from ivr.settings import Settings
from people.windows import Window

TRUNK = {"name": "trunka", "host": "192.0.2.1"}
NUMBER = "+8613910000011"
CENTRE = {"name": "centre", "number": NUMBER}


def site(**drill: object) -> Settings:
    return Settings.model_validate({"trunks": [TRUNK], "desks": [CENTRE, {"name": "hotline"}], "drill": drill})


def test_by_default_nobody_takes_drills_and_there_are_none():
    rules = drill_rules(site())

    assert (rules.number, rules.ways, rules.every) == ("", ("trunka",), timedelta(days=7))
    assert rules.hours == (Window(start=540, end=1020),)


@pytest.mark.parametrize("drill", [{"number": NUMBER}, {"desk": "centre"}])
def test_drills_are_taken_at_a_number_or_at_a_desk_that_has_one(drill: dict[str, str]):
    assert drill_rules(site(**drill)).number == NUMBER


@pytest.mark.parametrize(
    ("drill", "reason"),
    [
        ({"number": "13910000011"}, "drill.number"),
        ({"number": NUMBER, "desk": "centre"}, "leave one of them empty"),
        ({"desk": "hotline"}, "no desk hotline has a number"),
        ({"desk": "nowhere"}, "Give that desk its number, or set drill.number"),
        ({"hours": ""}, "no drill could ever begin"),
        ({"hours": "9-17"}, "write it like"),
        ({"every": timedelta(minutes=1)}, "drill.every"),
    ],
)
def test_a_desk_that_nothing_could_reach_is_refused_with_the_cure(drill: dict[str, object], reason: str):
    with pytest.raises(ValidationError) as refused:
        site(**drill)

    assert reason in str(refused.value)
