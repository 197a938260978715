"""A hold says who, from when to when, why, and who asked; another one of the same days is refused."""

from dataclasses import replace
from datetime import date

import pytest

from people.holds import Hold, fault_of
from people.ids import SeniorId

TODAY = date(2026, 3, 10)
HOSPITAL = Hold(
    senior=SeniorId("wang"),
    starts_on=date(2026, 3, 9),
    ends_on=date(2026, 3, 20),
    reason="hospital",
    asked_by="her daughter",
)


def test_both_days_of_a_hold_are_in_it():
    days = [date(2026, 3, day) for day in (8, 9, 20, 21)]

    assert [HOSPITAL.covers(day) for day in days] == [False, True, True, False]


def test_a_hold_that_is_whole_has_no_fault_beside_one_of_other_days():
    later = replace(HOSPITAL, starts_on=date(2026, 3, 21), ends_on=date(2026, 3, 22))

    assert fault_of(HOSPITAL, TODAY, [later]) is None


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"ends_on": date(2026, 3, 8)}, "ends_on"),
        ({"starts_on": date(2026, 3, 1), "ends_on": date(2026, 3, 9)}, "ends_on"),
        ({"ends_on": date(2027, 4, 1)}, "ends_on"),
        ({"asked_by": ""}, "asked_by"),
        ({"reason": ""}, "reason"),
    ],
)
def test_what_is_wrong_is_named_by_its_field(wrong, field):
    fault = fault_of(replace(HOSPITAL, **wrong), TODAY)

    assert fault is not None and fault[0] == field


def test_two_holds_of_one_day_are_refused_with_the_days_of_the_first():
    fault = fault_of(replace(HOSPITAL, starts_on=date(2026, 3, 20), ends_on=date(2026, 3, 25)), TODAY, [HOSPITAL])

    assert fault == ("starts_on", "she is away from 2026-03-09 to 2026-03-20 already")
