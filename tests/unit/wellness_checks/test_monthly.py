"""Is each person in special difficulty met once a month, those at high risk once a week, and by whom?"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellness_checks.monthly import DUE, EXCUSED, MADE, Due, Person, Rate, Worker, due_of, rates, shared_out, stretch

SATURDAY = date(2026, 11, 21)
HER = Person(senior="s1", area="laoshan", address="1")
ABOVE = {"laoshan": ("laoshan", "street", "district"), "gucheng": ("gucheng", "street", "district")}


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)), st.booleans())
def test_today_lies_in_its_stretch_and_the_next_day_after_it_begins_another(today: date, weekly: bool):
    first, last = stretch(today, weekly=weekly)

    assert first <= today <= last
    assert stretch(last + timedelta(days=1), weekly=weekly)[0] == last + timedelta(days=1)
    assert (first.weekday() == 0 and (last - first).days == 6) if weekly else first.day == 1


@pytest.mark.parametrize(
    ("met", "weekly", "state"),
    [
        (None, False, DUE),
        (date(2026, 11, 1), False, MADE),
        (date(2026, 10, 31), False, DUE),
        (date(2026, 11, 16), True, MADE),
        (date(2026, 11, 15), True, DUE),
    ],
)
def test_a_visit_that_found_her_counts_for_its_own_month_or_week(met: date | None, weekly: bool, state: str):
    due = due_of(Person(senior="s1", area="a", address="", weekly=weekly, last_met=met), SATURDAY)

    assert due.state == state
    assert (due.first, due.last) == stretch(SATURDAY, weekly=weekly)


@pytest.mark.parametrize(
    ("away", "state"),
    [
        ((date(2026, 11, 20), date(2026, 11, 30)), EXCUSED),
        ((date(2026, 11, 20), date(2026, 11, 29)), DUE),
        ((date(2026, 11, 22), date(2026, 12, 9)), DUE),
    ],
)
def test_whoever_is_away_for_the_rest_of_the_month_is_excused(away: tuple[date, date], state: str):
    assert due_of(Person(senior="s1", area="a", address="", away=[away]), SATURDAY).state == state


def test_neighbours_go_to_one_worker_and_each_worker_has_as_many():
    people = [Person(senior=f"s{n}", area="laoshan", address=f"{n // 2:03}") for n in range(10)]
    workers = [Worker(id="wu", area="laoshan"), Worker(id="li", area="laoshan"), Worker(id="far", area="gucheng")]

    whose = shared_out(people, workers, ABOVE)

    assert [whose[f"s{n}"] for n in range(10)] == ["li"] * 5 + ["wu"] * 5


def test_who_has_no_worker_near_is_a_wider_areas_or_the_sites_or_nobodys():
    near = Person(senior="s2", area="gucheng", address="")

    assert shared_out([HER], [Worker(id="li", area="street")], ABOVE) == {"s1": "li"}
    assert shared_out([HER, near], [Worker(id="li", area="gucheng"), Worker(id="all")], ABOVE) == {
        "s1": "all",
        "s2": "li",
    }
    assert shared_out([HER], [Worker(id="li", area="gucheng")], ABOVE) == {}
    assert shared_out([HER], [Worker(id="li", area="laoshan")], {}) == {"s1": "li"}


def test_the_rate_of_an_area_leaves_out_who_is_excused_and_a_hundred_means_everybody():
    def due(state: str, area: str = "laoshan") -> Due:
        person = Person(senior="s", area=area, address="")
        return Due(person=person, rhythm="monthly", first=SATURDAY, last=SATURDAY, state=state)

    found = rates([due(MADE), due(MADE), due(DUE), due(EXCUSED), due(EXCUSED, "gucheng")])

    assert found == {"laoshan": Rate(people=3, made=2)}
    assert found["laoshan"].percent == 66
    assert Rate().percent is None
